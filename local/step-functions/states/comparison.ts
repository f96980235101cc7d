import { pathValue, pathValueIfAny } from '../data-flow/path-expression.ts';
import type { Scene } from '../data-flow/scene.ts';
import { instantOf } from '../instant.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { RuntimeError } from '../state-error.ts';

/**
 * The comparisons of a JSONPath Choice state.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html#amazon-states-language-choice-state-rules
 *
 * @throws RuntimeError when a compared path leads nowhere
 */
export function holds(rule: JsonObject, scene: Scene): boolean {
  if (Array.isArray(rule.And)) return rule.And.every((part) => isObject(part) && holds(part, scene));
  if (Array.isArray(rule.Or)) return rule.Or.some((part) => isObject(part) && holds(part, scene));
  if (isObject(rule.Not)) return !holds(rule.Not, scene);
  const path = String(rule.Variable);
  if (rule.IsPresent !== undefined) return (pathValueIfAny(path, scene) !== undefined) === rule.IsPresent;
  const operator = Object.keys(rule).find((field) => COMPARISONS.includes(field));
  if (operator === undefined) throw new RuntimeError(`The choice state's rule on '${path}' compares nothing.`);
  const value = valueAt(path, scene);
  const test = TYPE_TESTS.get(operator);
  if (test !== undefined) return test(value) === rule[operator];
  const isPath = operator.endsWith('Path');
  const given = rule[operator] ?? null;
  const other = isPath ? valueAt(String(given), scene) : given;
  return compared(isPath ? operator.slice(0, -4) : operator, value, other);
}

function valueAt(path: string, scene: Scene): Json {
  const value = pathValueIfAny(path, scene);
  if (value !== undefined) return value;
  try {
    return pathValue(path, scene);
  } catch {
    throw new RuntimeError(`Invalid path '${path}': The choice state's condition path references an invalid value.`);
  }
}

const RELATIONS = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];

/** Every comparison that a rule may have. */
export const COMPARISONS: readonly string[] = [
  ...['String', 'Numeric', 'Timestamp'].flatMap((kind) =>
    RELATIONS.flatMap((relation) => [`${kind}${relation}`, `${kind}${relation}Path`]),
  ),
  ...['BooleanEquals', 'BooleanEqualsPath', 'StringMatches'],
  ...['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'],
];

const TYPE_TESTS: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ['IsNull', (value: Json) => value === null],
  ['IsString', (value: Json) => typeof value === 'string'],
  ['IsNumeric', (value: Json) => typeof value === 'number'],
  ['IsBoolean', (value: Json) => typeof value === 'boolean'],
  ['IsTimestamp', (value: Json) => typeof value === 'string' && instantOf(value) !== undefined],
]);

function compared(operator: string, value: Json, other: Json): boolean {
  if (operator === 'StringMatches') return typeof value === 'string' && matches(value, String(other));
  const [, kind, relation] = /^(String|Numeric|Boolean|Timestamp)(.+)$/.exec(operator) ?? [];
  const [a, b] = [ordered(kind, value), ordered(kind, other)];
  if (a === undefined || b === undefined) return false;
  switch (relation) {
    case 'Equals':
      return a === b;
    case 'LessThan':
      return a < b;
    case 'GreaterThan':
      return a > b;
    case 'LessThanEquals':
      return a <= b;
    default:
      return a >= b;
  }
}

/** The value as it is compared; `undefined` when it is of another kind: then no comparison holds. */
function ordered(kind: string | undefined, value: Json): string | number | boolean | undefined {
  if (kind === 'String') return typeof value === 'string' ? value : undefined;
  if (kind === 'Numeric') return typeof value === 'number' ? value : undefined;
  if (kind === 'Boolean') return typeof value === 'boolean' ? value : undefined;
  return typeof value === 'string' ? instantOf(value) : undefined;
}

/** `*` stands for any characters, `\*` for the asterisk, `\\` for the backslash. */
function matches(value: string, pattern: string): boolean {
  const source = pattern.replace(/\\([\s\S])|([\s\S])/g, (_, escaped: string | undefined, plain: string | undefined) =>
    plain === '*' ? '[\\s\\S]*' : (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${source}$`).test(value);
}
