import { isObject, type Json } from '../json.ts';
import { QueryError } from '../state-error.ts';
import { compileJsonata } from './jsonata.ts';
import { compilePathExpression } from './path-expression.ts';
import type { Scene } from './scene.ts';

/**
 * A JSON value of a definition in which some parts are expressions, compiled once.
 *
 * JSONata: strings `{% … %}` anywhere. JSONPath: members whose name ends in `.$`.
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html
 */
export type Template = {
  /** The value, when it holds no expression. */
  readonly constant?: Json;
  /** The expression's text, when the whole value is one JSONata expression. */
  readonly expression?: string;
  evaluate(scene: Scene): Json | Promise<Json>;
};

const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/** @param location how AWS's messages name the field: `Output/result` */
export function compileTemplate(value: Json, location: string, isJsonata: boolean): Template {
  return (
    (isJsonata ? jsonataTemplate(value, location) : pathTemplate(value)) ?? { constant: value, evaluate: () => value }
  );
}

/** Nothing when the value is free of expressions. */
function jsonataTemplate(value: Json, location: string): Template | undefined {
  if (typeof value === 'string') {
    const match = EXPRESSION.exec(value);
    return match?.[1] === undefined ? undefined : expressionTemplate(match[1].trim(), location);
  }
  if (Array.isArray(value)) {
    return listTemplate(value, (item, index) => jsonataTemplate(item, `${location}[${index}]`));
  }
  if (!isObject(value)) return undefined;
  return membersTemplate(
    Object.entries(value).map(([member, part]) => [member, part, jsonataTemplate(part, `${location}/${member}`)]),
  );
}

function expressionTemplate(text: string, location: string): Template {
  let compiled: ReturnType<typeof compileJsonata> | undefined;
  const given = (value: Json | undefined): Json => {
    if (value !== undefined) return value;
    throw new QueryError(
      `The JSONata expression '${text}' specified for the field '${location}' returned nothing (undefined).`,
      location,
    );
  };
  return {
    expression: text,
    evaluate: (scene) => {
      compiled ??= compileJsonata(text);
      const value = compiled(scene, location);
      return value instanceof Promise ? value.then(given) : given(value);
    },
  };
}

function pathTemplate(value: Json): Template | undefined {
  if (Array.isArray(value)) return listTemplate(value, pathTemplate);
  if (!isObject(value)) return undefined;
  return membersTemplate(
    Object.entries(value).map(([member, part]) => {
      if (!member.endsWith('.$') || typeof part !== 'string') return [member, part, pathTemplate(part)];
      return [member.slice(0, -2), part, compilePathExpression(part, member)];
    }),
  );
}

function listTemplate(
  items: readonly Json[],
  compile: (item: Json, index: number) => Template | undefined,
): Template | undefined {
  const parts = items.map(compile);
  if (parts.every((part) => part === undefined)) return undefined;
  return {
    evaluate: (scene) => {
      const values: Json[] = [];
      const pending: Promise<void>[] = [];
      for (const [index, item] of items.entries()) {
        const evaluated = parts[index]?.evaluate(scene) ?? item;
        if (!(evaluated instanceof Promise)) values[index] = evaluated;
        else {
          values[index] = null;
          pending.push(
            evaluated.then((later) => {
              values[index] = later;
            }),
          );
        }
      }
      return pending.length === 0 ? values : Promise.all(pending).then(() => values);
    },
  };
}

function membersTemplate(members: [string, Json, Template | undefined][]): Template | undefined {
  if (members.every(([, , part]) => part === undefined)) return undefined;
  return {
    evaluate: (scene) => {
      const values: { [member: string]: Json } = {};
      let pending: Promise<void>[] | undefined;
      for (const [member, value, part] of members) {
        const evaluated = part === undefined ? value : part.evaluate(scene);
        if (!(evaluated instanceof Promise)) values[member] = evaluated;
        else {
          values[member] = null;
          pending ??= [];
          pending.push(
            evaluated.then((later) => {
              values[member] = later;
            }),
          );
        }
      }
      return pending === undefined ? values : Promise.all(pending).then(() => values);
    },
  };
}
