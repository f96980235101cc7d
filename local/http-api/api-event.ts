import { randomBytes } from 'node:crypto';
import { accountId } from '#local/template/place.ts';
import type { ApiRequest } from './api-request.ts';
import { decodedPath } from './decoded-path.ts';

/** Who is calling, as an authorizer found it. */
export type Authorization = {
  readonly jwt: { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null };
};

/** What the event says beside the request itself. */
export type EventContext = {
  readonly apiId: string;
  readonly routeKey: string;
  readonly stage: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly authorization?: Authorization;
  /** Virtual epoch milliseconds. */
  readonly now: number;
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The event with which an HTTP API invokes a function, payload format 2.0.
 *
 * Imitates https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * `rawPath` is decoded, as API Gateway hands it on (a function's URL would not be); the query string is not.
 * Left out: stage variables, client certificates, IAM identity.
 */
export function apiEvent(request: ApiRequest, context: EventContext): Record<string, unknown> {
  const query = queryParameters(request.rawQuery);
  const host = request.headers.host ?? 'localhost';
  const path = decodedPath(request.path);
  const isText = isTextType(request.headers['content-type']);
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath: path,
    rawQueryString: request.rawQuery,
    ...(request.cookies.length === 0 ? {} : { cookies: request.cookies }),
    headers: { ...request.headers, ...forwarding(host, context.now) },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId,
      apiId: context.apiId,
      ...(context.authorization === undefined ? {} : { authorizer: context.authorization }),
      domainName: host,
      domainPrefix: host.split(/[.:]/)[0],
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomBytes(11).toString('base64'),
      routeKey: context.routeKey,
      stage: context.stage,
      time: logTime(context.now),
      timeEpoch: context.now,
    },
    ...(Object.keys(context.pathParameters).length === 0 ? {} : { pathParameters: context.pathParameters }),
    ...(request.body.length === 0 ? {} : { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/** Decoded; several of one name joined by commas. */
function queryParameters(rawQuery: string): Record<string, string> | undefined {
  if (rawQuery === '') return undefined;
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

function forwarding(host: string, now: number): Record<string, string> {
  const [, port = '80'] = host.split(':');
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return {
    'x-amzn-trace-id': `Root=1-${seconds}-${randomBytes(12).toString('hex')}`,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-port': port,
    'x-forwarded-proto': 'http',
  };
}

/** API Gateway hands these on as text and everything else in base64, forms too. */
function isTextType(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  return /^(text\/|application\/(json|xml|javascript|[\w.-]+\+(json|xml))(;|$))/i.test(contentType.trim());
}

/** `23/Nov/2026:00:00:00 +0000` */
function logTime(now: number): string {
  const at = new Date(now);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}
