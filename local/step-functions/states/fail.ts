import { fieldValue } from '../data-flow/fields.ts';
import { sceneOf } from '../data-flow/flow.ts';
import { pathValue } from '../data-flow/path-expression.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition/definition.ts';
import type { Json } from '../json.ts';
import { RuntimeError, StateError } from '../state-error.ts';
import type { StateKind } from './state-kind.ts';

/** Fail: https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html */
export const fail: StateKind = {
  async attempt(run, thread, state) {
    const scene = sceneOf(run, thread);
    const error = await textOf(scene, state, 'Error');
    const cause = await textOf(scene, state, 'Cause');
    run.fail(thread, new StateError(error, cause));
  },
};

async function textOf(scene: Scene, state: State, field: 'Error' | 'Cause'): Promise<string | undefined> {
  if (state.isJsonata) {
    const value = await fieldValue(scene, state, field, 'string');
    return typeof value === 'string' ? value : undefined;
  }
  const path = state.fields[`${field}Path`];
  const value: Json | undefined = path === undefined ? state.fields[field] : pathValue(String(path), scene);
  if (value === undefined || typeof value === 'string') return value;
  throw new RuntimeError(
    `The ${field}Path parameter does not reference a string: ${String(path)} == ${JSON.stringify(value)}`,
  );
}
