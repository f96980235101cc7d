import type { Json } from '../json.ts';

/**
 * Parts of arrays and arrays of numbers, for the intrinsic functions States.ArrayPartition and States.ArrayRange.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html. JSONata's `$partition` and `$range`
 * have other limits (jsonata-functions.ts).
 */
export function partition(items: readonly Json[], size: number): Json[] {
  const parts: Json[] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}

/** The numbers from `first` to `last`, both included, `step` apart; at most 1,000. */
export function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new Error('its third argument must not be 0');
  const numbers: number[] = [];
  for (let number = first; step > 0 ? number <= last : number >= last; number += step) {
    if (numbers.length === 1000) throw new Error('it gives at most 1000 items');
    numbers.push(number);
  }
  return numbers;
}
