import type { JsonObject } from '../json.ts';
import { type Found, SCHEMA } from './found.ts';

/** 99_999_999: the most that AWS takes for seconds and attempts. */
export const MOST = 99_999_999;

/** The least and the most a number may be; `isReal` when it need not be whole. */
export type Bounds = { readonly least: number; readonly most?: number; readonly isReal?: boolean };

/**
 * A number of a definition, in AWS's words; in a JSONata state it may be an expression instead.
 *
 * Follows https://states-language.net/spec.html. AWS takes 0 for IntervalSeconds, which the specification does not.
 */
export function checkNumber(owner: JsonObject, field: string, bounds: Bounds, at: string, found: Found): void {
  const value = owner[field];
  if (value === undefined || (typeof value === 'string' && value.startsWith('{%'))) return;
  const location = `${at}/${field}`;
  const { least, most, isReal = false } = bounds;
  const shown = (bound: number): string => (isReal ? bound.toFixed(1) : String(bound));
  if (typeof value !== 'number' || (!isReal && !Number.isInteger(value)))
    found(SCHEMA, `Expected value of type ${isReal ? 'Double' : 'Integer'}`, location);
  else if (value < least) found(SCHEMA, `Minimum value is ${shown(least)}`, location);
  else if (most !== undefined && value > most) found(SCHEMA, `Maximum value is ${shown(most)}`, location);
}
