import { stateOf } from './advance.ts';
import type { Thread } from './execution.ts';
import type { Run } from './run.ts';

/**
 * How a stopped execution goes on: from the state that failed; in a Parallel or inline Map state, in the branches and
 * iterations that had not succeeded.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html. Leaves out redriving the children
 * of a distributed Map one by one: the map run is made anew.
 */
export function takeUp(run: Run, thread: Thread): void {
  const join = thread.phase.kind === 'joining' ? thread.phase.join : thread.broken;
  thread.broken = undefined;
  thread.retries = [];
  if (join !== undefined && join.mapRun === undefined && join.children.length > 0) {
    thread.phase = { kind: 'joining', join };
    for (const child of join.children) takeUp(run, child);
    return;
  }
  if (thread.phase.kind !== 'entering') {
    thread.phase = { kind: REENTERED.has(stateOf(thread).type) ? 'attempting' : 'entering' };
  }
  run.ready.push(thread);
}

/** Their redriven attempt has no new Entered event. */
const REENTERED = new Set(['Task', 'Parallel', 'Map']);

/** A copy of a thread and of all under it, before they are aborted. */
export function asItStands(thread: Thread): Thread {
  const { phase } = thread;
  if (phase.kind !== 'joining') return { ...thread };
  return {
    ...thread,
    phase: { kind: 'joining', join: { ...phase.join, children: phase.join.children.map(asItStands) } },
  };
}
