import { type Calendar, DecreedHoliday } from '#schemas/calendar.ts';
import type { Instant, SeoulDate } from '#schemas/instant.ts';
import decreedTable from '../tables/decreed-holidays.json' with { type: 'json' };
import holidayTable from '../tables/holidays.json' with { type: 'json' };
import { addDays, weekdayOf, yearOf } from './instant.ts';
import { publicHolidays } from './public-holidays.ts';

/** The decreed days and election days that the rules bring along; an operator's own come on top. */
export const decreedHolidays: readonly DecreedHoliday[] = decreedTable.days.map((day) => DecreedHoliday.parse(day));

/** Whether a decreed day counted for whoever looked at this instant. */
export const isKnownAt = ({ knownAt, calledOffAt }: DecreedHoliday, at: Instant): boolean =>
  knownAt <= at && (calledOffAt === undefined || calledOffAt > at);

/**
 * The calendar as it was known at an instant: the decreed days known by then and not called off.
 *
 * @param at      whoever decided at this instant could not know of a later decree
 * @param decreed all decreed days; default: those of rules/tables/decreed-holidays.json
 */
export const calendarKnownAt = (at: Instant, decreed: readonly DecreedHoliday[] = decreedHolidays): Calendar => ({
  decreed: decreed.filter((day) => isKnownAt(day, at)),
  knownUntilYear: holidayTable.confirmedUntilYear,
});

/**
 * All of a city's calendar: the days that the rules bring along, and those its operators put on top. Days that became known
 * later, or were called off, are in it too: ledgers need them all, everybody else takes calendarKnownAt of it.
 *
 * @param citys the city's own decreed days
 */
export const cityCalendar = (citys: readonly DecreedHoliday[]): Calendar => ({
  decreed: [...decreedHolidays, ...citys],
  knownUntilYear: holidayTable.confirmedUntilYear,
});

/** The calendar of a city as it was known at an instant; see cityCalendar and calendarKnownAt. */
export const cityCalendarAt = (at: Instant, citys: readonly DecreedHoliday[]): Calendar =>
  calendarKnownAt(at, cityCalendar(citys).decreed);

const daysOffOf = new WeakMap<Calendar['decreed'], ReadonlySet<SeoulDate>>();

const decreedDaysOff = (decreed: Calendar['decreed']): ReadonlySet<SeoulDate> => {
  const known = daysOffOf.get(decreed);
  if (known !== undefined) return known;
  const days = new Set(decreed.map(({ on }) => on));
  daysOffOf.set(decreed, days);
  return days;
};

/**
 * Whether officials work on this day: no Saturday, no Sunday, no public holiday, no decreed one.
 *
 * @throws CalendarEnds outside the years of the holiday rules
 * @source Civil Petitions Treatment Act, article 19; Regulations on Public Holidays of Government Offices, article 2
 */
export const isWorkingDay = (on: SeoulDate, calendar: Calendar): boolean =>
  !isDayOffByRule(on) && !decreedDaysOff(calendar.decreed).has(on);

/** The first working day after this one. */
export const nextWorkingDay = (on: SeoulDate, calendar: Calendar): SeoulDate => {
  const next = addDays(on, 1);
  return isWorkingDay(next, calendar) ? next : nextWorkingDay(next, calendar);
};

/** Whether a day is off by rule: a Saturday, a Sunday or a public holiday, whatever is decreed. */
export const isDayOffByRule = (on: SeoulDate): boolean => publicHolidays(yearOf(on)).has(on) || weekdayOf(on) % 6 === 0;

/** Whether a day lies after the years whose calendar is confirmed, so that a date on it may still move. */
export const isProvisional = (on: SeoulDate, calendar: Calendar): boolean => yearOf(on) > calendar.knownUntilYear;
