import { Instant, SeoulDate } from '#schemas/instant.ts';

const dayMillis = 86_400_000;
/** Seoul is nine hours ahead of UTC, without summer time since 1988. */
const seoulAheadMillis = 32_400_000;

/** Milliseconds since 1970, of an instant. */
export const toMillis = (at: Instant): number => Date.parse(at);

/** The instant of these milliseconds since 1970; fractions are cut. */
export const toInstant = (millis: number): Instant => new Date(millis).toISOString() as Instant;

/**
 * The instant a text names, in any offset: `2025-01-24T16:00:00+09:00` gives `2025-01-24T07:00:00.000Z`.
 *
 * @throws RangeError without an offset: the time zone of the process must not decide
 */
export const parseInstant = (text: string): Instant => {
  const [, date = ''] = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  // Date.parse would take 30 February for 2 March.
  const at = SeoulDate.safeParse(date).success ? Instant.safeParse(toText(Date.parse(text))) : undefined;
  if (!at?.success) throw new RangeError(`'${text}' is not an instant with its offset, like 2025-01-24T16:00:00+09:00`);
  return at.data;
};

const toText = (millis: number): string => (Number.isNaN(millis) ? '' : new Date(millis).toISOString());

/** The day in Seoul on which an instant lies; 24:00 is 00:00 of the next day. */
export const seoulDateOf = (at: Instant): SeoulDate =>
  toSeoulDate(Math.floor((toMillis(at) + seoulAheadMillis) / dayMillis));

/** Midnight at which a day begins in Seoul, in milliseconds since 1970. */
export const startOfDayMillis = (on: SeoulDate): number => toDayNumber(on) * dayMillis - seoulAheadMillis;

/** The instant of a wall-clock time in Seoul: `('2025-01-24', '16:00')`; `24:00` is the end of the day. */
export const seoulInstant = (on: SeoulDate, time: string): Instant =>
  toInstant(startOfDayMillis(on) + timeMillis(time));

/** Milliseconds since midnight of a wall-clock time `HH:MM`, 00:00 to 24:00. */
export const timeMillis = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
};

/** The day so many days later (or earlier, below 0). */
export const addDays = (on: SeoulDate, days: number): SeoulDate => toSeoulDate(toDayNumber(on) + days);

/** Days from one day to another; 0 for the same day. */
export const daysBetween = (fromOn: SeoulDate, toOn: SeoulDate): number => toDayNumber(toOn) - toDayNumber(fromOn);

/** The day of the week: 0 Sunday to 6 Saturday. */
export const weekdayOf = (on: SeoulDate): number => (((toDayNumber(on) + 4) % 7) + 7) % 7;

/** The year of a day. */
export const yearOf = (on: SeoulDate): number => Number(on.slice(0, 4));

/** The day with this year, month (1 to 12) and day; a day past the month's end runs into the next month. */
export const seoulDate = (year: number, month: number, day: number): SeoulDate =>
  toSeoulDate(Date.UTC(year, month - 1, day) / dayMillis);

const toDayNumber = (on: SeoulDate): number => Date.parse(`${on}T00:00:00.000Z`) / dayMillis;
const toSeoulDate = (dayNumber: number): SeoulDate =>
  new Date(dayNumber * dayMillis).toISOString().slice(0, 10) as SeoulDate;
