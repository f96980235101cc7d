import { AwsError } from '#local/wire/aws-error.ts';
import type { Call, Outcome } from '../execution.ts';
import { isObject, type Json, parseJson, tryParseJson } from '../json.ts';
import { errorOfCall } from './error-names.ts';

/**
 * What an operation gave, as the task's result or failure.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html. Leaves out SdkHttpMetadata and SdkResponseMetadata.
 */
export function outcomeOf(call: Call, output: Record<string, unknown>): Outcome {
  if (call.service === 'lambda' && call.operation === 'Invoke') return invocationOutcome(call, output);
  const text = JSON.stringify(output);
  if (call.service === 'states') return { kind: 'result', text: JSON.stringify(capitalised(parseJson(text))) };
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
    const errorType = isObject(thrown) && typeof thrown.errorType === 'string' ? thrown.errorType : 'Lambda.Unknown';
    return { kind: 'failure', error: errorType, cause: payload };
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

/** Step Functions' camelCase members in PascalCase, at every depth. */
function capitalised(value: Json): Json {
  if (Array.isArray(value)) return value.map(capitalised);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, part]) => [
      `${member.charAt(0).toUpperCase()}${member.slice(1)}`,
      capitalised(part),
    ]),
  );
}
