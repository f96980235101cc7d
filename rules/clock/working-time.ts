import type { Calendar } from '#schemas/calendar.ts';
import type { Instant, SeoulDate } from '#schemas/instant.ts';
import table from '../tables/working-hours.json' with { type: 'json' };
import { isWorkingDay } from './holidays.ts';
import { addDays, seoulDateOf, startOfDayMillis, timeMillis, toInstant, toMillis } from './instant.ts';

/** A stretch of counted time on one day, in milliseconds since 1970. */
export type Stretch = { readonly on: SeoulDate; readonly from: number; readonly to: number };
/** When in a day time counts, in milliseconds since midnight. */
export type Hours = readonly { readonly from: number; readonly to: number }[];

/** The hours in which officials work: 09:00 to 12:00 and 13:00 to 18:00. */
export const workingHours: Hours = table.spans.map(({ from, to }) => ({ from: timeMillis(from), to: timeMillis(to) }));
/** The whole of a working day, 00:00 to 24:00: how the same-day promise counts. */
export const wholeDay: Hours = [{ from: 0, to: timeMillis('24:00') }];

/** All stretches of working time from an instant on, in order and without end; throws CalendarEnds where the calendar does. */
export function* stretchesFrom(
  fromAt: Instant,
  calendar: Calendar,
  hours: Hours = workingHours,
): Generator<Stretch, never> {
  const fromMillis = toMillis(fromAt);
  for (let on = seoulDateOf(fromAt); ; on = addDays(on, 1)) {
    if (!isWorkingDay(on, calendar)) continue;
    const midnight = startOfDayMillis(on);
    for (const hour of hours) {
      const from = Math.max(fromMillis, midnight + hour.from);
      if (from < midnight + hour.to) yield { on, from, to: midnight + hour.to };
    }
  }
}

/**
 * The stretches that together give so many milliseconds of working time, the last one cut where they are full.
 * Nothing for 0.
 */
export const stretchesOf = (
  fromAt: Instant,
  millis: number,
  calendar: Calendar,
  hours: Hours = workingHours,
): readonly Stretch[] => {
  if (!(millis >= 0)) throw new RangeError(`working time of ${millis} ms was asked for; 0 or more can be counted`);
  const counted: Stretch[] = [];
  let left = millis;
  for (const stretch of stretchesFrom(fromAt, calendar, hours)) {
    if (left <= 0) break;
    const to = Math.min(stretch.to, stretch.from + left);
    counted.push({ ...stretch, to });
    left -= to - stretch.from;
  }
  return counted;
};

/** As addWorkingMinutes, in milliseconds; `hours` says which part of a working day counts. */
export const addWorkingMillis = (
  fromAt: Instant,
  millis: number,
  calendar: Calendar,
  hours: Hours = workingHours,
): Instant => {
  const last = stretchesOf(fromAt, Math.round(millis), calendar, hours).at(-1);
  return last === undefined ? fromAt : toInstant(last.to);
};

/**
 * The first instant by which so many working minutes have passed.
 *
 * ```
 * 16:00 ──2 h──► 18:00 ┄┄ night, weekend, holidays ┄┄ 09:00 ──3 h──► 12:00 ┄ lunch ┄ 13:00 ──►
 * ```
 * A count that is full at 18:00 ends at that 18:00, not at the next 09:00. 0 minutes give `fromAt` itself.
 *
 * @throws CalendarEnds outside the years of the holiday rules; RangeError below 0 minutes
 * @source Civil Petitions Treatment Act, article 19, paragraph 1 (docs/law.md#periods)
 */
export const addWorkingMinutes = (fromAt: Instant, minutes: number, calendar: Calendar): Instant =>
  addWorkingMillis(fromAt, minutes * 60_000, calendar);

/**
 * The instant itself when it lies in working hours, their ends included; else the next opening.
 *
 * ```
 * 18:00 ► 18:00        18:00:10 ► 09:00 of the next working day        12:30 ► 13:00
 * ```
 */
export const withinWorkingHours = (at: Instant, calendar: Calendar): Instant => {
  const justBefore = toInstant(toMillis(at) - 1);
  const open = toMillis(addWorkingMillis(justBefore, 1, calendar)) - 1;
  return open > toMillis(at) ? toInstant(open) : at;
};

/** As workingMinutesBetween, in milliseconds; `hours` says which part of a working day counts. */
export const workingMillisBetween = (
  fromAt: Instant,
  toAt: Instant,
  calendar: Calendar,
  hours: Hours = workingHours,
): number => {
  const toMillisAt = toMillis(toAt);
  let sum = 0;
  if (toMillisAt <= toMillis(fromAt)) return sum;
  for (const { from, to } of stretchesFrom(fromAt, calendar, hours)) {
    if (from >= toMillisAt) break;
    sum += Math.min(to, toMillisAt) - from;
  }
  return sum;
};

/**
 * Working minutes from one instant to another, fractions included; 0 if `toAt` is not later.
 *
 * @throws CalendarEnds outside the years of the holiday rules
 */
export const workingMinutesBetween = (fromAt: Instant, toAt: Instant, calendar: Calendar): number =>
  workingMillisBetween(fromAt, toAt, calendar) / 60_000;
