import { hash } from 'node:crypto';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition/definition.ts';
import type { Join, Thread } from '../execution.ts';
import { isObject, type Json } from '../json.ts';
import { errorDetails, type Run } from '../run.ts';
import { RuntimeError, StateError } from '../state-error.ts';
import { batched } from './item-batcher.ts';
import { readItems } from './item-reader.ts';
import { newJoin, passResults } from './joining.ts';
import { type Item, selected } from './map-items.ts';
import type { Tolerance } from './map-numbers.ts';

/** 1_000: more executions of a map run do not move at once here (AWS: 10,000). */
const MOST_DISTRIBUTED = 1_000;

/**
 * Map, distributed: each item, or batch of items, is an execution of its own.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html. Leaves out ResultWriter and
 * Express children (they run as standard ones).
 */
export async function beginMapRun(run: Run, thread: Thread, state: State, scene: Scene, from: From): Promise<void> {
  const arn = mapRunArn(run, thread, state);
  run.record(thread, 'MapRunStarted', { mapRunArn: arn });
  const inputs = await inputsOf(run, thread, state, scene, from.items).catch((error: unknown) => {
    if (error instanceof StateError && !(error instanceof RuntimeError))
      run.record(thread, 'MapRunFailed', errorDetails(error.error, error.causeText));
    throw error;
  });
  const most = from.concurrency === 0 ? MOST_DISTRIBUTED : Math.min(from.concurrency, MOST_DISTRIBUTED);
  const join: Join = {
    ...newJoin(inputs, most),
    tolerated: from.tolerance(inputs.reduce<number>((sum, input) => sum + itemsWithin(state, input), 0)),
    mapRun: { arn, definition: childDefinition(state), ended: [] },
  };
  thread.phase = { kind: 'joining', join };
  if (join.mapRun !== undefined) run.mapRuns.push({ mapRun: join.mapRun, items: inputs });
  await goOn(run, thread, state, join);
}

/** What the state knows of its run; without items they come from its ItemReader. */
type From = {
  readonly items: readonly Item[] | undefined;
  readonly concurrency: number;
  readonly tolerance: Tolerance;
};

/** The input of each child: an item, or a batch of items. */
async function inputsOf(run: Run, thread: Thread, state: State, scene: Scene, given: From['items']): Promise<Json[]> {
  const { items, source } =
    given === undefined ? await readItems(run, scene, state) : { items: given, source: 'STATE_DATA' };
  const values: Json[] = [];
  for (const [index, { key, value }] of items.entries()) {
    const of = { Index: index, ...(key === undefined ? {} : { Key: key }), Value: value, Source: source };
    values.push(await selected(run, thread, state, scene, of));
  }
  return batched(scene, state, values);
}

/** How many items an execution has been given: failures are counted in items. */
function itemsWithin(state: State, input: Json): number {
  const batch = state.fields.ItemBatcher !== undefined && isObject(input) ? input.Items : undefined;
  return Array.isArray(batch) ? batch.length : 1;
}

function mapRunArn(run: Run, thread: Thread, state: State): string {
  const { arn, machineName } = run.execution;
  const digits = hash('sha1', `${arn} ${thread.id} ${run.execution.eventCount}`, 'hex');
  const label = String(state.fields.Label ?? state.name.replace(/[^\w-]/g, '').slice(0, 40));
  const id = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20, 32)}`;
  return `${arn.split(':').slice(0, 5).join(':')}:mapRun:${machineName}/${label}:${id}`;
}

function childDefinition(state: State): string {
  const [body] = state.bodies;
  if (body === undefined) throw new Error(`the Map state '${state.name}' has no ItemProcessor`);
  const { ProcessorConfig: _, ...fields } = body.fields;
  return JSON.stringify({ ...fields, QueryLanguage: body.isJsonata ? 'JSONata' : 'JSONPath' });
}

async function goOn(run: Run, thread: Thread, state: State, join: Join): Promise<void> {
  const { mapRun } = join;
  if (mapRun === undefined) return;
  while (join.begun < join.items.length && join.begun - join.over < join.concurrency) {
    const index = join.begun;
    run.effects.push({ kind: 'begin-child', thread: thread.id, mapRun, index, input: join.items[index] ?? null });
    join.begun += 1;
  }
  if (join.over < join.items.length) return;
  const last = thread.previous;
  run.record(thread, 'MapRunSucceeded', {});
  await passResults(run, thread, state, join.results, last);
}

/** How an item's execution ended: its output, or AWS's description of it when it failed. */
export type ItemEnd = { readonly result: Json; readonly hasFailed: boolean };

/** An item's execution is over. */
export async function itemOver(run: Run, thread: Thread, state: State, index: number, ended: ItemEnd): Promise<void> {
  if (thread.phase.kind !== 'joining') return;
  const { join } = thread.phase;
  if (join.mapRun === undefined || join.mapRun.ended[index] === true) return;
  join.mapRun.ended[index] = true;
  join.over += 1;
  join.results[index] = ended.result;
  if (ended.hasFailed) join.failed += itemsWithin(state, join.items[index] ?? null);
  if (join.failed > join.tolerated) {
    const error = 'States.ExceedToleratedFailureThreshold';
    const cause = 'The specified tolerated failure threshold was exceeded';
    run.effects.push({ kind: 'stop-children', mapRunArn: join.mapRun.arn });
    run.record(thread, 'MapRunFailed', { error, cause });
    thread.phase = { kind: 'attempting' };
    throw new StateError(error, cause);
  }
  await goOn(run, thread, state, join);
}
