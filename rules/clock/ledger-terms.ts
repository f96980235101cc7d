import type { Calendar } from '#schemas/calendar.ts';
import type { LedgerEntry } from '#schemas/deadline.ts';
import { LedgerBroken } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Period } from '#schemas/period.ts';
import table from '../tables/working-hours.json' with { type: 'json' };
import { dueDate } from './due-date.ts';
import { nextWorkingDay } from './holidays.ts';
import { seoulDateOf, seoulInstant, toInstant, toMillis } from './instant.ts';
import { sameDayDueDate } from './same-day-due-date.ts';
import { addWorkingMinutes } from './working-time.ts';

/** The due instant that the start of a ledger gives on its own. */
export const startedDueAt = (start: Extract<LedgerEntry, { kind: 'start' }>, calendar: Calendar): Instant => {
  const receivedAt = start.at;
  switch (start.basis) {
    case 'same-day':
      return sameDayDueDate({ receivedAt, calendar, cutOff: start.cutOff, endOfDay: start.endOfDay }).dueAt;
    case 'next-working-day':
      return seoulInstant(nextWorkingDay(seoulDateOf(receivedAt), calendar), start.endOfDay ?? table.endOfDay);
    case 'statutory':
      if (start.period === undefined) throw new LedgerBroken(`the statutory start at ${receivedAt} names no period`);
      return dueDate({ receivedAt, period: start.period, calendar }).dueAt;
  }
};

/**
 * A due instant put off by a period: hours and days in working time (a day is eight hours), months and years by the calendar, so that the
 * added time follows the old without a gap.
 *
 * @source Civil Petitions Treatment Act, enforcement decree, article 21 (docs/law.md#extension)
 */
export const extendedDueAt = (dueAt: Instant, { unit, count }: Period, calendar: Calendar): Instant => {
  switch (unit) {
    case 'working-hours':
      return addWorkingMinutes(dueAt, count * 60, calendar);
    case 'days':
      return addWorkingMinutes(dueAt, count * table.hoursPerDay * 60, calendar);
    case 'months':
    case 'years': {
      // The added months begin with the first moment after the old period: the next day, if it ends with a day.
      const endsWithDay = seoulInstant(seoulDateOf(toInstant(toMillis(dueAt) - 1)), table.endOfDay);
      return dueDate({ receivedAt: endsWithDay, period: { unit, count }, calendar }).dueAt;
    }
  }
};
