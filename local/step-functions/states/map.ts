import { contextObject } from '../data-flow/context-object.ts';
import { fieldValue } from '../data-flow/fields.ts';
import { sceneOf, withInputPath } from '../data-flow/flow.ts';
import { pathValue } from '../data-flow/path-expression.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition.ts';
import type { Join, Thread } from '../execution.ts';
import { isObject, type Json, typeName } from '../json.ts';
import type { Run } from '../run.ts';
import { QueryError, RuntimeError } from '../state-error.ts';
import { goOn, newJoin } from './joining.ts';
import { beginMapRun } from './map-run.ts';
import type { StateKind } from './state-kind.ts';

/** 40: an inline Map state runs no more iterations at once. */
const MOST_INLINE = 40;

/** Map, inline: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html (distributed: map-run.ts) */
export const map: StateKind = {
  async attempt(run, thread, state) {
    const scene = withInputPath(sceneOf(run, thread), state);
    if (isDistributed(state)) return beginMapRun(run, thread, state, scene);
    const items = await itemsOf(scene, state);
    const concurrency = (await countOf(scene, state, 'MaxConcurrency')) ?? 0;
    await countOf(scene, state, 'ToleratedFailureCount');
    await countOf(scene, state, 'ToleratedFailurePercentage');
    run.record(thread, 'MapStateStarted', { length: items.length });
    const join = newJoin(items, concurrency === 0 ? MOST_INLINE : Math.min(concurrency, MOST_INLINE));
    thread.broken = undefined;
    thread.phase = { kind: 'joining', join };
    await iterationOver(run, thread, state, join);
  },
};

function isDistributed(state: State): boolean {
  const processor = state.fields.ItemProcessor;
  return isObject(processor) && isObject(processor.ProcessorConfig) && processor.ProcessorConfig.Mode === 'DISTRIBUTED';
}

/** Begins further iterations, or ends the state after the last. */
export function iterationOver(run: Run, thread: Thread, state: State, join: Join): Promise<void> {
  const scene = withInputPath(sceneOf(run, thread), state);
  return goOn(run, thread, state, join, async (index) => {
    const value = join.items[index] ?? null;
    const item = { Item: { Index: index, Value: value } };
    return { item, input: await selected(run, thread, state, scene, index, value) };
  });
}

/** An iteration's input: ItemSelector (or the older Parameters) over the item, or the item itself. */
export async function selected(
  run: Run,
  thread: Thread,
  state: State,
  scene: Scene,
  index: number,
  value: Json,
): Promise<Json> {
  const selector =
    state.templates.get('ItemSelector') ?? (state.isJsonata ? undefined : state.templates.get('Parameters'));
  if (selector === undefined) return value;
  const context = { ...contextObject(run.execution, thread, undefined), Map: { Item: { Index: index, Value: value } } };
  return selector.evaluate({ ...scene, context: () => context });
}

/** What is iterated over. */
export async function itemsOf(scene: Scene, state: State): Promise<readonly Json[]> {
  if (state.isJsonata) {
    const items = await fieldValue(scene, state, 'Items', 'array');
    if (Array.isArray(items)) return items;
    if (Array.isArray(scene.states.input)) return scene.states.input;
    throw new QueryError(`Map state input must be an array but was: ${JSON.stringify(scene.states.input)}`, undefined);
  }
  const path = state.fields.ItemsPath;
  const items = path === undefined ? scene.root : pathValue(String(path), scene);
  if (Array.isArray(items)) return items;
  throw new RuntimeError(`Reference path "${String(path ?? '$')}" must point to array.`);
}

type Count = 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage';

/** A number of iterations; JSONPath states may reference it, also as text. */
export async function countOf(scene: Scene, state: State, field: Count): Promise<number | undefined> {
  if (state.isJsonata) {
    const value = await fieldValue(scene, state, field, 'number');
    if (value === undefined || (typeof value === 'number' && isCount(field, value))) return value;
    throw new QueryError(`The ${field} field must be a non-negative number but was: ${JSON.stringify(value)}`, field);
  }
  const path = state.fields[`${field}Path`];
  const value = path === undefined ? state.fields[field] : pathValue(String(path), scene);
  if (value === undefined) return undefined;
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof count === 'number' && isCount(field, count)) return count;
  throw new RuntimeError(
    `The ${field}Path parameter must reference a non-negative number but was ${typeName(value)}: ${JSON.stringify(value)}`,
  );
}

function isCount(field: Count, value: number): boolean {
  return field === 'ToleratedFailurePercentage' ? value >= 0 && value <= 100 : value >= 0 && Number.isInteger(value);
}
