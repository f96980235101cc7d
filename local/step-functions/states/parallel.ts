import { argumentsOf, sceneOf, withInputPath } from '../data-flow/flow.ts';
import type { State } from '../definition/definition.ts';
import type { Join, Thread } from '../execution.ts';
import type { Run } from '../run.ts';
import { goOn, newJoin } from './joining.ts';
import type { StateKind } from './state-kind.ts';

/** Parallel: https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html */
export const parallel: StateKind = {
  async attempt(run, thread, state) {
    const input = await argumentsOf(withInputPath(sceneOf(run, thread), state), state);
    run.record(thread, 'ParallelStateStarted', {});
    const branches = state.bodies.length;
    const join = newJoin(new Array(branches).fill(input), branches);
    thread.broken = undefined;
    thread.phase = { kind: 'joining', join };
    await branchOver(run, thread, state, join);
  },
};

/** Begins the branches, or ends the state after the last. */
export function branchOver(run: Run, thread: Thread, state: State, join: Join): Promise<void> {
  return goOn(run, thread, state, join, async (index) => ({ input: join.items[index] ?? null }));
}
