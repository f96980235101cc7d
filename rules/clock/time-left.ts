import type { Calendar } from '#schemas/calendar.ts';
import type { KeptLine } from '#schemas/finding.ts';
import type { Instant } from '#schemas/instant.ts';
import { hoursOf } from './ledger.ts';
import { workingMillisBetween } from './working-time.ts';

const MINUTE_MS = 60_000;

/**
 * The working minutes that are left until a case is due, as its promise counts them: of working hours, or by the same-day
 * promise of whole working days.
 *
 * ```
 *      61 min left          0                 -1 min, after its first millisecond
 * ─────────┼────────────────┼ due ────────────┼──────►
 * ```
 * Negative when it is late, by the working time since; nothing is added to it by nights and holidays, so a case that was due
 * at 18:00 stands at 0 until the next morning. While the clock stands it is what was left then. `undefined` when nothing is
 * due, or for a paused line of an older version, which does not say when its deadline was.
 *
 * @param calendar all of the city's calendar
 */
export function minutesLeft(line: KeptLine, asOf: Instant, calendar: Calendar): number | undefined {
  const { pausedAt, basis = 'statutory' } = line;
  const dueAt = pausedAt === undefined ? line.dueAt : line.deadlineAt;
  if (dueAt === undefined || line.dueAt === undefined) return undefined;
  const from = pausedAt ?? asOf;
  const hours = hoursOf({ basis });
  if (from <= dueAt) return Math.floor(workingMillisBetween(from, dueAt, calendar, hours) / MINUTE_MS);
  // Not -0 for a case that is late by a night.
  return 0 - Math.ceil(workingMillisBetween(dueAt, from, calendar, hours) / MINUTE_MS);
}
