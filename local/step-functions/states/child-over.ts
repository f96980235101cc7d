import { handled, stateOf } from '../advance.ts';
import type { Thread } from '../execution.ts';
import { asItStands } from '../redrive.ts';
import type { Run } from '../run.ts';
import { RuntimeError, StateError } from '../state-error.ts';
import { abortOthers } from './joining.ts';
import { iterationOver } from './map.ts';
import { branchOver } from './parallel.ts';

/** A branch or an iteration is over: its state goes on, ends, or fails. */
export async function childOver(run: Run, child: Thread, failure: StateError | undefined): Promise<void> {
  const thread = child.parent;
  if (thread?.phase.kind !== 'joining') return;
  const { join } = thread.phase;
  const at = join.children.indexOf(child);
  if (at < 0) return;
  join.children.splice(at, 1);
  join.over += 1;
  const state = stateOf(thread);
  const isMap = state.type === 'Map';
  if (failure !== undefined) {
    const last = child.previous;
    if (isMap) run.record(child, 'MapIterationFailed', { name: state.name, index: child.index });
    child.previous = last;
    const unfinished = [...join.children, child].sort((a, b) => a.index - b.index);
    thread.broken = { ...join, over: join.over - 1, children: unfinished.map(asItStands) };
    abortOthers(run, state, join, last);
    if (child.body.states.get(child.state)?.type === 'Task') run.record(child, 'TaskStateAborted', {});
    thread.previous = last;
    thread.phase = { kind: 'attempting' };
    return handled(run, thread, state, failure);
  }
  join.results[child.index] = child.input;
  thread.previous = child.previous;
  if (isMap) {
    const succeeded = run.record(child, 'MapIterationSucceeded', { name: state.name, index: child.index });
    if (join.over === join.items.length) thread.previous = succeeded;
  }
  try {
    await (isMap ? iterationOver : branchOver)(run, thread, state, join);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    if (!(error instanceof RuntimeError)) abortOthers(run, state, join, child.previous);
    thread.phase = { kind: 'attempting' };
    await handled(run, thread, state, error);
  }
}
