import type { Json, JsonObject } from '../json.ts';

/** The variables in reach: those of an inner scope, then those of the scopes around it (through the prototype). */
export type Variables = { readonly [name: string]: Json };

/** What the expressions of a state may refer to at one point of its life. */
export type Scene = {
  readonly variables: Variables;
  /** What `$` means in JSONPath here: the state's input, its filtered input, the task's result or the error output. */
  readonly root: Json;
  /** The members of `$states` besides `context`. */
  readonly states: { readonly input: Json; readonly result?: Json; readonly errorOutput?: Json };
  /** The context object; made only when an expression asks for it. */
  readonly context: () => JsonObject;
  /** Virtual epoch milliseconds, for `$now` and `$millis`. */
  readonly nowMs: number;
};

/** The same scene with another meaning of `$` (JSONPath). */
export function withRoot(scene: Scene, root: Json): Scene {
  return { ...scene, root };
}
