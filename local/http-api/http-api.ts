import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Caller } from '#local/events/deliveries.ts';
import type { SignIn } from '#local/sign-in/sign-in.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { isMembers, type Members, membersOf, needText, numberOf, textOf, textsOf } from '#local/template/reading.ts';
import { TemplateFault } from '#local/template/template-fault.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { Api, type Integration, type Route, shortId } from './api.ts';
import { type ApiAnswer, functionAnswer, gatewayAnswer, internalError } from './api-answer.ts';
import { apiEvent } from './api-event.ts';
import { type ApiRequest, readRequest } from './api-request.ts';
import { preflightAnswer, withCors } from './cors.ts';
import { authorize } from './jwt-authorizer.ts';

type Parts = {
  clock: VirtualClock;
  quiet: Quiet;
  gateway: Caller;
  signIn: Pick<SignIn, 'claims' | 'hasIssuer'>;
  url: string;
};

/** API Gateway waits so long for a function: 30_000 (30 seconds), real. */
const LONGEST_INTEGRATION_MS = 30_000;
/** Above 10 MB for the API, above 6 MB for the function behind it. */
const tooLarge = gatewayAnswer(413, 'Request Entity Too Large');

/**
 * The HTTP API of the template: requests in, functions invoked, answers out.
 *
 * Imitates https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 * Left out: integrations other than functions, IAM and Lambda authorizers, import of OpenAPI documents, custom domains, access logs,
 * and throttling (one machine's caller is its own limit; the stage's settings are read over).
 */
