import { ArnFormat, Stack } from 'aws-cdk-lib';
import { CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Audience, Operation } from '#schemas/api/operation.ts';
import { logGroup } from './functions.ts';
import type { SignIn } from './sign-in.ts';

/** Requests a second that the stage lets through in the long run, and at once; what is more is told 429. */
export const throttle = { rate: 500, burst: 1000 } as const;

/**
 * What the access log says of a request. The route, not the path, and nothing of query, headers or address: no personal
 * detail can come in.
 */
export const accessLogFormat = {
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  latencyMilliseconds: '$context.responseLatency',
  integrationLatencyMilliseconds: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
} as const;

type Given = {
  readonly operations: readonly Operation[];
  readonly audiences: Readonly<Record<Audience, LambdaFunction>>;
  readonly signIn: SignIn;
};

/**
 * The HTTP API: one route per operation, each to the function of its audience.
 *
 * An operation with `access: 'token'` is refused without a valid token of the user pool before any function of ours runs.
 */
export function httpApi(scope: Construct, { operations, audiences, signIn }: Given): HttpApi {
  const api = new HttpApi(scope, 'HttpApi', {
    apiName: `${Stack.of(scope).stackName} complaints`,
    description: 'What citizens, officials, operators and auditors can do',
    createDefaultStage: false,
  });
  stage(scope, api);
  const authorizer = new CfnAuthorizer(scope, 'SignInAuthorizer', {
    apiId: api.apiId,
    name: 'sign-in',
    authorizerType: 'JWT',
    identitySource: ['$request.header.Authorization'],
    jwtConfiguration: { issuer: signIn.issuer, audience: [signIn.client.userPoolClientId] },
  });
  const targets = new Map(
    Object.entries(audiences).map(([audience, target]) => [audience, integration(scope, api, audience, target)]),
  );
  const routes = new Construct(scope, 'Route');
  for (const { id, method, path, audience, access } of operations) {
    new CfnRoute(routes, routeId(id), {
      apiId: api.apiId,
      routeKey: `${method} ${path}`,
      target: `integrations/${targets.get(audience)?.ref}`,
      operationName: id,
      ...(access === 'token'
        ? { authorizationType: 'JWT', authorizerId: authorizer.ref }
        : { authorizationType: 'NONE' }),
    });
  }
  return api;
}

function stage(scope: Construct, api: HttpApi): void {
  const log = logGroup(scope, 'AccessLog');
  // Not the group's own ARN: that ends in ':*', which a stage does not take.
  const destinationArn = Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: log.logGroupName,
  });
  new CfnStage(scope, 'HttpStage', {
    apiId: api.apiId,
    stageName: '$default',
    autoDeploy: true,
    defaultRouteSettings: {
      throttlingRateLimit: throttle.rate,
      throttlingBurstLimit: throttle.burst,
      detailedMetricsEnabled: true,
    },
    accessLogSettings: { destinationArn, format: JSON.stringify(accessLogFormat) },
  });
}

function integration(scope: Construct, api: HttpApi, audience: string, target: LambdaFunction): CfnIntegration {
  const stack = Stack.of(scope);
  target.addPermission('OfHttpApi', {
    principal: new ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: stack.formatArn({ service: 'execute-api', resource: api.apiId, resourceName: '*' }),
  });
  return new CfnIntegration(scope, `${capital(audience)}Integration`, {
    apiId: api.apiId,
    integrationType: 'AWS_PROXY',
    integrationUri: target.functionArn,
    payloadFormatVersion: '2.0',
  });
}

/** The construct id of an operation's route, below `Route`. */
export function routeId(operation: string): string {
  return capital(operation);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
