import { describe, expect, it } from 'vitest';
import {
  calendarKnownAt,
  cityCalendar,
  decreedHolidays,
  isDayOffByRule,
  isKnownAt,
  isProvisional,
  isWorkingDay,
  nextWorkingDay,
} from '#rules/clock/holidays.ts';
import { addDays, weekdayOf, yearOf } from '#rules/clock/instant.ts';
import { publicHolidays } from '#rules/clock/public-holidays.ts';
import { DecreedHoliday } from '#schemas/calendar.ts';
import { CalendarEnds } from '#schemas/errors.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { knownDaysOff } from './known-days-off.ts';

const on = (text: string): SeoulDate => SeoulDate.parse(text);
const later = calendarKnownAt(Instant.parse('2027-12-31T00:00:00.000Z'));

describe('the calendar of public holidays', () => {
  it('agrees with the published almanacs on every day from 2020 to 2027', () => {
    const wrong: string[] = [];
    for (let day = on('2020-01-01'); yearOf(day) < 2028; day = addDays(day, 1)) {
      const expected = weekdayOf(day) % 6 !== 0 && !knownDaysOff.has(day);
      if (isWorkingDay(day, later) !== expected) wrong.push(`${day} should ${expected ? '' : 'not '}be a working day`);
    }
    expect(wrong).toEqual([]);
  });

  // The regulation as amended in its time; day, whether offices work, why.
  it.each([
    ['2014-09-10', false, 'first substitute day ever: Chuseok on a Sunday (regulation of 2013-11-05)'],
    ['2015-09-29', false, 'Chuseok 2015-09-27 was a Sunday'],
    ['2016-02-10', false, 'the day before Seollal 2016 was a Sunday'],
    ['2017-10-06', false, 'Chuseok and National Foundation Day fell together on 2017-10-03'],
    ['2018-05-07', false, "Children's Day 2018 was a Saturday"],
    ['2019-05-06', false, "Children's Day 2019 was a Sunday"],
    ['2020-03-02', true, 'Independence Movement Day was not made good before 2021-08-04'],
    ['2021-08-16', false, 'Liberation Day was, from 2021-08-04'],
    ['2021-12-27', true, 'Christmas was not made good before 2023-05-04'],
    ['2022-05-09', true, "nor was Buddha's Birthday"],
    ['2023-05-29', false, "Buddha's Birthday was, from 2023-05-04"],
    ['2023-10-02', false, 'decreed on 2023-09-05'],
    ['2024-02-12', false, 'the day after Seollal 2024 was a Sunday'],
    ['2025-01-31', true, 'the Friday after Seollal 2025, which npm date-holidays calls free'],
    ['2025-01-28', false, 'the day before Seollal 2025, which it leaves out'],
    ['2025-05-01', true, 'Labour Day was no holiday of government offices before 2026'],
    ['2025-05-06', false, "Children's Day and Buddha's Birthday fell together: one day is made good, not two"],
    ['2025-05-07', true, 'not two'],
    ['2025-07-17', true, 'Constitution Day was no holiday from 2008 to 2025'],
    ['2026-02-19', true, 'the Thursday after Seollal 2026'],
    ['2026-05-01', false, 'Labour Day is one since 2026'],
    ['2026-07-17', false, 'Constitution Day is one again since 2026'],
    ['2027-02-09', false, 'Seollal 2027-02-07 is a Sunday; a Chinese calendar has it a day earlier'],
    ['2027-05-03', false, 'Labour Day 2027 is a Saturday'],
    ['2027-07-19', false, 'Constitution Day 2027 is a Saturday'],
    ['2027-06-07', true, 'Memorial Day is never made good'],
    ['2028-10-05', false, 'Chuseok and National Foundation Day fall together on 2028-10-03'],
  ])('%s: offices work is %s, for %s', (day, works) => {
    expect(isWorkingDay(on(day), later)).toBe(works);
  });

  it('makes good two holidays lost on one Chuseok with two days, by paragraph 2', () => {
    expect([...publicHolidays(2036).keys()].filter((day) => day.startsWith('2036-10-0')).toSorted()).toEqual([
      '2036-10-03',
      '2036-10-04',
      '2036-10-05',
      '2036-10-06',
      '2036-10-07',
      '2036-10-09',
    ]);
  });

  it('gives each holiday by its name', () => {
    expect(publicHolidays(2025).get(on('2025-10-08'))).toBe('대체공휴일(추석 연휴)');
    expect(publicHolidays(2026).get(on('2026-07-17'))).toBe('제헌절');
  });

  it('finds the next working day over a long holiday', () => {
    expect(nextWorkingDay(on('2025-10-02'), later)).toBe('2025-10-10');
  });
});

