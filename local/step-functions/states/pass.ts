import { argumentsOf, outletPassed, resultPassed, sceneOf, withInputPath } from '../data-flow/flow.ts';
import type { StateKind } from './state-kind.ts';

/** Pass: https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html */
export const pass: StateKind = {
  async attempt(run, thread, state) {
    const scene = sceneOf(run, thread);
    if (state.isJsonata) {
      const { output, assigned } = await outletPassed(scene, state, thread.input);
      run.exit(thread, state, output, assigned, state.next);
      return;
    }
    const filtered = withInputPath(scene, state);
    const result = state.fields.Result ?? (await argumentsOf(filtered, state));
    const { output, assigned } = await resultPassed(filtered, state, state.fields.Result === null ? null : result);
    run.exit(thread, state, output, assigned, state.next);
  },
};
