import type { State } from './definition/definition.ts';
import { handleError } from './error-handling.ts';
import { type Thread, threadsFrom } from './execution.ts';
import type { Run } from './run.ts';
import { RuntimeError, StateError } from './state-error.ts';
import { childOver } from './states/child-over.ts';
import { STATE_KINDS } from './states/kinds.ts';
import { timedOut } from './states/task.ts';
import { waited } from './states/wait.ts';

/** 400 events: then what happened so far is committed before it goes on. */
const EVENTS_A_COMMIT = 400;

/**
 * Moves every thread that can move, until all wait or enough is there to commit.
 *
 * @returns whether all wait
 */
export async function advance(run: Run): Promise<boolean> {
  while (!run.isOver) {
    const ended = run.over.shift();
    if (ended !== undefined) await childOver(run, ended.thread, ended.failure);
    else {
      if (run.events.length >= EVENTS_A_COMMIT) return run.ready.length === 0;
      const thread = run.ready.shift();
      if (thread === undefined) return true;
      await move(run, thread);
    }
  }
  return true;
}

async function move(run: Run, thread: Thread): Promise<void> {
  const state = stateOf(thread);
  if (thread.phase.kind === 'entering') {
    thread.phase = { kind: 'attempting' };
    run.entered(thread, state);
  }
  await guarded(run, thread, state, () => STATE_KINDS[state.type].attempt(run, thread, state));
}

/** The state the thread is in. */
export function stateOf(thread: Thread): State {
  const state = thread.body.states.get(thread.state);
  if (state === undefined) throw new Error(`the definition has no state '${thread.state}'`);
  return state;
}

/** Does a state's work; what it throws goes to Retry and Catch. */
export async function guarded(run: Run, thread: Thread, state: State, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    await handled(run, thread, state, error);
  }
}

/**
 * Takes an error through Retry and Catch; an error of the catcher itself fails the thread.
 *
 * A runtime error ends the whole execution at once, wherever it is: no state above it is told, none is said to have failed.
 */
export async function handled(run: Run, thread: Thread, state: State, error: StateError): Promise<void> {
  if (run.isOver) return;
  if (error instanceof RuntimeError) {
    run.failExecution(thread, run.located(thread, state, error));
    return;
  }
  let before = thread.previous;
  const stateFailed = (): void => {
    before = thread.previous;
    if (state.type === 'Map' || state.type === 'Parallel') run.record(thread, `${state.type}StateFailed`, {});
  };
  try {
    await handleError(run, thread, state, error, stateFailed);
  } catch (second) {
    if (!(second instanceof StateError)) throw second;
    // AWS goes on from before the first failure, and then the state fails a second time.
    thread.previous = before;
    const located = run.located(thread, state, second);
    if (second instanceof RuntimeError) run.failExecution(thread, located);
    else {
      stateFailed();
      run.fail(thread, located);
    }
  }
}

/** Lets everything happen that fell due: waits and retry delays end, tasks time out, the execution times out. */
export async function wake(run: Run): Promise<void> {
  if (run.isOver) return;
  if (run.execution.deadlineAt <= run.nowMs) {
    run.end('TIMED_OUT', { error: 'States.Timeout' });
    return;
  }
  for (const thread of [...threadsFrom(run.execution.root)]) {
    const { phase } = thread;
    if (run.isOver || phase.kind === 'over') continue;
    if (phase.kind === 'waiting' && phase.dueAt <= run.nowMs) {
      const state = stateOf(thread);
      await guarded(run, thread, state, () => waited(run, thread, state));
    } else if (phase.kind === 'retrying' && phase.dueAt <= run.nowMs) {
      thread.phase = { kind: 'attempting' };
      run.ready.push(thread);
    } else if (phase.kind === 'task') {
      const { timeoutAt, heartbeatAt } = phase.task;
      const isLate = timeoutAt !== undefined && timeoutAt <= run.nowMs;
      const isSilent = heartbeatAt !== undefined && heartbeatAt <= run.nowMs;
      if (!isLate && !isSilent) continue;
      const state = stateOf(thread);
      await guarded(run, thread, state, async () => timedOut(run, thread, state, !isLate));
    }
  }
}

/** The instant at which something falls due next. */
export function nextDueAt(root: Thread, deadlineAt: number): number {
  let earliest = deadlineAt;
  for (const { phase } of threadsFrom(root)) {
    if (phase.kind === 'waiting' || phase.kind === 'retrying') earliest = Math.min(earliest, phase.dueAt);
    else if (phase.kind === 'task') {
      earliest = Math.min(earliest, phase.task.timeoutAt ?? earliest, phase.task.heartbeatAt ?? earliest);
    }
  }
  return earliest;
}

/** An error that is ours, not the definition's: the execution fails with it rather than hang. */
export function brokenRun(error: unknown): RuntimeError {
  return new RuntimeError(`Internal error: ${error instanceof Error ? error.message : String(error)}`);
}
