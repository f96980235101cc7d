import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { calendarKnownAt } from '#rules/clock/holidays.ts';
import { parseInstant, seoulInstant, toInstant, toMillis } from '#rules/clock/instant.ts';
import { addWorkingMinutes, withinWorkingHours, workingMinutesBetween } from '#rules/clock/working-time.ts';
import { CalendarEnds } from '#schemas/errors.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { knownDaysOff } from './known-days-off.ts';

const calendar = calendarKnownAt(Instant.parse('2027-12-31T00:00:00.000Z'));
const seoul = (text: string): Instant => parseInstant(`${text.replace(' ', 'T')}+09:00`);

describe('adding working time', () => {
  it.each([
    ['2025-01-24 16:00', 120, '2025-01-24 18:00', 'a count full at 18:00 ends at that 18:00'],
    ['2025-01-24 16:00', 121, '2025-01-31 09:01', 'over a weekend, a decreed day and Seollal'],
    ['2025-02-03 11:30', 30, '2025-02-03 12:00', 'a count full at noon ends at noon'],
    ['2025-02-03 11:30', 31, '2025-02-03 13:01', 'lunch does not count'],
    ['2025-02-03 12:30', 1, '2025-02-03 13:01', 'received at lunch'],
    ['2025-02-03 08:59', 1, '2025-02-03 09:01', 'received before nine'],
    ['2025-02-03 09:00', 480, '2025-02-03 18:00', 'eight hours are a day'],
    ['2025-02-03 18:00', 480, '2025-02-04 18:00', 'at the end of a day begins with the next'],
    ['2025-02-01 10:00', 60, '2025-02-03 10:00', 'received on a Saturday'],
    ['2025-02-01 10:00', 0, '2025-02-01 10:00', 'nothing added is nothing moved'],
  ])('%s plus %i minutes is %s: %s', (from, minutes, to) => {
    expect(addWorkingMinutes(seoul(from), minutes, calendar)).toBe(seoul(to));
  });

  it('keeps seconds and milliseconds of the receipt', () => {
    const due = addWorkingMinutes(seoul('2025-02-03 16:00:12.345'), 180, calendar);
    expect(due).toBe(seoul('2025-02-04 10:00:12.345'));
  });

  it('refuses to count backwards', () => {
    expect(() => addWorkingMinutes(seoul('2025-02-03 09:00'), -1, calendar)).toThrow(RangeError);
  });

  it('ends loudly where the calendar ends', () => {
    expect(() => addWorkingMinutes(seoul('2050-12-30 16:00'), 480, calendar)).toThrow(CalendarEnds);
  });
});

describe('working time between two instants', () => {
  it.each([
    ['2025-02-03 09:00', '2025-02-03 18:00', 480],
    ['2025-02-03 11:59', '2025-02-03 13:01', 2],
    ['2025-01-24 16:00', '2025-01-31 16:00', 480],
    ['2025-02-01 00:00', '2025-02-03 09:00', 0],
    ['2025-02-03 18:00', '2025-02-03 09:00', 0],
  ])('from %s to %s is %i minutes', (from, to, minutes) => {
    expect(workingMinutesBetween(seoul(from), seoul(to), calendar)).toBe(minutes);
  });
});

describe('within working hours', () => {
  it.each([
    ['2025-02-03 08:59:59.999', '2025-02-03 09:00', 'before nine'],
    ['2025-02-03 09:00', '2025-02-03 09:00', 'at nine'],
    ['2025-02-03 10:30:00.001', '2025-02-03 10:30:00.001', 'in the morning'],
    ['2025-02-03 12:00', '2025-02-03 12:00', 'at noon'],
    ['2025-02-03 12:00:00.001', '2025-02-03 13:00', 'at lunch'],
    ['2025-02-03 13:00', '2025-02-03 13:00', 'at one'],
    ['2025-02-03 18:00', '2025-02-03 18:00', 'at 18:00'],
    ['2025-02-03 18:00:00.001', '2025-02-04 09:00', 'after 18:00'],
    ['2025-01-24 24:00', '2025-01-31 09:00', 'over a weekend, a decreed day and Seollal'],
    ['2025-02-01 10:00', '2025-02-03 09:00', 'on a Saturday'],
  ])('%s is %s: %s', (at, open) => {
    const [day = '', time = ''] = at.split(' ');
    const from = time === '24:00' ? seoulInstant(SeoulDate.parse(day), time) : seoul(at);
    expect(withinWorkingHours(from, calendar)).toBe(seoul(open));
  });
});

// Walks minute by minute through literal dates; shares nothing with the rules but the instants.
const minuteCounts = (minuteAt: number): boolean => {
  const wall = new Date(minuteAt * 60_000 + 9 * 3_600_000).toISOString();
  const minute = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
  const isOpen = (minute >= 540 && minute < 720) || (minute >= 780 && minute < 1080);
  if (!isOpen) return false;
  const weekday = new Date(`${wall.slice(0, 10)}T00:00:00.000Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !knownDaysOff.has(SeoulDate.parse(wall.slice(0, 10)));
};
const firstMinute = Date.parse('2020-01-01T00:00:00.000Z') / 60_000;
const minutes = Date.parse('2027-03-01T00:00:00.000Z') / 60_000 - firstMinute;
const counts = Uint8Array.from({ length: minutes }, (_, index) => Number(minuteCounts(firstMinute + index)));
const walked = (fromMinute: number, wanted: number): number => {
  let left = wanted;
  let minute = fromMinute;
  for (; left > 0; minute += 1) left -= counts[minute] ?? Number.NaN;
  return minute;
};
const instantOf = (minute: number): Instant => toInstant((firstMinute + minute) * 60_000);
const lastStart = Date.parse('2026-12-31T00:00:00.000Z') / 60_000 - firstMinute;

describe('the minute-walking oracle', () => {
  const zone = process.env.TZ;
  afterAll(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it.each(['UTC', 'Asia/Seoul', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
    'agrees in the process time zone %s',
    (tz) => {
      process.env.TZ = tz;
      const question = fc.tuple(fc.integer({ min: 0, max: lastStart }), fc.integer({ min: 1, max: 40 * 60 }));
      fc.assert(
        fc.property(question, ([from, wanted]) => {
          const due = addWorkingMinutes(instantOf(from), wanted, calendar);
          expect(due).toBe(instantOf(walked(from, wanted)));
          expect(workingMinutesBetween(instantOf(from), due, calendar)).toBe(wanted);
        }),
        { numRuns: 2500, seed: 20261121 },
      );
    },
  );

  it('counts to the millisecond: what is between is what was added', () => {
    const question = fc.tuple(fc.integer({ min: 0, max: lastStart * 60_000 }), fc.integer({ min: 1, max: 20_000_000 }));
    fc.assert(
      fc.property(question, ([fromMillis, addedMillis]) => {
        const fromAt = toInstant(firstMinute * 60_000 + fromMillis);
        const dueAt = addWorkingMinutes(fromAt, addedMillis / 60_000, calendar);
        expect(Math.round(workingMinutesBetween(fromAt, dueAt, calendar) * 60_000)).toBe(addedMillis);
        expect(toMillis(dueAt)).toBeGreaterThanOrEqual(toMillis(fromAt) + addedMillis);
      }),
      { numRuns: 1000, seed: 20261121 },
    );
  });
});
