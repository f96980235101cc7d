import { randomUUID } from 'node:crypto';
import { isObject, type Json, tryParseJson } from '../json.ts';
import { hashSetOf, javaText } from './java-values.ts';
import { hashOf, random } from './jsonata-functions.ts';

/**
 * Intrinsic functions of JSONPath states.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html, and where AWS does otherwise
 * what it does: `MathAdd` rounds, all other functions cut fractions off; `ArrayContains` compares texts; `ArrayUnique`
 * gives the order of a hash set; an empty array has the item `null` everywhere.
 *
 * @param name without its `States.`
 * @throws IntrinsicError when there is none of the name, or its arguments do not fit
 */
export function callIntrinsic(name: string, given: readonly Json[]): Json {
  const called = FUNCTIONS[name];
  if (called === undefined) throw new IntrinsicError(`Function 'States.${name}' is not supported`);
  const [fewest, most, perform] = called;
  try {
    if (given.length < fewest || given.length > most) throw new Misfit();
    return perform(...given);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new IntrinsicError(`Invalid arguments in States.${name}`);
  }
}

/** @param name without its `States.` */
export function isIntrinsic(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name);
}

/** An intrinsic function could not do it. AWS fails the state with `States.Runtime`, which no catcher takes. */
export class IntrinsicError extends Error {
  override readonly name = 'IntrinsicError';
}

/** The arguments do not fit. */
class Misfit extends Error {}

type Fewest = number;
type Most = number;

const FUNCTIONS: Readonly<Record<string, readonly [Fewest, Most, (...given: Json[]) => Json]>> = {
  Format: [1, Number.POSITIVE_INFINITY, (template, ...values) => format(text(template), values)],
  StringToJson: [1, 1, (value) => parsed(text(value))],
  JsonToString: [1, 1, (value) => JSON.stringify(value)],
  Array: [0, Number.POSITIVE_INFINITY, (...given) => given],
  ArrayPartition: [2, 2, (list, size) => partition(array(list), atLeastOne(whole(size)))],
  ArrayContains: [2, 2, (list, value) => array(list).some((item) => javaText(item) === javaText(value ?? null))],
  ArrayRange: [3, 3, (first, last, step) => numbers(whole(first), whole(last), whole(step))],
  ArrayGetItem: [2, 2, (list, index) => item(array(list), whole(index))],
  ArrayLength: [1, 1, (list) => array(list).length],
  ArrayUnique: [1, 1, (list) => hashSetOf(array(list))],
  Base64Encode: [1, 1, (value) => Buffer.from(short(text(value))).toString('base64')],
  Base64Decode: [1, 1, (value) => Buffer.from(short(text(value)), 'base64').toString()],
  Hash: [
    2,
    2,
    (value, algorithm) => digest(typeof value === 'string' ? value : JSON.stringify(value), text(algorithm)),
  ],
  JsonMerge: [3, 3, (a, b, isDeep) => merged(a, b, isDeep)],
  MathRandom: [2, 3, (first, end, seed) => randomWhole(whole(first), whole(end), seed)],
  MathAdd: [2, 2, (a, b) => int(int(Math.round(number(a))) + int(Math.round(number(b))))],
  StringSplit: [2, 2, (value, delimiters) => split(text(value), text(delimiters))],
  UUID: [0, 0, () => randomUUID()],
};

/** `{}` stands for the next value; `\{`, `\}`, `\'` and `\\` for the character. A brace alone is an error. */
function format(template: string, values: readonly Json[]): string {
  let used = 0;
  const formatted = template.replace(/\\([{}'\\])|\{\}|[{}]/g, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (part !== '{}') throw new IntrinsicError("Invalid template in States.Format: matching '}' not found for '{'.");
    used += 1;
    return javaText(values[used - 1] ?? null);
  });
  if (used === values.length) return formatted;
  throw new IntrinsicError(
    'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.',
  );
}

/** A blank text is no JSON, but AWS gives `null` for it. */
function parsed(given: string): Json {
  if (given.trim() === '') return null;
  const value = tryParseJson(given);
  if (value === undefined) throw new Misfit();
  return value;
}

function item(list: readonly Json[], index: number): Json {
  const found = list.length === 0 && index >= 0 ? null : list[index];
  if (found === undefined) throw new Misfit();
  return found;
}

/** JSONata's `$partition` has other limits, and so has its `$range`. */
function partition(items: readonly Json[], size: number): Json[] {
  const parts: Json[] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}

/** The numbers from `first` to `last`, both included, `step` apart; at most 1,000. */
function numbers(first: number, last: number, step: number): number[] {
  if (step === 0 || (last - first) / step >= 1000) throw new Misfit();
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  return Array.from({ length }, (_, index) => first + index * step);
}

function digest(value: string, algorithm: string): string {
  try {
    return hashOf(short(value), algorithm);
  } catch {
    throw new Misfit();
  }
}

/** Members of the second win, whole. Anything but `true` asks for this, the only merging there is. */
function merged(a: Json | undefined, b: Json | undefined, isDeep: Json | undefined): Json {
  if (isDeep === true || !isObject(a) || !isObject(b)) throw new Misfit();
  return { ...a, ...b };
}

function randomWhole(first: number, end: number, seed: Json | undefined): number {
  if (first >= end) throw new Misfit();
  return first + Math.floor(random(seed === undefined ? undefined : whole(seed)) * (end - first));
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
  throw new Misfit();
}

/** 10,000 characters are the most that encoding and hashing take. */
function short(value: string): string {
  if (value.length > 10_000) throw new Misfit();
  return value;
}

function array(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw new Misfit();
}

function number(value: Json | undefined): number {
  if (typeof value === 'number') return value;
  throw new Misfit();
}

function whole(value: Json | undefined): number {
  // Nought is added because the integer has no sign to lose.
  return Math.trunc(number(value)) + 0;
}

function atLeastOne(value: number): number {
  if (value < 1) throw new Misfit();
  return value;
}

/** A signed integer of 32 bits. */
function int(value: number): number {
  if (value < -2_147_483_648 || value > 2_147_483_647) throw new Misfit();
  return value;
}
