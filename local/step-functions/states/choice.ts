import { outletPassed, pathField, sceneOf, withInputPath } from '../data-flow/flow.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { ChoiceRule, Outlet, State } from '../definition/definition.ts';
import { typeName } from '../json.ts';
import { QueryError, RuntimeError } from '../state-error.ts';
import { holds } from './comparison.ts';
import type { StateKind } from './state-kind.ts';

/** Choice: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export const choice: StateKind = {
  async attempt(run, thread, state) {
    const scene = withInputPath(sceneOf(run, thread), state);
    const rule = await chosen(scene, state);
    const next = rule?.next ?? (typeof state.fields.Default === 'string' ? state.fields.Default : undefined);
    if (next === undefined) {
      // AWS documents States.NoChoiceMatched but fails with States.Runtime.
      throw new RuntimeError('Failed to transition out of the state. The state does not point to a next state.');
    }
    const outlet: Outlet = rule ?? state;
    const { output, assigned } = await outletPassed(scene, outlet, scene.root);
    const { OutputPath } = state.fields;
    const passed = state.isJsonata || OutputPath === undefined ? output : pathField(scene, OutputPath);
    run.exit(thread, state, passed, assigned, next);
  },
};

async function chosen(scene: Scene, state: State): Promise<ChoiceRule | undefined> {
  for (const [index, rule] of state.choices.entries()) {
    if (rule.condition === undefined ? holds(rule.fields, scene) : await isMet(rule, scene, index)) return rule;
  }
  return undefined;
}

async function isMet(rule: ChoiceRule, scene: Scene, index: number): Promise<boolean> {
  const value = await rule.condition?.evaluate(scene);
  if (typeof value === 'boolean') return value;
  const location = `Choices[${index}]/Condition`;
  throw new QueryError(
    `The JSONata expression '${rule.condition?.expression ?? ''}' specified for the field '${location}' returned an unexpected result type. Expected 'boolean', but was '${typeName(value ?? null)}' for value: ${JSON.stringify(value)}`,
    location,
  );
}
