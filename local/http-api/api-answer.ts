import { isMembers, listOf, membersOf, parsedJson, saysYes, textOf } from '#local/template/reading.ts';

/** An answer on its way out. */
export type ApiAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: Buffer;
};

/** An answer of API Gateway's own, as it writes them: `{"message":"Not Found"}`. */
export function gatewayAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ApiAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/**
 * The answer that a function's result means, payload format 2.0.
 *
 * Imitates https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response:
 * a result with `statusCode` is an answer as it says; any other JSON is itself the body of a 200.
 *
 * @param payload what the function returned, as JSON text
 */
export function functionAnswer(payload: string): ApiAnswer {
  const result = payload === '' ? null : parsedJson(payload);
  if (result === undefined) return internalError;
  if (!isMembers(result) || result.statusCode === undefined) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const status = Number(result.statusCode);
  const isBodyFit = result.body === undefined || result.body === null || typeof result.body === 'string';
  if (!Number.isInteger(status) || status < 100 || status > 599 || !isBodyFit) return internalError;
  const body = Buffer.from(textOf(result.body) ?? '', saysYes(result.isBase64Encoded) ? 'base64' : 'utf8');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(membersOf(result.headers))) {
    const text = textOf(value);
    if (text !== undefined) headers[name.toLowerCase()] = text;
  }
  if (headers['content-type'] === undefined && body.length > 0) headers['content-type'] = 'text/plain;charset=UTF-8';
  const cookies = listOf(result.cookies).flatMap((cookie) => textOf(cookie) ?? []);
  return { status, headers, body, ...(cookies.length === 0 ? {} : { cookies }) };
}

/** What a client sees of any fault behind the API. */
export const internalError: ApiAnswer = gatewayAnswer(500, 'Internal Server Error');
