import * as z from 'zod';
import { Instant, SeoulDate } from '#schemas/instant.ts';

/**
 * One day off that no rule gives: decreed by the cabinet, or an election day. It counts for whoever looks at or after
 * `knownAt`; one that was called off no longer counts from `calledOffAt` on.
 */
export const DecreedHoliday = z.strictObject({
  on: SeoulDate,
  name: z.string().min(1).max(100),
  source: z.string().min(1).max(500),
  knownAt: Instant,
  calledOffAt: Instant.optional(),
});
export type DecreedHoliday = z.infer<typeof DecreedHoliday>;

/**
 * What the rules know of days off: the public holidays by rule are in rules/clock/holidays.ts, the decreed ones travel here.
 * A date after the end of `knownUntilYear` still avoids the holidays by rule, but is marked provisional.
 */
export const Calendar = z.strictObject({
  decreed: z.array(DecreedHoliday),
  knownUntilYear: z.int().min(2014).max(9999),
});
export type Calendar = z.infer<typeof Calendar>;
