import { AwsError } from '#local/wire/aws-error.ts';
import type { Service } from '#local/wire/aws-service.ts';
import type { Protocol } from './protocol.ts';

/**
 * The protocol of a service with paths and methods of its own, which the service reads and writes itself; `undefined`
 * for a service that cannot.
 *
 * @source Smithy, "AWS restJson1 protocol": an error's name stands in `x-amzn-errortype`
 */
export function restProtocol(name: string, service: Service): Protocol | undefined {
  if (service.readRest === undefined || service.writeRest === undefined) return undefined;
  const [read, write] = [service.readRest.bind(service), service.writeRest.bind(service)];
  return {
    service: name,
    read,
    write: (operation, output, requestId) => {
      const answer = write(operation, output);
      return { ...answer, headers: { 'x-amzn-requestid': requestId, ...answer.headers } };
    },
    writeError: (error, requestId) =>
      service.writeRestError?.(error) ?? {
        status: statusOf(error),
        headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.name },
        body: JSON.stringify({ ...error.facts, message: error.message }),
      },
  };
}

function statusOf(error: AwsError): number {
  return error.name === 'AccessDeniedException' ? 403 : error.statusCode;
}

/** The answer to a path that no operation of a REST service has. */
export function unknownPath(method: string, path: string): AwsError {
  return new AwsError('UnknownOperationException', `no operation answers ${method} ${path}`, 404);
}
