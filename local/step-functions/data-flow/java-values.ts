import { isEqual, isObject, type Json } from '../json.ts';

/**
 * JSON values as the Java behind Step Functions holds them: how it writes them, and in which order its hash sets go
 * through them. Both show in what intrinsic functions give.
 *
 * Follows what the JDK documents of `String.valueOf`, `Object.hashCode` and `HashSet`. Leaves out that Java writes `1.0`
 * for a number that JSON gave with a fraction of nought, and `1.0E21` for large ones.
 */
export function javaText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([member, part]) => `${member}=${javaText(part)}`)
    .join(', ')}}`;
}

/** The different values of a list, in the order of a hash set made from it. */
export function hashSetOf(values: readonly Json[]): Json[] {
  const buckets = bucketCount(values.length);
  const bucketOf = (value: Json): number => {
    const hash = javaHash(value);
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return values
    .filter((value, index) => values.findIndex((other) => isEqual(other, value)) === index)
    .toSorted((a, b) => bucketOf(a) - bucketOf(b));
}

/** The power of two that holds as many values at three quarters full; 16 at least. */
function bucketCount(values: number): number {
  const wanted = Math.max(Math.floor(values / 0.75) + 1, 16);
  return 2 ** Math.ceil(Math.log2(wanted));
}

function javaHash(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (typeof value === 'string') return textHash(value);
  if (typeof value === 'number') return numberHash(value);
  if (Array.isArray(value)) return value.reduce<number>((hash, item) => (Math.imul(31, hash) + javaHash(item)) | 0, 1);
  return Object.entries(value).reduce((hash, [member, part]) => (hash + (textHash(member) ^ javaHash(part))) | 0, 0);
}

function textHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash;
}

/** An int hashes to itself; the two halves of a long or of a double's bits are folded together. */
function numberHash(value: number): number {
  if (Number.isInteger(value) && value === (value | 0)) return value;
  const halves = new DataView(new ArrayBuffer(8));
  if (Number.isSafeInteger(value)) halves.setBigInt64(0, BigInt(value));
  else halves.setFloat64(0, value);
  return halves.getInt32(0) ^ halves.getInt32(4);
}
