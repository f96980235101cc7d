import { AwsError } from '#local/wire/aws-error.ts';
import type { Call, Outcome } from '../execution.ts';
import { isObject, tryParseJson } from '../json.ts';
import { errorOfCall } from './error-names.ts';
import { statesResult } from './states-result.ts';

/**
 * What an operation gave, as the task's result or failure.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html and connect-eventbridge.html. Leaves out
 * SdkHttpMetadata and SdkResponseMetadata.
 */
export function outcomeOf(call: Call, output: Record<string, unknown>): Outcome {
  if (call.service === 'lambda' && call.operation === 'Invoke') return invocationOutcome(call, output);
  if (call.service === 'states') return { kind: 'result', text: JSON.stringify(statesResult(call, output)) };
  const text = JSON.stringify(output);
  // PutEvents succeeds even when it took none of the entries; only the optimized integration looks at the count.
  if (call.style === 'optimized' && call.service === 'events' && Number(output.FailedEntryCount ?? 0) > 0)
    return { kind: 'failure', error: 'EventBridge.FailedEntry', cause: text };
  return { kind: 'result', text };
}

/** How a call that threw is a failure of the task. */
export function failureOfCall(call: Call, error: unknown): Outcome {
  const thrown = error instanceof AwsError ? error : undefined;
  return { kind: 'failure', ...errorOfCall(call, thrown, error) };
}

function invocationOutcome(call: Call, output: Record<string, unknown>): Outcome {
  const payload = typeof output.Payload === 'string' && output.Payload !== '' ? output.Payload : 'null';
  if (output.FunctionError !== undefined && call.style !== 'sdk') {
    const thrown = tryParseJson(payload);
    if (isObject(thrown) && typeof thrown.errorType === 'string')
      return { kind: 'failure', error: thrown.errorType, cause: payload };
    return {
      kind: 'failure',
      error: 'Lambda.Unknown',
      cause: `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
    };
  }
  if (call.style === 'function') return { kind: 'result', text: payload };
  const members = { ExecutedVersion: output.ExecutedVersion ?? '$LATEST', StatusCode: output.StatusCode ?? 200 };
  if (call.style === 'sdk') {
    const failed = output.FunctionError === undefined ? {} : { FunctionError: output.FunctionError };
    return { kind: 'result', text: JSON.stringify({ ...members, ...failed, Payload: payload }) };
  }
  // The payload's text is set in as it is: parsing and writing it again would cost and change numbers.
  const shown = tryParseJson(payload) === undefined ? JSON.stringify(payload) : payload;
  return {
    kind: 'result',
    text: `{"ExecutedVersion":${JSON.stringify(members.ExecutedVersion)},"Payload":${shown},"StatusCode":${JSON.stringify(members.StatusCode)}}`,
  };
}
