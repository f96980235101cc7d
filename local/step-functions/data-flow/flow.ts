import type { Outlet, State } from '../definition/definition.ts';
import type { Thread } from '../execution.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Run } from '../run.ts';
import { contextObject } from './context-object.ts';
import { pathValue } from './path-expression.ts';
import { withResult } from './reference-path.ts';
import type { Scene } from './scene.ts';

/**
 * How data flows through a state, in either query language.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html (JSONPath) and
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html (JSONata)
 */
export function sceneOf(run: Run, thread: Thread, scheduled?: number): Scene {
  let context: JsonObject | undefined;
  return {
    variables: thread.variables,
    root: thread.input,
    states: { input: thread.input },
    nowMs: run.nowMs,
    context: () => {
      context ??= contextObject(run.execution, thread, scheduled);
      return context;
    },
  };
}

/** The scene once InputPath has chosen from the state's input (JSONPath); JSONata states see the input whole. */
export function withInputPath(scene: Scene, state: State): Scene {
  if (state.isJsonata || state.fields.InputPath === undefined) return scene;
  return { ...scene, root: pathField(scene, state.fields.InputPath) };
}

/** What a state gives to its task or threads: Arguments, Parameters, or its input. */
export function argumentsOf(scene: Scene, state: State): Json | Promise<Json> {
  return state.templates.get(state.isJsonata ? 'Arguments' : 'Parameters')?.evaluate(scene) ?? scene.root;
}

/** What a transition gives on, and the variables it assigns. */
export type Passed = { readonly output: Json; readonly assigned: JsonObject | undefined };

/** Output and variables from a state's result. */
export async function resultPassed(scene: Scene, state: State, result: Json): Promise<Passed> {
  if (state.isJsonata) return outletPassed({ ...scene, states: { ...scene.states, result } }, state, result);
  const selected = (await state.templates.get('ResultSelector')?.evaluate({ ...scene, root: result })) ?? result;
  const assigned = await assignedBy({ ...scene, root: selected }, state);
  const resultPath = state.fields.ResultPath;
  const merged = resultPath === undefined ? selected : withResult(scene.states.input, selected, resultPath);
  const { OutputPath } = state.fields;
  return { output: OutputPath === undefined ? merged : pathField({ ...scene, root: merged }, OutputPath), assigned };
}

/** Output and variables where nothing but `Output` and `Assign` form them: Choice rules, catchers, JSONata states. */
export async function outletPassed(scene: Scene, outlet: Outlet, unformed: Json): Promise<Passed> {
  const assigned = await assignedBy(scene, outlet);
  const template = outlet.templates.get('Output');
  return { output: template === undefined ? unformed : await template.evaluate(scene), assigned };
}

async function assignedBy(scene: Scene, outlet: Outlet): Promise<JsonObject | undefined> {
  const assigned = await outlet.templates.get('Assign')?.evaluate(scene);
  return isObject(assigned) ? assigned : undefined;
}

/** InputPath or OutputPath: a path, or null for the empty object. */
export function pathField(scene: Scene, path: Json): Json {
  return path === null ? {} : pathValue(String(path), scene);
}
