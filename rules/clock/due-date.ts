import type { Calendar } from '#schemas/calendar.ts';
import type { CountedDay } from '#schemas/deadline.ts';
import type { Instant, SeoulDate } from '#schemas/instant.ts';
import type { Period } from '#schemas/period.ts';
import table from '../tables/working-hours.json' with { type: 'json' };
import { isProvisional, isWorkingDay, nextWorkingDay } from './holidays.ts';
import { addDays, daysBetween, seoulDate, seoulDateOf, seoulInstant, toInstant } from './instant.ts';
import { type Stretch, stretchesOf } from './working-time.ts';

/** A due instant with the count behind it. `counted` gives each day's share; of months and years only the first and the last day. */
export type DueDate = {
  readonly dueAt: Instant;
  readonly counted: readonly CountedDay[];
  readonly provisional: boolean;
};

type Question = { readonly receivedAt: Instant; readonly period: Period; readonly calendar: Calendar };

/** Periods of so many days or less run as working hours. */
const lastDaysAsHours = 5;

/**
 * The instant by which the complaint must be answered, and how it was counted.
 *
 * Working hours, and days up to five, run from the receipt (eight hours make a day). Six days or more run as days, the day of receipt
 * included if it is a working day (else the first working day after it), and end at 18:00. Saturdays, Sundays and holidays never count.
 * Months and years run by the calendar, the day of receipt included: they end at 18:00 of the day before the same day of the last month,
 * or of that month's last day if it has no such day; if that is a Saturday, Sunday or holiday, of the next working day.
 *
 * @throws CalendarEnds outside the years of the holiday rules
 * @source Civil Petitions Treatment Act, article 19; Civil Act, articles 159 to 161 (docs/law.md#periods)
 */
export const dueDate = ({ receivedAt, period, calendar }: Question): DueDate => {
  const { unit, count } = period;
  if (unit === 'working-hours') return byHours(receivedAt, count, calendar);
  if (unit === 'months') return byMonths(receivedAt, count, calendar);
  if (unit === 'years') return byMonths(receivedAt, 12 * count, calendar);
  return count <= lastDaysAsHours
    ? byHours(receivedAt, count * table.hoursPerDay, calendar)
    : byDays(receivedAt, count, calendar);
};

const endingOn = (on: SeoulDate, counted: readonly CountedDay[], calendar: Calendar): DueDate => ({
  dueAt: seoulInstant(on, table.dayEnd),
  counted,
  provisional: isProvisional(on, calendar),
});

const byHours = (receivedAt: Instant, hours: number, calendar: Calendar): DueDate => {
  const stretches = stretchesOf(receivedAt, hours * 3_600_000, calendar);
  const dueAt = toInstant(stretches.at(-1)?.to ?? Number.NaN);
  return { dueAt, counted: minutesByDay(stretches), provisional: isProvisional(seoulDateOf(dueAt), calendar) };
};

// Rounded along the running sum, so that a receipt at 16:00:12.345 still gives whole minutes that add up to the period.
const minutesByDay = (stretches: readonly Stretch[]): readonly CountedDay[] => {
  let passedMillis = 0;
  return [...Map.groupBy(stretches, ({ on }) => on)].map(([on, ofDay]) => {
    const before = Math.round(passedMillis / 60_000);
    passedMillis += ofDay.reduce((sum, { from, to }) => sum + to - from, 0);
    return { on, minutes: Math.round(passedMillis / 60_000) - before };
  });
};

const byDays = (receivedAt: Instant, days: number, calendar: Calendar): DueDate => {
  const receivedOn = seoulDateOf(receivedAt);
  const firstOn = isWorkingDay(receivedOn, calendar) ? receivedOn : nextWorkingDay(receivedOn, calendar);
  const counted = [{ on: firstOn, day: 1 }];
  let lastOn = firstOn;
  for (let day = 2; day <= days; day += 1) {
    lastOn = nextWorkingDay(lastOn, calendar);
    counted.push({ on: lastOn, day });
  }
  return endingOn(lastOn, counted, calendar);
};

const byMonths = (receivedAt: Instant, months: number, calendar: Calendar): DueDate => {
  const firstOn = seoulDateOf(receivedAt);
  const endsOn = dayBeforeMonthsLater(firstOn, months);
  const lastOn = isWorkingDay(endsOn, calendar) ? endsOn : nextWorkingDay(endsOn, calendar);
  const counted = [
    { on: firstOn, day: 1 },
    { on: lastOn, day: daysBetween(firstOn, lastOn) + 1 },
  ];
  return endingOn(lastOn, counted, calendar);
};

/** The last day of a period of months whose first day is this one. */
const dayBeforeMonthsLater = (firstOn: SeoulDate, months: number): SeoulDate => {
  const [year = 0, month = 0, day = 0] = firstOn.split('-').map(Number);
  const lastOfMonth = seoulDate(year, month + months + 1, 0);
  const sameDay = seoulDate(year, month + months, day);
  return sameDay > lastOfMonth ? lastOfMonth : addDays(sameDay, -1);
};
