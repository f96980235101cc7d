import { fieldValue } from '../data-flow/fields.ts';
import { pathValue } from '../data-flow/path-expression.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition/definition.ts';
import { isObject, type Json } from '../json.ts';
import { QueryError, RuntimeError } from '../state-error.ts';

/**
 * The numbers of a Map state: given, referenced by a path (JSONPath, also as text), or an expression's (JSONata).
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 *
 * @param field e.g. `MaxConcurrency`, `ItemBatcher/MaxItemsPerBatch`; its path is the field of this name and `Path`
 * @throws RuntimeError when a path leads to no number; QueryError when an expression gives none
 */
export async function numberIn(
  scene: Scene,
  state: State,
  field: string,
  kind: 'integer' | 'float' = 'integer',
): Promise<number | undefined> {
  if (state.isJsonata) {
    const value = await fieldValue(scene, state, field, 'number');
    return typeof value === 'number' ? value : undefined;
  }
  const names = field.split('/');
  const name = names.pop() ?? '';
  const holder = names.reduce<Json | undefined>(
    (outer, part) => (isObject(outer) ? outer[part] : undefined),
    state.fields,
  );
  if (!isObject(holder)) return undefined;
  const path = holder[`${name}Path`];
  if (path === undefined) return typeof holder[name] === 'number' ? holder[name] : undefined;
  const value = pathValue(String(path), scene);
  const number = (kind === 'integer' ? INTEGER : FLOAT).test(String(value)) ? Number(value) : undefined;
  if (number !== undefined && (typeof value === 'number' || typeof value === 'string')) return number;
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  throw new RuntimeError(
    `The ${name}Path field refers to value "${shown}" which is not a valid ${kind}: ${String(path)}`,
  );
}

const INTEGER = /^-?\d+$/;
const FLOAT = /^-?\d+(\.\d+)?$/;

/** How many iterations run at once; 0 stands for as many as AWS lets. */
export async function concurrencyOf(scene: Scene, state: State): Promise<number> {
  const count = (await numberIn(scene, state, 'MaxConcurrency')) ?? 0;
  if (count < 0 || !Number.isInteger(count))
    throw unfit(state, 'MaxConcurrency', `Expected non-negative integer for MaxConcurrency, got '${count}' instead.`);
  return count;
}

/** How many of this many items may fail before the state does. */
export type Tolerance = (total: number) => number;

/** Exceeding either limit fails the state; one of 0 is as if it were not there, and without any no failure is borne. */
export async function toleranceOf(scene: Scene, state: State): Promise<Tolerance> {
  const count = (await numberIn(scene, state, 'ToleratedFailureCount')) ?? 0;
  if (count < 0) throw unfit(state, 'ToleratedFailureCount', 'ToleratedFailureCount cannot be negative.');
  const percentage = (await numberIn(scene, state, 'ToleratedFailurePercentage', 'float')) ?? 0;
  if (percentage < 0 || percentage > 100) {
    const why = 'ToleratedFailurePercentage must be between 0 and 100.';
    throw unfit(state, 'ToleratedFailurePercentage', why);
  }
  return (total) => {
    const limits = [...(count > 0 ? [count] : []), ...(percentage > 0 ? [Math.floor((percentage * total) / 100)] : [])];
    return limits.length === 0 ? 0 : Math.min(...limits);
  };
}

/** A number out of range: an error of the query language that gave it. */
export function unfit(state: State, field: string, why: string): QueryError | RuntimeError {
  return state.isJsonata ? new QueryError(why, field) : new RuntimeError(why);
}
