import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlineOf, deadlines } from '#rules/clock/deadline.ts';
import { dueDate } from '#rules/clock/due-date.ts';
import { calendarKnownAt } from '#rules/clock/holidays.ts';
import { parseInstant, seoulDateOf, toInstant } from '#rules/clock/instant.ts';
import { sameDayDueDate } from '#rules/clock/same-day-due-date.ts';
import { Instant } from '#schemas/instant.ts';
import { Period } from '#schemas/period.ts';
import { knownDaysOff } from './known-days-off.ts';

const seoul = (text: string): Instant => parseInstant(`${text.replace(' ', 'T')}+09:00`);
const later = calendarKnownAt(Instant.parse('2027-12-31T00:00:00.000Z'));
const on10January = calendarKnownAt(seoul('2025-01-10 10:00'));
const periodOf = (text: string): Period => {
  const [count, unit] = text.split(' ');
  return Period.parse({ unit, count: Number(count) });
};

describe('the due date', () => {
  it.each([
    // Civil Petitions Treatment Act, article 19, paragraph 1: up to five days in working hours
    ['2025-01-24 16:00', '8 working-hours', later, '2025-01-31 16:00'],
    ['2025-01-24 16:00', '40 working-hours', later, '2025-02-06 16:00'],
    ['2025-01-24 16:00', '5 days', later, '2025-02-06 16:00'],
    ['2025-01-24 16:00', '1 days', later, '2025-01-31 16:00'],
    // "immediately" is three working hours
    ['2025-01-24 17:30', '3 working-hours', later, '2025-01-31 11:30'],
    // six days or more in days, the first included
    ['2025-01-10 10:00', '14 days', on10January, '2025-02-03 18:00'],
    ['2025-01-10 10:00', '14 days', later, '2025-02-04 18:00'],
    ['2025-02-03 23:59', '6 days', later, '2025-02-10 18:00'],
    ['2025-02-04 00:00', '6 days', later, '2025-02-11 18:00'],
    // received on a day off: the first working day is the first day
    ['2025-02-01 10:00', '6 days', later, '2025-02-10 18:00'],
    ['2025-02-02 23:59', '6 days', later, '2025-02-10 18:00'],
    // Civil Act, articles 159 to 161: months by the calendar, the first day included
    ['2025-02-03 10:00', '1 months', later, '2025-03-04 18:00'],
    ['2025-02-01 10:00', '1 months', later, '2025-02-28 18:00'],
    ['2025-01-28 10:00', '1 months', later, '2025-02-27 18:00'],
    ['2025-01-29 10:00', '1 months', later, '2025-02-28 18:00'],
    ['2025-01-31 10:00', '1 months', later, '2025-02-28 18:00'],
    ['2024-01-30 10:00', '1 months', later, '2024-02-29 18:00'],
    ['2024-12-31 10:00', '2 months', later, '2025-02-28 18:00'],
    // the last day, 2025-10-05, lies in the longest holiday of the year
    ['2025-07-06 10:00', '3 months', later, '2025-10-10 18:00'],
    ['2025-09-05 10:00', '1 months', later, '2025-10-10 18:00'],
    ['2024-02-29 10:00', '1 years', later, '2025-02-28 18:00'],
    ['2025-02-03 10:00', '1 years', later, '2026-02-02 18:00'],
  ])('of a complaint received %s with %s', (received, period, calendar, due) => {
    expect(dueDate({ receivedAt: seoul(received), period: periodOf(period), calendar }).dueAt).toBe(seoul(due));
  });

  it('shows the minutes it counted, which add up to the period', () => {
    const { counted, provisional } = dueDate({
      receivedAt: seoul('2025-01-24 16:00:30'),
      period: periodOf('8 working-hours'),
      calendar: later,
    });
    expect(counted).toEqual([
      { on: '2025-01-24', minutes: 120 },
      { on: '2025-01-31', minutes: 360 },
    ]);
    expect(provisional).toBe(false);
  });

  it('shows the days it counted', () => {
    const question = { receivedAt: seoul('2025-01-24 19:00'), period: periodOf('6 days'), calendar: later };
    expect(dueDate(question).counted).toEqual([
      { on: '2025-01-24', day: 1 },
      { on: '2025-01-31', day: 2 },
      { on: '2025-02-03', day: 3 },
      { on: '2025-02-04', day: 4 },
      { on: '2025-02-05', day: 5 },
      { on: '2025-02-06', day: 6 },
    ]);
  });

  it('shows of months the first day and the last', () => {
    const question = { receivedAt: seoul('2025-09-05 10:00'), period: periodOf('1 months'), calendar: later };
    expect(dueDate(question).counted).toEqual([
      { on: '2025-09-05', day: 1 },
      { on: '2025-10-10', day: 36 },
    ]);
  });

  it('is provisional when it runs past the last confirmed year', () => {
    const question = (received: string) => ({
      receivedAt: seoul(received),
      period: periodOf('6 days'),
      calendar: later,
    });
    expect(dueDate(question('2027-12-23 10:00')).provisional).toBe(false);
    expect(dueDate(question('2027-12-24 10:00')).provisional).toBe(true);
  });

  it('of six days or more never counts a day off, wherever it begins', () => {
    const start = Date.parse('2020-01-01T00:00:00.000Z');
    const question = fc.tuple(fc.integer({ min: 0, max: 2500 * 1440 }), fc.integer({ min: 6, max: 60 }));
    fc.assert(
      fc.property(question, ([minute, count]) => {
        const receivedAt = toInstant(start + minute * 60_000);
        const { counted } = dueDate({ receivedAt, period: { unit: 'days', count }, calendar: later });
        expect(counted.map((each) => 'day' in each && each.day)).toEqual(
          Array.from({ length: count }, (_, i) => i + 1),
        );
        for (const { on } of counted) {
          const weekday = new Date(`${on}T00:00:00.000Z`).getUTCDay();
          expect(knownDaysOff.has(on) || weekday === 0 || weekday === 6 || on < seoulDateOf(receivedAt)).toBe(false);
        }
      }),
      { numRuns: 500, seed: 20261121 },
    );
  });
});

