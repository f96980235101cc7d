import type { ToldError } from './thread/messages.ts';

/** What came of an invocation; `payload` is JSON text. */
export type Outcome = { readonly payload: string; readonly functionError?: 'Unhandled' };

/** Runs a function's code: in threads, or in process. */
export type Runner = {
  /** Never rejects for a fault of the code: that is an outcome. @throws AwsError InvalidRequestContentException */
  run(requestId: string, payload: string, timeoutMs: number): Promise<Outcome>;
  /** Ends what has been idle for long. */
  retireIdle(): void;
  close(): Promise<void>;
};

export function failedOutcome(error: ToldError): Outcome {
  return { payload: JSON.stringify(error), functionError: 'Unhandled' };
}

/** The outcome of a handler that did not answer in time, in Lambda's own words. */
export function timedOutOutcome(requestId: string, timeoutMs: number): Outcome {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`;
  return { payload: JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }), functionError: 'Unhandled' };
}

/** The outcome of a handler that ended its process. */
export function exitedOutcome(requestId: string, code: number): Outcome {
  const how =
    code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
  const error = { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${how}` };
  return { payload: JSON.stringify(error), functionError: 'Unhandled' };
}
