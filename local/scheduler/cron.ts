import { Temporal } from 'temporal-polyfill';

/** The six fields of an AWS cron expression, each as the set of what it allows; days also by the `L`, `W` and `#` forms. */
export type CronFields = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number> | undefined;
  readonly isDay: (date: Temporal.PlainDate) => boolean;
};

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** AWS refuses years after this. */
const LAST_YEAR = 2199;
/** Eight years reach every 29 February, also across 2100. */
const MOST_DAYS_AHEAD = 2 * 366 * 8;

/**
 * Reads `minutes hours day-of-month month day-of-week year`; `undefined` when it is none.
 *
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function cronFields(text: string): CronFields | undefined {
  const parts = text.trim().toUpperCase().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = parts;
  if (parts.length !== 6 || minute === undefined || hour === undefined || month === undefined || year === undefined)
    return undefined;
  if (dayOfMonth === undefined || dayOfWeek === undefined) return undefined;
  // One of the two ways to name a day must be left open.
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const months = numbers(month, 1, 12, monthNames);
  const years = year === '*' ? undefined : numbers(year, 1970, LAST_YEAR);
  const isDay = dayOfMonth === '?' ? dayOfWeekTest(dayOfWeek) : dayOfMonthTest(dayOfMonth);
  if (minutes === undefined || hours === undefined || months === undefined || isDay === undefined) return undefined;
  if (year !== '*' && years === undefined) return undefined;
  return { minutes, hours, months: new Set(months), years: years === undefined ? undefined : new Set(years), isDay };
}

/** The first instant after `after` (epoch milliseconds) that the fields allow in the time zone. */
export function nextCronInstant(fields: CronFields, timeZone: string, after: number): number | undefined {
  let date = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone).toPlainDate();
  for (let days = 0; days < MOST_DAYS_AHEAD && date.year <= LAST_YEAR; days += 1) {
    if (isAllowed(fields, date)) {
      for (const hour of fields.hours) {
        for (const minute of fields.minutes) {
          const at = date.toZonedDateTime({
            timeZone,
            plainTime: new Temporal.PlainTime(hour, minute),
          }).epochMilliseconds;
          if (at > after) return at;
        }
      }
    }
    date = date.add({ days: 1 });
  }
  return undefined;
}

function isAllowed(fields: CronFields, date: Temporal.PlainDate): boolean {
  if (fields.years !== undefined && !fields.years.has(date.year)) return false;
  return fields.months.has(date.month) && fields.isDay(date);
}

function dayOfMonthTest(text: string): ((date: Temporal.PlainDate) => boolean) | undefined {
  if (text === 'L') return (date) => date.day === date.daysInMonth;
  if (text === 'LW') return (date) => date.day === nearestWeekday(date, date.daysInMonth);
  const [, near] = /^(\d+)W$/.exec(text) ?? [];
  if (near !== undefined) return (date) => date.day === nearestWeekday(date, Math.min(Number(near), date.daysInMonth));
  const days = numbers(text, 1, 31);
  return days === undefined ? undefined : (date) => days.includes(date.day);
}

function dayOfWeekTest(text: string): ((date: Temporal.PlainDate) => boolean) | undefined {
  const [, lastDay] = /^(\w+)L$/.exec(text) ?? [];
  if (lastDay !== undefined) {
    const [weekday] = numbers(lastDay, 1, 7, weekdayNames) ?? [];
    return weekday === undefined ? undefined : (date) => weekdayOf(date) === weekday && date.day > date.daysInMonth - 7;
  }
  const [, day, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (day !== undefined) {
    const [weekday] = numbers(day, 1, 7, weekdayNames) ?? [];
    return weekday === undefined
      ? undefined
      : (date) => weekdayOf(date) === weekday && Math.ceil(date.day / 7) === Number(nth);
  }
  if (text === 'L') return (date) => weekdayOf(date) === 7;
  const days = numbers(text, 1, 7, weekdayNames);
  return days === undefined ? undefined : (date) => days.includes(weekdayOf(date));
}

/** Sunday is 1, Saturday 7, as AWS counts. */
function weekdayOf(date: Temporal.PlainDate): number {
  return (date.dayOfWeek % 7) + 1;
}

/** The weekday nearest to a day of the month, not leaving the month. */
function nearestWeekday(date: Temporal.PlainDate, day: number): number {
  const wanted = date.with({ day });
  if (wanted.dayOfWeek === 6) return day > 1 ? day - 1 : day + 2;
  if (wanted.dayOfWeek === 7) return day < date.daysInMonth ? day + 1 : day - 2;
  return day;
}

/** The numbers that a field allows, in order; names count from the field's lowest number. */
function numbers(text: string, lowest: number, highest: number, names: readonly string[] = []): number[] | undefined {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const bounds = range === undefined ? undefined : boundsOf(range, lowest, highest, names, step !== undefined);
    const by = step === undefined ? 1 : Number(step);
    if (bounds === undefined || by < 1) return undefined;
    for (let value = bounds.from; value <= bounds.to; value += by) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

function boundsOf(
  range: string,
  lowest: number,
  highest: number,
  names: readonly string[],
  hasStep: boolean,
): { from: number; to: number } | undefined {
  if (range === '*') return { from: lowest, to: highest };
  const numberOf = (text: string | undefined): number => {
    if (text === undefined) return Number.NaN;
    const named = names.indexOf(text);
    return named >= 0 ? named + lowest : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  const [first, last] = range.split('-');
  const from = numberOf(first);
  const to = last === undefined ? (hasStep ? highest : from) : numberOf(last);
  return from >= lowest && to <= highest && from <= to ? { from, to } : undefined;
}
