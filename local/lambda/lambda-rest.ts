import type { RawAnswer, RestRequest } from '#local/wire/aws-service.ts';
import { unknownPath } from '#local/wire/protocols/rest-protocol.ts';

const FUNCTIONS = '/2015-03-31/functions';

/**
 * Which operation a request to Lambda means.
 *
 * @source Lambda API Reference: Invoke, GetFunction, GetFunctionConfiguration, ListFunctions
 */
export function readLambdaRest({ method, path, query, headers, body }: RestRequest): {
  operation: string;
  input: Record<string, unknown>;
} {
  const [, FunctionName, part] = new RegExp(`^${FUNCTIONS}/([^/]+)(?:/(\\w+))?/?$`).exec(path) ?? [];
  const qualifier = query.get('Qualifier');
  const named = { FunctionName, ...(qualifier === null ? {} : { Qualifier: qualifier }) };
  if (method === 'POST' && part === 'invocations')
    return {
      operation: 'Invoke',
      input: {
        ...named,
        InvocationType: headers['x-amz-invocation-type'] ?? 'RequestResponse',
        Payload: Buffer.from(body).toString('utf8'),
      },
    };
  if (method === 'GET' && FunctionName !== undefined && part === undefined)
    return { operation: 'GetFunction', input: named };
  if (method === 'GET' && part === 'configuration') return { operation: 'GetFunctionConfiguration', input: named };
  if (method === 'GET' && path.replace(/\/$/, '') === FUNCTIONS) return { operation: 'ListFunctions', input: {} };
  throw unknownPath(method, path);
}

export function writeLambdaRest(operation: string, output: Record<string, unknown>): RawAnswer {
  if (operation !== 'Invoke')
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(output) };
  const { StatusCode, ExecutedVersion, FunctionError, Payload } = output;
  return {
    status: Number(StatusCode),
    headers: {
      'content-type': 'application/json',
      'x-amz-executed-version': String(ExecutedVersion),
      ...(FunctionError === undefined ? {} : { 'x-amz-function-error': String(FunctionError) }),
    },
    body: String(Payload ?? ''),
  };
}
