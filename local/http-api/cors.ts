import { type Members, numberOf, saysYes, textsOf } from '#local/template/reading.ts';
import type { ApiAnswer } from './api-answer.ts';
import type { ApiRequest } from './api-request.ts';

/**
 * The answer to a browser's question whether it may ask; `undefined` when the request is no such question.
 *
 * Imitates https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html: answered by the API itself.
 *
 * @param configuration the API's `CorsConfiguration`
 */
export function preflightAnswer(request: ApiRequest, configuration: Members | undefined): ApiAnswer | undefined {
  const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (configuration === undefined || !isPreflight) return undefined;
  const origin = allowedOrigin(request, configuration);
  if (origin === undefined) return { status: 204, headers: {}, body: Buffer.alloc(0) };
  const maxAge = numberOf(configuration.MaxAge);
  return {
    status: 204,
    headers: {
      ...originHeaders(origin, configuration),
      ...listHeader('access-control-allow-methods', configuration.AllowMethods),
      ...listHeader('access-control-allow-headers', configuration.AllowHeaders),
      ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
    },
    body: Buffer.alloc(0),
  };
}

/** The answer with the headers that let a browser of an allowed origin read it; those of the function give way. */
export function withCors(answer: ApiAnswer, request: ApiRequest, configuration: Members | undefined): ApiAnswer {
  if (configuration === undefined) return answer;
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  const origin = allowedOrigin(request, configuration);
  const added =
    origin === undefined
      ? {}
      : {
          ...originHeaders(origin, configuration),
          ...listHeader('access-control-expose-headers', configuration.ExposeHeaders),
        };
  return { ...answer, headers: { ...Object.fromEntries(own), ...added } };
}

function allowedOrigin(request: ApiRequest, configuration: Members): string | undefined {
  const { origin } = request.headers;
  if (origin === undefined) return undefined;
  const allowed = textsOf(configuration.AllowOrigins);
  if (allowed.includes('*')) return '*';
  const isAllowed = allowed.some(
    (each) => each === origin || (each.endsWith('://*') && origin.startsWith(each.slice(0, -1))),
  );
  return isAllowed ? origin : undefined;
}

function originHeaders(origin: string, configuration: Members): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    ...(origin === '*' ? {} : { vary: 'Origin' }),
    ...(saysYes(configuration.AllowCredentials) ? { 'access-control-allow-credentials': 'true' } : {}),
  };
}

function listHeader(name: string, value: unknown): Record<string, string> {
  const items = textsOf(value);
  return items.length === 0 ? {} : { [name]: items.join(',') };
}
