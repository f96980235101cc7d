import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '#schemas/api/operations.ts';
import { Group } from '#schemas/person.ts';
import { attribute, ref, type TheTemplate, theTemplate } from '#test/infra/the-template.ts';

let city: TheTemplate;
beforeAll(async () => {
  city = await theTemplate();
});

const functionOf = {
  citizen: 'CitizenApi',
  channelApp: 'ChannelAppApi',
  official: 'OfficialApi',
  operator: 'OperatorApi',
  auditor: 'AuditorApi',
  docs: 'DocsApi',
  institution: 'InstitutionApi',
  emergency: 'EmergencyApi',
  export: 'ExportApi',
  print: 'PrintApi',
  registration: 'RegistrationApi',
  attachment: 'AttachmentApi',
  statistics: 'StatisticsApi',
  imports: 'ImportsApi',
};

describe('the HTTP API', () => {
  it('has a route for every operation and no other', () => {
    const routes = [...city.all('AWS::ApiGatewayV2::Route').values()].map(({ RouteKey }) => RouteKey);
    expect(routes.sort()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it.each(operations.map(({ id, access, audience }) => [id, access, audience] as const))(
    '%s (%s) goes to the function of the %s',
    (id, access, audience) => {
      const logicalId = `Route${id.charAt(0).toUpperCase()}${id.slice(1)}`;
      const integration = `${functionOf[audience].replace('Api', '')}Integration`;
      expect(city.one('AWS::ApiGatewayV2::Route', logicalId)).toMatchObject({
        Target: { 'Fn::Join': ['', ['integrations/', ref(integration)]] },
        ...(access === 'token'
          ? { AuthorizationType: 'JWT', AuthorizerId: ref('SignInAuthorizer') }
          : { AuthorizationType: 'NONE' }),
      });
      expect(city.one('AWS::ApiGatewayV2::Integration', integration)).toMatchObject({
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: attribute(functionOf[audience]),
        PayloadFormatVersion: '2.0',
      });
    },
  );

  it('trusts tokens of its own user pool for its own client', () => {
    expect(city.one('AWS::ApiGatewayV2::Authorizer', 'SignInAuthorizer')).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [ref('UserPoolClient')],
        Issuer: {
          'Fn::Join': ['', ['https://cognito-idp.', ref('AWS::Region'), '.amazonaws.com/', ref('UserPool')]],
        },
      },
    });
  });

  it('is throttled', () => {
    expect(city.one('AWS::ApiGatewayV2::Stage', 'HttpStage')).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  it('logs each request by its route, with nothing a person sent', () => {
    const { AccessLogSettings } = city.one('AWS::ApiGatewayV2::Stage', 'HttpStage');
    const text = JSON.stringify(AccessLogSettings);
    expect(text).toContain('$context.routeKey');
    expect(text).not.toMatch(/\$context\.(path|identity|domain|protocol)|querystring|header|claims|AccessCode/i);
  });
});

describe('sign-in', () => {
  it('is kept, needs a second factor and strong passwords, and nobody signs up by themselves', () => {
    expect(city.one('AWS::Cognito::UserPool', 'UserPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
      UserPoolTier: 'PLUS',
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        },
      },
    });
    expect(city.deletionPolicies('AWS::Cognito::UserPool').get('UserPool')).toBe('Retain');
  });

  it('knows every group that a person can be in', () => {
    const groups = [...city.all('AWS::Cognito::UserPoolGroup').values()].map(({ GroupName }) => GroupName);
    expect(groups.sort()).toEqual([...Group.options].sort());
  });
});
