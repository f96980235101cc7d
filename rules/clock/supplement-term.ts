import type { Calendar } from '#schemas/calendar.ts';
import type { Instant } from '#schemas/instant.ts';
import table from '../tables/supplement.json' with { type: 'json' };
import { isWorkingDay, nextWorkingDay } from './holidays.ts';
import { addDays, seoulDateOf, seoulInstant } from './instant.ts';

/** How many days a petitioner gets where nobody says otherwise, and at most: rules/tables/supplement.json. */
export const { termDays, termDaysAtMost } = table;

/**
 * Until when a petitioner can give what is asked for: the end (24:00) of the day so many days after the request; if that is a
 * Saturday, a Sunday or a holiday, of the next working day. The day of the request does not count.
 *
 * @source Civil Act, articles 157, 159 and 161 (docs/law.md#supplement)
 */
export const supplementUntil = (askedAt: Instant, days: number, calendar: Calendar): Instant => {
  const lastOn = addDays(seoulDateOf(askedAt), days);
  return seoulInstant(isWorkingDay(lastOn, calendar) ? lastOn : nextWorkingDay(lastOn, calendar), '24:00');
};
