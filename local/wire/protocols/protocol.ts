import type { AwsError } from '#local/wire/aws-error.ts';
import type { RawAnswer, RestRequest } from '#local/wire/aws-service.ts';

/** What a request asks for, in the words of the service's model. */
export type Asked = { readonly operation: string; readonly input: Record<string, unknown> };

/** How one service's operations and their answers stand in HTTP. */
export type Protocol = {
  /** The service, as the gateway knows it. */
  readonly service: string;
  /** @throws AwsError SerializationException for a body that cannot be read */
  read(request: RestRequest): Asked;
  write(operation: string, output: Record<string, unknown>, requestId: string): RawAnswer;
  writeError(error: AwsError, requestId: string): RawAnswer;
};