export class HttpApi {
  readonly provider: Provider = {
    types: [
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::Route',
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Authorizer',
      'AWS::ApiGatewayV2::Stage',
    ],
    create: async (resource) => this.#create(resource),
  };
  readonly #parts: Parts;
  readonly #apis = new Map<string, Api>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Answers a request; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readRequest(request);
    if (read === 'gone') return;
    // First the door, then the count: an advance waits for whoever is counted.
    await this.#parts.clock.door();
    const end = this.#parts.quiet.begin(`${request.method} ${request.url?.split('?')[0]}`);
    try {
      const answer = read === 'too large' ? tooLarge : await this.#answer(read);
      send(response, answer, request.method === 'HEAD');
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
      send(response, internalError, false);
    } finally {
      end();
    }
  }

  async #answer(request: ApiRequest): Promise<ApiAnswer> {
    const [api] = this.#apis.values();
    if (api === undefined) return gatewayAnswer(404, 'Not Found');
    const preflight = preflightAnswer(request, api.cors);
    if (preflight !== undefined) return preflight;
    return withCors(await this.#routed(request, api), request, api.cors);
  }

  async #routed(request: ApiRequest, api: Api): Promise<ApiAnswer> {
    const { clock, signIn } = this.#parts;
    const place = api.stageOf(request.path);
    const match = place === undefined ? undefined : api.routes.match(request.method, place.pathInStage);
    const integration = match === undefined ? undefined : api.integrations.get(match.route.integrationId);
    if (place === undefined || match === undefined || integration === undefined) return gatewayAnswer(404, 'Not Found');
    const { route, pathParameters } = match;
    const now = clock.now();
    const context = { apiId: api.apiId, routeKey: route.routeKey, stage: place.stage, pathParameters, now };
    const authorizer = route.authorizerId === undefined ? undefined : api.authorizers.get(route.authorizerId);
    if (authorizer === undefined) return this.#invoke(integration, apiEvent(request, context));
    const judged = await authorize(request, authorizer, route.scopes, signIn);
    if ('refusal' in judged) return judged.refusal;
    return this.#invoke(integration, apiEvent(request, { ...context, authorization: judged.authorization }));
  }

  async #invoke({ functionName, timeoutMs }: Integration, event: Record<string, unknown>): Promise<ApiAnswer> {
    let limit: NodeJS.Timeout | undefined;
    const tooLate = new Promise<undefined>((resolve) => {
      limit = setTimeout(() => resolve(undefined), timeoutMs);
    });
    try {
      const invocation = this.#parts.gateway.call({
        principal: { kind: 'service', name: 'apigateway.amazonaws.com' },
        service: 'lambda',
        operation: 'Invoke',
        input: { FunctionName: functionName, InvocationType: 'RequestResponse', Payload: JSON.stringify(event) },
      });
      const result = await Promise.race([invocation, tooLate]);
      if (result === undefined) {
        invocation.catch(() => {}); // nobody is left to be told
        return gatewayAnswer(503, 'Service Unavailable');
      }
      return result.FunctionError === undefined ? functionAnswer(textOf(result.Payload) ?? '') : internalError;
    } catch (error) {
      if (error instanceof AwsError && error.statusCode === 413) return tooLarge;
      process.emitWarning(
        `${functionName} could not be invoked: ${error instanceof Error ? error.message : String(error)}`,
      );
      return internalError;
    } finally {
      clearTimeout(limit);
    }
  }

  #create(resource: Resource): Created {
    const { properties, type } = resource;
    if (type === 'AWS::ApiGatewayV2::Api') return this.#createApi(resource);
    const api = this.#api(needText(properties, 'ApiId'));
    switch (type) {
      case 'AWS::ApiGatewayV2::Route':
        return this.#createRoute(resource, api);
      case 'AWS::ApiGatewayV2::Integration':
        return this.#createIntegration(resource, api);
      case 'AWS::ApiGatewayV2::Authorizer':
        return this.#createAuthorizer(resource, api);
      default: {
        const stage = needText(properties, 'StageName');
        api.stages.add(stage);
        return { ref: stage, attributes: {} };
      }
    }
  }

  #createApi(resource: Resource): Created {
    const { ProtocolType, Body, BodyS3Location, Target, CorsConfiguration } = resource.properties;
    if (textOf(ProtocolType) !== 'HTTP' || Body !== undefined || BodyS3Location !== undefined || Target !== undefined) {
      throw new TemplateFault(
        `${resource.logicalId}: the local cloud wants an API of ProtocolType HTTP whose routes are resources`,
      );
    }
    const api = new Api(physicalName(resource, 'Name'), isMembers(CorsConfiguration) ? CorsConfiguration : undefined);
    if (this.#apis.size > 0 && !this.#apis.has(api.apiId)) {
      throw new TemplateFault(
        `${resource.logicalId}: the local cloud serves one HTTP API at its address, the template has more`,
      );
    }
    this.#apis.set(api.apiId, api);
    return { ref: api.apiId, attributes: { ApiId: api.apiId, ApiEndpoint: this.#parts.url } };
  }

  #createRoute({ logicalId, properties }: Resource, api: Api): Created {
    const routeKey = needText(properties, 'RouteKey');
    const authorizationType = textOf(properties.AuthorizationType) ?? 'NONE';
    if (authorizationType !== 'NONE' && authorizationType !== 'JWT') {
      throw new TemplateFault(
        `${logicalId}: the local cloud knows the authorization types NONE and JWT, found ${authorizationType}`,
      );
    }
    const authorizerId = authorizationType === 'JWT' ? needText(properties, 'AuthorizerId') : undefined;
    const route: Route = {
      routeKey,
      integrationId: textOf(properties.Target)?.replace(/^integrations\//, '') ?? '',
      scopes: textsOf(properties.AuthorizationScopes),
      ...(authorizerId === undefined ? {} : { authorizerId }),
    };
    api.routes.add(routeKey, route);
    const routeId = shortId(`route ${api.apiId} ${routeKey}`);
    return { ref: routeId, attributes: { RouteId: routeId } };
  }

  #createIntegration({ logicalId, properties }: Resource, api: Api): Created {
    const uri = textOf(properties.IntegrationUri) ?? '';
    const functionName = /(arn:aws:lambda:[^/]+?:function:[^/]+)/.exec(uri)?.[1];
    const isKnown =
      textOf(properties.IntegrationType) === 'AWS_PROXY' && textOf(properties.PayloadFormatVersion) === '2.0';
    if (functionName === undefined || !isKnown) {
      throw new TemplateFault(
        `${logicalId}: the local cloud wants an AWS_PROXY integration of payload format 2.0 with a function, found ${uri}`,
      );
    }
    const timeoutMs = Math.min(numberOf(properties.TimeoutInMillis) ?? LONGEST_INTEGRATION_MS, LONGEST_INTEGRATION_MS);
    const integrationId = shortId(`integration ${api.apiId} ${logicalId}`);
    api.integrations.set(integrationId, { functionName, timeoutMs });
    return { ref: integrationId, attributes: { IntegrationId: integrationId } };
  }

  #createAuthorizer({ logicalId, properties }: Resource, api: Api): Created {
    const jwt: Members = membersOf(properties.JwtConfiguration);
    const issuer = textOf(jwt.Issuer);
    if (textOf(properties.AuthorizerType) !== 'JWT' || issuer === undefined) {
      throw new TemplateFault(`${logicalId}: the local cloud knows JWT authorizers with an issuer`);
    }
    if (!this.#parts.signIn.hasIssuer(issuer)) {
      throw new TemplateFault(`${logicalId}: the issuer ${issuer} is no user pool of this template`);
    }
    const authorizerId = shortId(`authorizer ${api.apiId} ${logicalId}`);
    const sources = textsOf(properties.IdentitySource);
    api.authorizers.set(authorizerId, {
      issuer,
      audience: textsOf(jwt.Audience),
      identitySources: sources.length === 0 ? ['$request.header.Authorization'] : sources,
    });
    return { ref: authorizerId, attributes: { AuthorizerId: authorizerId } };
  }

  #api(apiId: string): Api {
    const api = this.#apis.get(apiId);
    if (api === undefined) throw new TemplateFault(`there is no HTTP API ${apiId}`);
    return api;
  }
}

function send(response: ServerResponse, answer: ApiAnswer, isHead: boolean): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.cookies === undefined ? {} : { 'set-cookie': [...answer.cookies] }),
    'content-length': answer.body.length,
  });
  response.end(isHead ? undefined : answer.body);
}
