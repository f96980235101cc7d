import type { SeoulDate } from '#schemas/instant.ts';
import type { Month } from '#schemas/statistics.ts';
import { addDays, seoulDate } from '../clock/instant.ts';

/** The most months that one question spans, 24. */
export const MONTHS_AT_MOST = 24;

/** The months from one day's to another's, both included; none if the second is earlier. */
export function monthsBetween(from: string, to: string): Month[] {
  const [first, last] = [from, to].map(ordinalOf);
  if (first === undefined || last === undefined || last < first) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => monthAt(first + index));
}

const ordinalOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

const monthAt = (ordinal: number): Month =>
  `${String(Math.floor(ordinal / 12)).padStart(4, '0')}-${String((ordinal % 12) + 1).padStart(2, '0')}`;

/** The first day of a month. */
export const firstDayOf = (month: Month): SeoulDate => seoulDate(Number(month.slice(0, 4)), Number(month.slice(5)), 1);

/** The last day of a month. */
export const lastDayOf = (month: Month): SeoulDate =>
  addDays(seoulDate(Number(month.slice(0, 4)), Number(month.slice(5)) + 1, 1), -1);

/** The month of a day. */
export const monthOfDay = (day: SeoulDate): Month => day.slice(0, 7);