describe('a decreed holiday', () => {
  it.each([
    ['2025-01-10T01:00:00.000Z', true, 'four days before the decree'],
    ['2025-01-14T00:59:59.999Z', true, 'a moment before the cabinet sat'],
    ['2025-01-14T01:00:00.000Z', false, 'when it sat'],
    ['2025-01-15T00:00:00.000Z', false, 'the day after'],
  ])('seen at %s leaves 27 January 2025 a working day: %s (%s)', (at, works) => {
    expect(isWorkingDay(on('2025-01-27'), calendarKnownAt(Instant.parse(at)))).toBe(works);
  });

  const calledOff = DecreedHoliday.parse({
    on: '2026-12-28',
    name: '임시공휴일',
    source: '국무회의',
    knownAt: '2026-11-24T01:00:00.000Z',
    calledOffAt: '2026-11-30T01:00:00.000Z',
  });

  it.each([
    ['2026-11-24T00:59:59.999Z', false, 'a moment before it was known'],
    ['2026-11-24T01:00:00.000Z', true, 'when it became known'],
    ['2026-11-30T00:59:59.999Z', true, 'a moment before it was called off'],
    ['2026-11-30T01:00:00.000Z', false, 'when it was called off'],
    ['2026-12-28T01:00:00.000Z', false, 'on its day'],
  ])('of the city’s own, seen at %s, counts: %s (%s)', (at, counts) => {
    const when = Instant.parse(at);
    expect(isKnownAt(calledOff, when)).toBe(counts);
    const known = calendarKnownAt(when, cityCalendar([calledOff]).decreed);
    expect(isWorkingDay(on('2026-12-28'), known)).toBe(!counts);
  });

  it('of the city’s own comes on top of those of the rules, whether or not it counts today', () => {
    expect(cityCalendar([calledOff])).toEqual({ decreed: [...decreedHolidays, calledOff], knownUntilYear: 2027 });
  });

  it('always has a source, and is known before it comes', () => {
    for (const { on: day, source, knownAt } of decreedHolidays) {
      expect(source.length, day).toBeGreaterThan(10);
      expect(knownAt < `${day}T00:00:00.000Z`, day).toBe(true);
    }
  });
});

describe('a day off by rule', () => {
  it.each([
    ['2026-11-27', false, 'a Friday'],
    ['2026-11-28', true, 'a Saturday'],
    ['2026-11-29', true, 'a Sunday'],
    ['2026-12-25', true, 'Christmas'],
    ['2027-05-03', true, 'a substitute day'],
    ['2025-01-27', false, 'decreed off, but by no rule'],
  ])('%s: %s (%s)', (day, isOff) => {
    expect(isDayOffByRule(on(day))).toBe(isOff);
  });
});

describe('a calendar that ends', () => {
  it('marks days after its confirmed years provisional, and still knows their holidays', () => {
    expect(isProvisional(on('2027-12-31'), later)).toBe(false);
    expect(isProvisional(on('2028-01-01'), later)).toBe(true);
    expect(isWorkingDay(on('2030-02-04'), later)).toBe(false);
  });

  it.each(['2013-12-31', '2051-01-01'])('refuses to guess whether %s is a working day', (day) => {
    expect(() => isWorkingDay(on(day), later)).toThrow(CalendarEnds);
    expect(() => isWorkingDay(on(day), later)).toThrow(
      `the calendar covers 2014 to 2050; a day of ${day.slice(0, 4)} was asked for`,
    );
  });
});
