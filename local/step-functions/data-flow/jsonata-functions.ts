import { hash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { type Json, tryParseJson } from '../json.ts';
import { javaRandom } from './java-random.ts';
import { memoryLimitExceeded } from './jsonata-bounds.ts';

/**
 * The functions that Step Functions adds to JSONata, and the one it takes away (`$eval`).
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn.
 * An argument that is undefined makes the result undefined, a whole number is cut from a fraction towards zero, and an
 * argument too many or of another type is JSONata's T0410, as AWS has it.
 */
export function registerAwsFunctions(expression: jsonata.Expression): void {
  expression.registerFunction('partition', partition, '<xn?:x>');
  expression.registerFunction('range', range, '<n?n?n?:x>');
  expression.registerFunction('hash', hashed, '<ss?:s>');
  expression.registerFunction('random', random, '<n?:n>');
  expression.registerFunction('uuid', () => randomUUID(), '<:s>');
  expression.registerFunction('parse', parsed, '<s?:x>');
  // A name bound to nothing is what AWS answers to: T1006, not a function.
  expression.assign('eval', undefined);
}

/** Nothing for an empty array and for a size of 0; one part when no size is given. */
function partition(items: unknown, size: number | undefined): unknown[] | undefined {
  if (items === undefined) return undefined;
  if (!Array.isArray(items)) throw failure('T0412', { index: 1, token: 'partition', type: undefined });
  if (size === undefined) return [items];
  const step = Math.trunc(size);
  if (step < 0) throw failure('D3137', { message: 'Second argument must be zero or greater' });
  if (step === 0 || items.length === 0) return undefined;
  const parts: unknown[] = [];
  for (let start = 0; start < items.length; start += step) parts.push(items.slice(start, start + step));
  return parts;
}

/** 360_145: AWS's limit for the numbers of one range. */
const LONGEST_RANGE = 360_145;

/** The numbers from the first to the last, both included; nothing without a step or when there are none, one as itself. */
function range(first?: number, last?: number, step?: number): number[] | number | undefined {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  const [from, to, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
  if (by === 0) return undefined;
  const length = Math.floor((to - from) / by) + 1;
  if (length < 1) return undefined;
  if (length === 1) return from;
  if (length > LONGEST_RANGE) throw memoryLimitExceeded();
  return Array.from({ length }, (_, index) => from + index * by);
}

const ALGORITHMS = new Map([
  ['SHA-1', 'sha1'],
  ['SHA-384', 'sha384'],
  ['SHA-256', 'sha256'],
  ['SHA-512', 'sha512'],
  ['MD5', 'md5'],
]);

/** The hash of the text in hexadecimal digits. @throws Error when the algorithm is unknown */
export function hashOf(text: string, algorithm: string): string {
  const name = ALGORITHMS.get(algorithm);
  if (name === undefined) throw new Error(`'${algorithm}' is none of ${[...ALGORITHMS.keys()].join(', ')}`);
  return hash(name, text, 'hex');
}

function hashed(text: string | undefined, algorithm: string | undefined): string | undefined {
  if (text === undefined || algorithm === undefined) return undefined;
  if (ALGORITHMS.has(algorithm)) return hashOf(text, algorithm);
  const known = [...ALGORITHMS.keys()].join(', ');
  throw failure('D3137', { message: `Hash algorithm '${algorithm}' must be one of ${known}` });
}

/** A number from 0 up to, not including, 1; always the same for one seed. */
export function random(seed?: number): number {
  return seed === undefined ? Math.random() : javaRandom(Math.trunc(seed));
}

function parsed(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  const value = tryParseJson(text);
  if (value === undefined) throw failure('D3137', { message: 'Invalid JSON' });
  return value;
}

/** An error of JSONata's own catalogue, which writes its message from the facts. */
function failure(code: string, facts: object): Error {
  return Object.assign(new Error(code), { code }, facts);
}

const written = jsonata('$fromMillis(ms, picture, zone)');

/** `$now` and `$millis` by the virtual clock. */
export function timeFunctions(nowMs: number): { now: unknown; millis: unknown } {
  return {
    now: (picture?: string, zone?: string): Promise<unknown> => written.evaluate({ ms: nowMs, picture, zone }),
    millis: () => nowMs,
  };
}
