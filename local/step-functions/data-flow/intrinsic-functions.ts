import { randomUUID } from 'node:crypto';
import { isEqual, isObject, type Json, tryParseJson } from '../json.ts';
import { StateError } from '../state-error.ts';
import { hashOf, partition, random, range } from './jsonata-functions.ts';

/**
 * Intrinsic functions of JSONPath states.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-intrinsic-functions.html
 */
export type Intrinsic = { readonly name: string; readonly text: string };

/** @throws StateError `States.IntrinsicFailure` when the function is unknown or its arguments do not fit */
export function callIntrinsic(call: Intrinsic, given: readonly Json[]): Json {
  const perform = FUNCTIONS[call.name];
  if (perform === undefined) throw failure(call, `there is no function States.${call.name}`);
  try {
    return perform(given.map((value) => value));
  } catch (error) {
    if (error instanceof StateError) throw error;
    throw failure(call, error instanceof Error ? error.message : String(error));
  }
}

function failure(call: Intrinsic, why: string): StateError {
  return new StateError('States.IntrinsicFailure', `The function '${call.text}' had the following error: ${why}`);
}

const FUNCTIONS: Readonly<Record<string, (given: readonly Json[]) => Json>> = {
  Format: ([template, ...values]) => format(text(template), values),
  StringToJson: ([value]) => {
    const given = text(value);
    if (given.trim() === '') return null;
    const parsed = tryParseJson(given);
    if (parsed === undefined) throw new Error('its argument is no JSON text');
    return parsed;
  },
  JsonToString: ([value]) => JSON.stringify(value ?? null),
  Array: (given) => [...given],
  ArrayPartition: ([list, size]) => partition(array(list), positive(size)) ?? [],
  ArrayContains: ([list, value]) => array(list).some((item) => isEqual(item, value ?? null)),
  ArrayRange: ([first, last, step]) => range(integer(first), integer(last), integer(step)),
  ArrayGetItem: ([list, index]) => {
    const item = array(list)[integer(index)];
    if (item === undefined) throw new Error(`the array has no item ${integer(index)}`);
    return item;
  },
  ArrayLength: ([list]) => array(list).length,
  ArrayUnique: ([list]) =>
    array(list).filter((item, index, all) => all.findIndex((other) => isEqual(other, item)) === index),
  Base64Encode: ([value]) => Buffer.from(short(text(value))).toString('base64'),
  Base64Decode: ([value]) => Buffer.from(short(text(value)), 'base64').toString(),
  Hash: ([value, algorithm]) =>
    hashOf(short(typeof value === 'string' ? value : JSON.stringify(value)), text(algorithm)),
  JsonMerge: ([a, b, isDeep]) => {
    if (isDeep !== false) throw new Error('only shallow merging is supported: the third argument must be false');
    if (!isObject(a) || !isObject(b)) throw new Error('its first two arguments must be objects');
    return { ...a, ...b };
  },
  MathRandom: ([first, end, seed]) => {
    const [from, to] = [integer(first), integer(end)];
    return from + Math.floor(random(seed === undefined ? undefined : integer(seed)) * (to - from));
  },
  MathAdd: ([a, b]) => integer(a) + integer(b),
  StringSplit: ([value, delimiters]) => split(text(value), text(delimiters)),
  UUID: () => randomUUID(),
};

/** `{}` stands for the next value; `\{`, `\}`, `\'` and `\\` for the character. */
function format(template: string, values: readonly Json[]): string {
  let used = 0;
  const formatted = template.replace(/\\([{}'\\])|\{\}/g, (_, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[used];
    used += 1;
    if (value === undefined) throw new Error('it has more placeholders than values');
    return written(value);
  });
  if (used < values.length) throw new Error('it has fewer placeholders than values');
  return formatted;
}

/** A value within a formatted text, as AWS (Java) writes it: `[1, 2]`, `{a=1, b=[]}`. */
function written(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([member, part]) => `${member}=${written(part)}`)
    .join(', ')}}`;
}

/** Each character of the second text separates; empty parts are left out. */
function split(value: string, delimiters: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of value) {
    if (!delimiters.includes(character)) part += character;
    else {
      if (part !== '') parts.push(part);
      part = '';
    }
  }
  if (part !== '') parts.push(part);
  return parts;
}

function text(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`expected a string but got ${JSON.stringify(value)}`);
}

/** 10,000 characters are the most that encoding and hashing take. */
function short(value: string): string {
  if (value.length > 10_000) throw new Error('expected a string of at most 10000 characters');
  return value;
}

function array(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw new Error(`expected an array but got ${JSON.stringify(value)}`);
}

/** Numbers are rounded to the nearest whole one. */
function integer(value: Json | undefined): number {
  if (typeof value === 'number') return Math.round(value);
  throw new Error(`expected a number but got ${JSON.stringify(value)}`);
}

function positive(value: Json | undefined): number {
  const number = integer(value);
  if (number > 0) return number;
  throw new Error(`expected a positive number but got ${number}`);
}
