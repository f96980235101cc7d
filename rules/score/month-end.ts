import type { Instant } from '#schemas/instant.ts';
import type { Month } from '#schemas/statistics.ts';
import { addDays, seoulInstant, toInstant, toMillis } from '../clock/instant.ts';
import { lastDayOf } from '../statistics/months.ts';

/**
 * Up to which instant a month's scores are made: its end in Seoul or, while it lasts, now.
 *
 * What happened before `until` is known. A deadline up to `dueUntil` is past: at the very end of the month 24:00 of its last day is,
 * while now, at its own instant, somebody may still answer.
 */
export type CutOff = {
  readonly cutOff: Instant;
  readonly isFinal: boolean;
  readonly until: Instant;
  readonly dueUntil: Instant;
};

/** The cut-off of a month, as it is now. */
export function cutOffOf(month: Month, now: Instant): CutOff {
  const end = seoulInstant(addDays(lastDayOf(month), 1), '00:00');
  if (now >= end) return { cutOff: end, isFinal: true, until: end, dueUntil: end };
  const [until, dueUntil] = [toInstant(toMillis(now) + 1), toInstant(toMillis(now) - 1)];
  return { cutOff: now, isFinal: false, until, dueUntil };
}
