import { hash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import type { Json } from '../json.ts';
import { parseJson } from '../json.ts';

/**
 * The functions that Step Functions adds to JSONata, and the one it takes away (`$eval`).
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */
export function registerAwsFunctions(expression: jsonata.Expression): void {
  expression.registerFunction('partition', partition, '<an:a>');
  expression.registerFunction('range', range, '<nnn?:a>');
  expression.registerFunction('hash', hashOf, '<ss?:s>');
  expression.registerFunction('random', random, '<n?:n>');
  expression.registerFunction('uuid', () => randomUUID());
  expression.registerFunction('parse', (text: string): Json => parseJson(text), '<s:x>');
  expression.registerFunction('eval', () => {
    throw new Error('Attempted to invoke a non-function');
  });
}

/** The array cut into arrays of at most `size` items. */
export function partition(items: readonly Json[] | undefined, size: number): Json[] | undefined {
  if (items === undefined) return undefined;
  const step = Math.floor(size);
  if (step < 1) throw new Error('The second argument of $partition must be a positive number');
  const parts: Json[] = [];
  for (let start = 0; start < items.length; start += step) parts.push(items.slice(start, start + step));
  return parts;
}

/** The numbers from `first` to `last`, both included, `step` apart; at most 1,000. */
export function range(first: number, last: number, step = 1): number[] {
  if (step === 0) throw new Error('The step of $range must not be 0');
  const numbers: number[] = [];
  for (let number = first; step > 0 ? number <= last : number >= last; number += step) {
    if (numbers.length === 1000) throw new Error('$range returns at most 1000 items');
    numbers.push(number);
  }
  return numbers;
}

const ALGORITHMS = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** The hash of the text in hexadecimal digits; SHA-256 unless another algorithm is named. */
export function hashOf(text: string, algorithm = 'SHA-256'): string {
  const name = ALGORITHMS.get(algorithm);
  if (name === undefined) throw new Error(`'${algorithm}' is none of ${[...ALGORITHMS.keys()].join(', ')}`);
  return hash(name, text, 'hex');
}

/** A number from 0 up to, not including, 1; always the same for one seed. */
export function random(seed?: number): number {
  if (seed === undefined) return Math.random();
  // mulberry32, one step: AWS does not say which generator it uses, only that a seed repeats its number
  let state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
}

const written = jsonata('$fromMillis(ms, picture, zone)');

/** `$now` and `$millis` by the virtual clock. */
export function timeFunctions(nowMs: number): { now: unknown; millis: unknown } {
  return {
    now: (picture?: string, zone?: string): Promise<unknown> => written.evaluate({ ms: nowMs, picture, zone }),
    millis: () => nowMs,
  };
}
