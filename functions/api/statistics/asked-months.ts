import { MONTHS_AT_MOST, monthsBetween } from '#rules/statistics/months.ts';
import { RequestInvalid } from '#schemas/errors.ts';
import type { Month } from '#schemas/statistics.ts';

/**
 * The months that a question spans.
 *
 * @throws RequestInvalid when it ends before it begins, or spans more than 24
 */
export function askedMonths(from: string, to: string): Month[] {
  const months = monthsBetween(from, to);
  if (months.length === 0 || (from.length === to.length && to < from)) {
    throw new RequestInvalid([{ path: '/query/to', expected: `not before from, ${from}` }]);
  }
  if (months.length <= MONTHS_AT_MOST) return months;
  throw new RequestInvalid([{ path: '/query/from', expected: `at most ${MONTHS_AT_MOST} months before to` }]);
}
