import { isObject, type Json } from '../json.ts';
import { StateError } from '../state-error.ts';

/**
 * ResultPath: where in a state's input its result is put.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html
 *
 * @throws StateError `States.ResultPathMatchFailure` when the path does not fit the input
 */
export function withResult(input: Json, result: Json, resultPath: Json): Json {
  if (resultPath === null) return input;
  const steps = referenceSteps(String(resultPath));
  return put(input, steps, 0, result, String(resultPath));
}

/** The steps of a reference path: `$.a['b'][0]` → a, b, 0. */
export function referenceSteps(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  for (const match of path.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/g)) {
    if (match[4] !== undefined) steps.push(Number(match[4]));
    else steps.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return steps;
}

function put(into: Json, steps: readonly (string | number)[], at: number, result: Json, path: string): Json {
  const step = steps[at];
  if (step === undefined) return result;
  if (typeof step === 'number') {
    if (!Array.isArray(into) || step >= into.length) throw mismatch(into, path);
    return into.map((item, index) => (index === step ? put(item, steps, at + 1, result, path) : item));
  }
  if (!isObject(into)) throw mismatch(into, path);
  return { ...into, [step]: put(into[step] ?? {}, steps, at + 1, result, path) };
}

function mismatch(input: Json, path: string): StateError {
  return new StateError(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${path} to input ${JSON.stringify(input)}`,
  );
}
