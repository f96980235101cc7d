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
  try {
    return put(input, steps, 0, result);
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    throw new StateError(
      'States.ResultPathMatchFailure',
      `Unable to apply ReferencePath ${String(resultPath)} to input ${JSON.stringify(input)}`,
    );
  }
}

/** The path does not fit what it leads through. */
class Mismatch extends Error {}

/** The steps of a reference path: `$.a['b'][0]` → a, b, 0. */
export function referenceSteps(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  for (const match of path.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/g)) {
    if (match[4] !== undefined) steps.push(Number(match[4]));
    else steps.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return steps;
}

function put(into: Json, steps: readonly (string | number)[], at: number, result: Json): Json {
  const step = steps[at];
  if (step === undefined) return result;
  if (typeof step === 'number') {
    if (!Array.isArray(into) || step >= into.length) throw new Mismatch();
    return into.map((item, index) => (index === step ? put(item, steps, at + 1, result) : item));
  }
  if (!isObject(into)) throw new Mismatch();
  return { ...into, [step]: put(into[step] ?? {}, steps, at + 1, result) };
}
