import { outletPassed, pathField, sceneOf, withInputPath } from '../data-flow/flow.ts';
import type { StateKind } from './state-kind.ts';

/** Succeed: https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html */
export const succeed: StateKind = {
  async attempt(run, thread, state) {
    const scene = sceneOf(run, thread);
    if (state.isJsonata) {
      const { output, assigned } = await outletPassed(scene, state, thread.input);
      run.exit(thread, state, output, assigned, undefined);
      return;
    }
    const filtered = withInputPath(scene, state);
    const { OutputPath } = state.fields;
    run.exit(
      thread,
      state,
      OutputPath === undefined ? filtered.root : pathField(filtered, OutputPath),
      undefined,
      undefined,
    );
  },
};
