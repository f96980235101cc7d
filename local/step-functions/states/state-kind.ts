import type { State } from '../definition/definition.ts';
import type { Thread } from '../execution.ts';
import type { Run } from '../run.ts';

/** One type of state. What it throws (StateError) goes to the state's Retry and Catch. */
export type StateKind = {
  /** Does, after the state was entered or its retry delay passed, all that can be done now. */
  attempt(run: Run, thread: Thread, state: State): Promise<void>;
};
