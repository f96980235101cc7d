import type { SeoulDate } from '#schemas/instant.ts';
import { addDays, startOfDayMillis } from './instant.ts';

// UTC+9 by offset: the zone of the process must not matter, and noon keeps clear of every midnight.
const dangi = new Intl.DateTimeFormat('en-u-ca-dangi', { timeZone: 'UTC', month: 'numeric', day: 'numeric' });
const noonMillis = 12 * 3_600_000 + 9 * 3_600_000;

const lunarDayOf = (on: SeoulDate): string => {
  const parts = dangi.formatToParts(startOfDayMillis(on) + noonMillis);
  const textOf = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${textOf('month')}/${textOf('day')}`;
};

/**
 * The day between two days on which this day of the Korean lunar calendar falls; undefined if none does. Leap months never match.
 *
 * @source Korean lunar calendar (`dangi`) of ICU; checked against the published almanacs of 2014 to 2027 (test/rules/clock/holidays.test.ts)
 */
export const lunarDate = (lunar: {
  month: number;
  day: number;
  fromOn: SeoulDate;
  toOn: SeoulDate;
}): SeoulDate | undefined => {
  const wanted = `${lunar.month}/${lunar.day}`;
  for (let on = lunar.fromOn; on <= lunar.toOn; on = addDays(on, 1)) {
    if (lunarDayOf(on) === wanted) return on;
  }
  return undefined;
};
