import { resultPassed, sceneOf, withInputPath } from '../data-flow/flow.ts';
import type { State } from '../definition/definition.ts';
import type { Join, Phase, Thread } from '../execution.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Run } from '../run.ts';

/**
 * What Parallel and inline Map states share: threads under a state, and how they end.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html and state-map-inline.html
 */
export function newJoin(items: readonly Json[], concurrency: number): Join {
  return {
    children: [],
    results: [],
    items,
    concurrency,
    begun: 0,
    over: 0,
    failed: 0,
    tolerated: 0,
    mapRun: undefined,
  };
}

/** The input of the next thread and what its context object says of it. */
export type Begin = (index: number) => Promise<{ input: Json; item?: JsonObject }>;

/** Begins threads up to the concurrency; ends the state when all are over. */
export async function goOn(run: Run, thread: Thread, state: State, join: Join, begin: Begin): Promise<void> {
  const previous = thread.previous;
  while (join.begun < join.items.length && join.begun - join.over < join.concurrency) {
    const index = join.begun;
    const body = state.bodies[index] ?? state.bodies[0];
    if (body === undefined) break;
    const { input, item } = await begin(index);
    join.begun += 1;
    const child = run.spawn(thread, { body, index, input, previous, ...(item === undefined ? {} : { item }) });
    join.children.push(child);
    if (state.type === 'Map') run.record(child, 'MapIterationStarted', { name: state.name, index }, previous);
  }
  if (join.over === join.items.length) await passResults(run, thread, state, join.results);
}

/**
 * The state's result is there.
 *
 * @param last the event from which the state goes on: the last of its threads, or the start of its map run
 */
export async function passResults(
  run: Run,
  thread: Thread,
  state: State,
  results: readonly Json[],
  last = thread.previous,
): Promise<void> {
  run.record(thread, `${state.type}StateSucceeded`, {});
  const succeeded = thread.previous;
  const scene = withInputPath(sceneOf(run, thread), state);
  try {
    const { output, assigned } = await resultPassed(scene, state, results);
    // Only its own failure follows the Succeeded event.
    thread.previous = last;
    run.exit(thread, state, output, assigned, state.next);
  } catch (error) {
    thread.previous = succeeded;
    throw error;
  }
}

/** Ends the other threads under a state because one of them, or the state itself, failed. */
export function abortOthers(run: Run, state: State, join: Join, previous: number): void {
  for (const child of join.children) abort(run, state, child, previous);
  join.children.length = 0;
}

const ABORTABLE = new Set(['Task', 'Wait', 'Map', 'Parallel']);

function abort(run: Run, parent: State, child: Thread, previous: number): void {
  const state = child.body.states.get(child.state);
  const { phase } = child;
  child.phase = { kind: 'over' };
  stopUnder(run, phase);
  const queued = run.ready.indexOf(child);
  if (queued >= 0) run.ready.splice(queued, 1);
  if (state !== undefined && phase.kind !== 'entering' && phase.kind !== 'over') {
    if (phase.kind === 'joining') for (const inner of phase.join.children) abort(run, state, inner, previous);
    if (ABORTABLE.has(state.type)) run.record(child, `${state.type}StateAborted`, {}, previous);
  }
  if (parent.type === 'Map')
    run.record(child, 'MapIterationAborted', { name: parent.name, index: child.index }, previous);
}

/** Executions that an aborted state had started and waited for are stopped with it. */
function stopUnder(run: Run, phase: Phase): void {
  if (phase.kind === 'task' && phase.task.childArn !== undefined)
    run.effects.push({ kind: 'stop-nested', arn: phase.task.childArn });
  if (phase.kind === 'joining' && phase.join.mapRun !== undefined)
    run.effects.push({ kind: 'stop-children', mapRunArn: phase.join.mapRun.arn });
}