describe('the same-day promise', () => {
  it.each([
    ['2026-11-23 09:00:00.000', true, '2026-11-24 00:00'],
    ['2026-11-23 00:00:00.000', true, '2026-11-24 00:00'],
    ['2026-11-23 17:59:59.999', true, '2026-11-24 00:00'],
    ['2026-11-23 18:00:00.000', false, '2026-11-25 00:00'],
    ['2026-11-23 23:59:59.999', false, '2026-11-25 00:00'],
    ['2026-11-27 17:59:59.999', true, '2026-11-28 00:00'],
    ['2026-11-27 18:00:00.000', false, '2026-12-01 00:00'],
    ['2026-11-28 10:00:00.000', false, '2026-12-01 00:00'],
    ['2026-09-23 18:00:00.000', false, '2026-09-29 00:00'],
  ])('received %s is before the cut-off: %s, due %s', (received, isBeforeCutOff, due) => {
    const promise = sameDayDueDate({ receivedAt: seoul(received), calendar: later });
    expect(promise).toMatchObject({ isBeforeCutOff, dueAt: seoul(due) });
  });

  it('takes another cut-off and another end of the day as settings', () => {
    const promise = sameDayDueDate({
      receivedAt: seoul('2026-11-23 17:00'),
      calendar: later,
      cutOff: '17:00',
      endOfDay: '20:00',
    });
    expect(promise).toMatchObject({ isBeforeCutOff: false, dueAt: seoul('2026-11-24 20:00') });
  });
});

describe('the deadlines of a complaint', () => {
  const kind = { period: periodOf('7 days') };

  it('received in time: same day, next working day and the period of its kind', () => {
    expect(deadlines({ receivedAt: seoul('2026-11-27 17:59'), kind, calendar: later })).toEqual({
      isBeforeCutOff: true,
      sameDay: { basis: 'same-day', dueAt: seoul('2026-11-28 00:00'), provisional: false },
      nextWorkingDay: { basis: 'next-working-day', dueAt: seoul('2026-12-01 00:00'), provisional: false },
      statutory: { basis: 'statutory', dueAt: seoul('2026-12-07 18:00'), period: kind.period, provisional: false },
    });
  });

  it('received at the cut-off gives no one a day that is over', () => {
    const { sameDay, nextWorkingDay } = deadlines({ receivedAt: seoul('2026-11-27 18:00'), kind, calendar: later });
    expect(sameDay).toEqual(nextWorkingDay);
  });

  it.each([
    ['2026-11-27 17:59', true, 'same-day'],
    ['2026-11-27 18:00', true, 'next-working-day'],
    ['2026-11-27 17:59', false, 'statutory'],
  ])('received %s and simple: %s is due by the basis %s', (received, isSimple, basis) => {
    expect(deadlineOf({ receivedAt: seoul(received), kind, calendar: later, isSimple }).basis).toBe(basis);
  });
});
