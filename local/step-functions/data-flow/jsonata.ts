import jsonata from 'jsonata';
import { isObject, type Json } from '../json.ts';
import { QueryError } from '../state-error.ts';
import { boundEvaluation, canReachBounds, countedBindings } from './jsonata-bounds.ts';
import { registerAwsFunctions, timeFunctions } from './jsonata-functions.ts';
import type { Scene } from './scene.ts';

/**
 * JSONata expressions as Step Functions evaluates them: JSONata 2.0.6 with `$states`, the variables, and AWS's functions.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html. `$` and `$$` mean nothing at the
 * top, `$eval` is not there. `$now` and `$millis` follow the virtual clock.
 */
export type Compiled = (scene: Scene, location: string) => Json | undefined | Promise<Json | undefined>;

const compiledByText = new Map<string, Compiled>();

/** Compiles an expression, once for each text. */
export function compileJsonata(text: string): Compiled {
  const known = compiledByText.get(text);
  if (known !== undefined) return known;
  const compiled = plainPath(text) ?? fullExpression(text);
  compiledByText.set(text, compiled);
  return compiled;
}

const PLAIN_PATH = /^\$([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)$/;

/** `$states.input.a.b` and `$variable.a` through objects only: no need to ask JSONata, and no promise. */
function plainPath(text: string): Compiled | undefined {
  const match = PLAIN_PATH.exec(text);
  if (match?.[1] === undefined) return undefined;
  const [root, steps] = [match[1], (match[2] ?? '').split('.').slice(1)];
  let full: Compiled | undefined;
  return (scene, location) => {
    let value: unknown = root === 'states' ? statesOf(scene) : Reflect.get(scene.variables, root);
    for (const step of steps) {
      if (!isObject(value) || !Object.hasOwn(value, step)) {
        full ??= fullExpression(text);
        return full(scene, location);
      }
      value = value[step];
    }
    return isPlain(value) ? value : undefined;
  };
}

/** What variables and `$states` hold is JSON already. */
function isPlain(value: unknown): value is Json {
  return value !== undefined && typeof value !== 'function';
}

function fullExpression(text: string): Compiled {
  let expression: jsonata.Expression | undefined;
  const usesTime = /\$(now|millis)\b/.test(text);
  const isBounded = canReachBounds(text);
  return async (scene, location) => {
    try {
      if (expression === undefined) {
        expression = jsonata(text);
        registerAwsFunctions(expression);
        if (isBounded) boundEvaluation(expression);
      }
      const bindings: Record<string, unknown> = Object.create(scene.variables);
      bindings.states = statesOf(scene);
      if (usesTime) Object.assign(bindings, timeFunctions(scene.nowMs));
      if (isBounded) Object.assign(bindings, countedBindings());
      const value: unknown = await expression.evaluate(undefined, bindings);
      return typeof value === 'function' ? undefined : settled(value);
    } catch (error) {
      throw new QueryError(
        `The JSONata expression '${text}' specified for the field '${location}' threw an error during evaluation${reasonOf(error)}`,
        location,
      );
    }
  };
}

function statesOf(scene: Scene): object {
  return {
    ...scene.states,
    get context() {
      return scene.context();
    },
  };
}

/** A sentence of its own when JSONata has a code for it, else after a colon. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `: ${String(error)}`;
  const code: unknown = Reflect.get(error, 'code');
  const message: unknown = Reflect.get(error, 'message');
  return code === undefined ? `: ${String(message)}` : `. ${String(code)}: ${String(message)}`;
}

/** The value as plain JSON: JSONata marks arrays as sequences, which would change what a later expression does with them. */
function settled(value: unknown): Json | undefined {
  if (value === undefined || typeof value === 'function') return undefined;
  // JSON has no such number: AWS writes its name.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => settled(item) ?? null);
    const isUnchanged = !('sequence' in value) && items.every((item, index) => item === value[index]);
    return isUnchanged ? value : items;
  }
  // A function that JSONata made is no JSON.
  if (!isObject(value) || '_jsonata_lambda' in value) return undefined;
  let changed: { [member: string]: Json } | undefined;
  for (const [member, part] of Object.entries(value)) {
    const plain = settled(part);
    if (plain === part) continue;
    changed ??= { ...value };
    if (plain === undefined) delete changed[member];
    else changed[member] = plain;
  }
  return changed ?? value;
}
