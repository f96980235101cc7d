import { town } from '../town.ts';

export type Json = Record<string, unknown>;

const arn = 'arn:aws:lambda:ap-northeast-2:000000000000:function:back';
const route = (RouteKey: string, more: Json = {}) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey,
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Back' }]] },
    ...more,
  },
});
const guarded = { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Guard' } };
const resources = {
  Api: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      Name: 'test',
      ProtocolType: 'HTTP',
      CorsConfiguration: {
        AllowOrigins: ['https://portal.example'],
        AllowMethods: ['GET', 'POST'],
        AllowHeaders: ['authorization'],
        MaxAge: 60,
      },
    },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', DefaultRouteSettings: { ThrottlingRateLimit: 1 } },
  },
  Back: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arn,
      PayloadFormatVersion: '2.0',
    },
  },
  Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
  Client: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: { UserPoolId: { Ref: 'Pool' }, AllowedOAuthScopes: ['city/read'] },
  },
  Clerks: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'clerk' } },
  Chiefs: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'chief' } },
  Guard: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [{ Ref: 'Client' }],
        Issuer: {
          'Fn::Join': ['', ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.amazonaws.com/', { Ref: 'Pool' }]],
        },
      },
    },
  },
  List: route('GET /things'),
  One: route('GET /things/{id}'),
  Special: route('GET /things/special'),
  AnyOfOne: route('ANY /things/{id}'),
  Rest: route('ANY /files/{path+}'),
  Private: route('GET /private', guarded),
  Written: route('GET /written', { ...guarded, AuthorizationScopes: ['city/write'] }),
  Read: route('GET /read', { ...guarded, AuthorizationScopes: ['city/read', 'city/write'] }),
};

/** A town with an HTTP API whose every route leads to one function, which answers what `back` gives. */
export async function apiTown() {
  const place = await town(resources, { outputs: { PoolId: { Value: { Ref: 'Pool' } } } });
  const events: Json[] = [];
  const behind: { back: (event: unknown) => unknown } = { back: () => ({ statusCode: 200 }) };
  place.functions.define('back', (event) => {
    events.push(event as Json);
    return behind.back(event);
  });
  return {
    ...place,
    /** What the function got. */
    events,
    behind,
    ask: (path: string, init?: RequestInit) => fetch(`${place.url}${path}`, init),
    /** An access token of Kim, clerk and chief. */
    token: async (): Promise<string> => {
      const UserPoolId = place.stack?.outputs.PoolId;
      await place.aws('cognito-idp', 'AdminCreateUser', { UserPoolId, Username: 'kim' });
      for (const GroupName of ['clerk', 'chief'])
        await place.aws('cognito-idp', 'AdminAddUserToGroup', { UserPoolId, Username: 'kim', GroupName });
      return String((await place.control('sign-in', { as: 'kim' })).body.accessToken);
    },
  };
}
