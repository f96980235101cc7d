import { randomUUID } from 'node:crypto';
import { AwsError } from '#local/wire/aws-error.ts';
import type { Outcome, Runner } from './outcome.ts';

const LARGEST_SYNCHRONOUS_BYTES = 6_291_456;
const LARGEST_ANSWER_BYTES = 6_291_556;
const ACCOUNT_CONCURRENCY = 1_000;

/** A function as it stands: its settings and what runs it. */
export type StandingFunction = {
  readonly name: string;
  readonly arn: string;
  readonly roleName: string | undefined;
  readonly timeoutMs: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency: number | undefined;
  readonly deadLetterArn: string | undefined;
  readonly runtime: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly runner: Runner;
  /** How many invocations are under way. */
  running: number;
};

/**
 * Invokes a function and waits for its outcome.
 *
 * @param payload JSON text; empty means `{}`
 * @throws AwsError TooManyRequestsException above its reserved concurrency, RequestTooLargeException above 6 MB
 * @source Lambda, "Lambda quotas" and "Invoke"
 */
export async function invoked(fn: StandingFunction, payload: string): Promise<Outcome> {
  if (payload.length > LARGEST_SYNCHRONOUS_BYTES / 3 && Buffer.byteLength(payload) > LARGEST_SYNCHRONOUS_BYTES)
    throw tooLarge(LARGEST_SYNCHRONOUS_BYTES, 'InvokeFunction');
  if (fn.running >= (fn.reservedConcurrency ?? ACCOUNT_CONCURRENCY))
    throw tooMany(fn.reservedConcurrency !== undefined);
  fn.running += 1;
  try {
    const outcome = await fn.runner.run(randomUUID(), payload === '' ? '{}' : payload, fn.timeoutMs);
    return Buffer.byteLength(outcome.payload) > LARGEST_ANSWER_BYTES ? answerTooLarge() : outcome;
  } finally {
    fn.running -= 1;
  }
}

/** The refusal of a payload beyond the limit. */
export function tooLarge(limitBytes: number, operation: string): AwsError {
  const message = `Request must be smaller than ${limitBytes} bytes for the ${operation} operation`;
  return new AwsError('RequestTooLargeException', message, 413);
}

function tooMany(isReserved: boolean): AwsError {
  const Reason = isReserved ? 'ReservedFunctionConcurrentInvocationLimitExceeded' : 'ConcurrentInvocationLimitExceeded';
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason, Type: 'User' });
}

function answerTooLarge(): Outcome {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_ANSWER_BYTES} bytes).`;
  return {
    payload: JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }),
    functionError: 'Unhandled',
  };
}
