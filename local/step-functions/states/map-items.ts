import { contextObject } from '../data-flow/context-object.ts';
import { fieldValue } from '../data-flow/fields.ts';
import { pathValue } from '../data-flow/path-expression.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition/definition.ts';
import type { Thread } from '../execution.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Run } from '../run.ts';
import { QueryError, RuntimeError } from '../state-error.ts';

/**
 * What a Map state iterates over, and what each iteration is given.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemspath.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemselector.html. The members of an object are
 * iterated over in a distributed Map only: an inline one refuses an object.
 */
export type Item = { readonly value: Json; readonly key?: string };

/** An iteration's input: ItemSelector (or the older Parameters) over the item, or the item itself. */
export async function selected(run: Run, thread: Thread, state: State, scene: Scene, of: JsonObject): Promise<Json> {
  const selector =
    state.templates.get('ItemSelector') ?? (state.isJsonata ? undefined : state.templates.get('Parameters'));
  if (selector === undefined)
    return of.Key === undefined ? (of.Value ?? null) : { Key: of.Key, Value: of.Value ?? null };
  const context = { ...contextObject(run.execution, thread, undefined), Map: { Item: of } };
  return selector.evaluate({ ...scene, context: () => context });
}

/** The items that the state's fields or its input give. @throws RuntimeError or QueryError when they give none */
export async function itemsOf(scene: Scene, state: State, isInline: boolean): Promise<Item[]> {
  const path = state.fields.ItemsPath;
  const items = state.isJsonata
    ? await jsonataItems(scene, state, isInline)
    : path === undefined
      ? scene.root
      : pathValue(String(path), scene);
  if (Array.isArray(items) || (isObject(items) && !isInline)) return itemsIn(items);
  throw new RuntimeError(`Reference path "${String(path ?? '$')}" must point to array.`);
}

/** The items of an array, the members of an object as pairs. */
export function itemsIn(value: readonly Json[] | JsonObject): Item[] {
  if (Array.isArray(value)) return value.map((item: Json) => ({ value: item }));
  return Object.entries(value).map(([key, member]) => ({ key, value: member }));
}

async function jsonataItems(scene: Scene, state: State, isInline: boolean): Promise<Json> {
  const items = await fieldValue(scene, state, 'Items', 'array', isInline ? undefined : 'object');
  if (items !== undefined) return items;
  if (Array.isArray(scene.states.input)) return scene.states.input;
  throw new QueryError(`Map state input must be an array but was: ${JSON.stringify(scene.states.input)}`, undefined);
}
