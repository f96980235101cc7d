import { hash } from 'node:crypto';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition.ts';
import type { Join, Outcome, Thread } from '../execution.ts';
import { type Json, parseJson } from '../json.ts';
import type { Run } from '../run.ts';
import { StateError } from '../state-error.ts';
import { batched } from './item-batcher.ts';
import { readItems } from './item-reader.ts';
import { newJoin, passResults } from './joining.ts';
import { countOf, itemsOf, selected } from './map.ts';

/** 1_000: more executions of a map run do not move at once here (AWS: 10,000). */
const MOST_DISTRIBUTED = 1_000;

/**
 * Map, distributed: each item, or batch of items, is an execution of its own.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html. Leaves out ResultWriter and
 * Express children (they run as standard ones).
 */
export async function beginMapRun(run: Run, thread: Thread, state: State, scene: Scene): Promise<void> {
  const items =
    state.fields.ItemReader === undefined ? await itemsOf(scene, state) : await readItems(run, scene, state);
  const values: Json[] = [];
  for (const [index, value] of items.entries()) values.push(await selected(run, thread, state, scene, index, value));
  const inputs = await batched(scene, state, values);
  const concurrency = (await countOf(scene, state, 'MaxConcurrency')) ?? 0;
  const tolerated = await toleratedOf(scene, state, inputs.length);
  run.record(thread, 'MapStateStarted', { length: items.length });
  const arn = mapRunArn(run, thread, state);
  run.record(thread, 'MapRunStarted', { mapRunArn: arn });
  const join: Join = {
    ...newJoin(inputs, concurrency === 0 ? MOST_DISTRIBUTED : Math.min(concurrency, MOST_DISTRIBUTED)),
    tolerated,
    mapRun: { arn, definition: childDefinition(state), ended: [] },
  };
  thread.phase = { kind: 'joining', join };
  if (join.mapRun !== undefined) run.mapRuns.push({ mapRun: join.mapRun, items: inputs });
  await goOn(run, thread, state, join);
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

/** How many may fail: by number, by percentage, or by the smaller of both. */
async function toleratedOf(scene: Scene, state: State, total: number): Promise<number> {
  const count = await countOf(scene, state, 'ToleratedFailureCount');
  const percentage = await countOf(scene, state, 'ToleratedFailurePercentage');
  if (count === undefined && percentage === undefined) return 0;
  return Math.min(count ?? total, Math.floor(((percentage ?? 100) / 100) * total));
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
  const succeeded = join.items.flatMap((_, index) =>
    Object.hasOwn(join.results, index) ? [join.results[index] ?? null] : [],
  );
  await passResults(run, thread, state, succeeded, last);
}

/** An item's execution is over. */
export async function itemOver(run: Run, thread: Thread, state: State, index: number, outcome: Outcome): Promise<void> {
  if (thread.phase.kind !== 'joining') return;
  const { join } = thread.phase;
  if (join.mapRun === undefined || join.mapRun.ended[index] === true) return;
  join.mapRun.ended[index] = true;
  join.over += 1;
  if (outcome.kind === 'result') join.results[index] = parseJson(outcome.text);
  else join.failed += 1;
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
