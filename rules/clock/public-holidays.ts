import { CalendarEnds } from '#schemas/errors.ts';
import type { SeoulDate } from '#schemas/instant.ts';
import table from '../tables/holidays.json' with { type: 'json' };
import { addDays, seoulDate, weekdayOf } from './instant.ts';
import { lunarDate } from './lunar-date.ts';

type Substitute = { from: string; saturday: boolean };
type Holiday = { on: SeoulDate; name: string; substitute?: Substitute };

const fixedHolidays = (year: number): Holiday[] =>
  table.fixed
    .map(({ month, day, ...rule }) => ({ ...rule, on: seoulDate(year, month, day) }))
    .filter(({ on, validFrom }) => on >= validFrom);

const lunarHolidays = (year: number): Holiday[] =>
  table.lunar.flatMap((rule) => {
    const between = {
      fromOn: `${year}-${rule.search.from}` as SeoulDate,
      toOn: `${year}-${rule.search.to}` as SeoulDate,
    };
    const day = lunarDate({ ...rule, ...between });
    if (day === undefined) throw new CalendarEnds(year, table.firstYear, table.lastYear);
    const around = Array.from({ length: 2 * rule.daysAround + 1 }, (_, index) => index - rule.daysAround);
    return around.map((days) => ({
      on: addDays(day, days),
      name: days === 0 ? rule.name : `${rule.name} 연휴`,
      substitute: rule.substitute,
    }));
  });

/** How many days off are lost on a day: each holiday on a weekend day it is made good for; on other days all but one. */
const lostOn = (on: SeoulDate, together: readonly Holiday[]): number => {
  const entitled = together.filter(({ substitute }) => substitute !== undefined && on >= substitute.from);
  if (weekdayOf(on) === 0) return entitled.length;
  if (weekdayOf(on) === 6) return entitled.filter(({ substitute }) => substitute?.saturday).length;
  return Math.min(entitled.length, together.length - 1);
};

const withSubstitutes = (holidays: readonly Holiday[]): ReadonlyMap<SeoulDate, string> => {
  const byDay = Map.groupBy(
    holidays.toSorted((one, other) => one.on.localeCompare(other.on)),
    ({ on }) => on,
  );
  const daysOff = new Map<SeoulDate, string>();
  for (const [on, together] of byDay) daysOff.set(on, together.map(({ name }) => name).join(', '));
  for (const [on, together] of byDay) {
    for (let lost = lostOn(on, together); lost > 0; lost -= 1) {
      let substituteOn = addDays(on, 1);
      while (daysOff.has(substituteOn) || weekdayOf(substituteOn) % 6 === 0) substituteOn = addDays(substituteOn, 1);
      daysOff.set(substituteOn, `대체공휴일(${together.map(({ name }) => name).join(', ')})`);
    }
  }
  return daysOff;
};

const byYear = new Map<number, ReadonlyMap<SeoulDate, string>>();

/**
 * Korea's public holidays of a year by rule, day → name: fixed and lunar ones and their substitutes, each from the day its rule is valid.
 * Election days and days decreed once are not rules: they come with the calendar.
 *
 * A holiday on a Sunday, on another holiday, or (all but Seollal and Chuseok) on a Saturday is made good on the next day that is none.
 *
 * @throws CalendarEnds outside the years of rules/tables/holidays.json (2014 to 2050)
 * @source Regulations on Public Holidays of Government Offices, articles 2 and 3 (docs/law.md#holidays)
 */
export const publicHolidays = (year: number): ReadonlyMap<SeoulDate, string> => {
  const known = byYear.get(year);
  if (known !== undefined) return known;
  if (!(year >= table.firstYear && year <= table.lastYear)) {
    throw new CalendarEnds(year, table.firstYear, table.lastYear);
  }
  const holidays = withSubstitutes([...fixedHolidays(year), ...lunarHolidays(year)]);
  byYear.set(year, holidays);
  return holidays;
};
