import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueDate } from '#rules/clock/due-date.ts';
import { calendarKnownAt } from '#rules/clock/holidays.ts';
import { parseInstant, toInstant, toMillis } from '#rules/clock/instant.ts';
import { dueOf, ledgerSteps, standingOf } from '#rules/clock/ledger.ts';
import { addWorkingMillis, workingMillisBetween } from '#rules/clock/working-time.ts';
import { LedgerEntry } from '#schemas/deadline.ts';
import { LedgerBroken } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';

const seoul = (text: string): Instant => parseInstant(`${text.replace(' ', 'T')}+09:00`);
const calendar = calendarKnownAt(seoul('2027-12-31 00:00'));
const entries = (...list: readonly object[]): readonly LedgerEntry[] => list.map((entry) => LedgerEntry.parse(entry));
const start = (at: string, count: number, unit = 'days') => ({
  kind: 'start',
  at: seoul(at),
  basis: 'statutory',
  period: { unit, count },
});
const pause = (at: string) => ({ kind: 'pause', at: seoul(at) });
const resume = (at: string) => ({ kind: 'resume', at: seoul(at) });
const extension = (at: string, count: number, unit = 'days') => ({
  kind: 'extension',
  at: seoul(at),
  period: { unit, count },
});
const decree = (at: string, on: string) => ({
  kind: 'decreed-holiday',
  at: seoul(at),
  on,
  name: '임시공휴일',
  source: '국무회의',
});
const calledOff = (at: string, on: string) => ({ kind: 'called-off-holiday', at: seoul(at), on });

describe('the due instant of a ledger', () => {
  it.each([
    ['begins with the period', entries(start('2026-11-23 10:00', 7)), '2026-12-01 18:00'],
    [
      'asked at 2 hours left and answered 5 days later: 2 hours are left, not 0 and not all',
      entries(start('2026-11-23 10:00', 8, 'working-hours'), pause('2026-11-23 17:00'), resume('2026-11-28 10:00')),
      '2026-11-30 11:00',
    ],
    [
      'in days keeps its hours over a pause, too',
      entries(start('2026-11-23 10:00', 7), pause('2026-12-01 16:00'), resume('2026-12-07 09:30')),
      '2026-12-07 11:30',
    ],
    [
      'twice paused',
      entries(
        start('2026-11-23 10:00', 7),
        pause('2026-11-24 09:00'),
        resume('2026-11-25 09:00'),
        pause('2026-11-26 09:00'),
        resume('2026-11-27 09:00'),
      ),
      '2026-12-03 18:00',
    ],
    [
      'extended by its period',
      entries(start('2026-11-23 10:00', 7), extension('2026-11-30 10:00', 7)),
      '2026-12-10 18:00',
    ],
    [
      'extended by a month',
      entries(start('2026-11-23 10:00', 1, 'months'), extension('2026-12-01 10:00', 1, 'months')),
      '2027-01-22 18:00',
    ],
    [
      'extended by a month from the end of a day',
      entries(
        { kind: 'start', at: seoul('2026-11-23 10:00'), basis: 'same-day' },
        extension('2026-11-23 15:00', 1, 'months'),
      ),
      '2026-12-23 18:00',
    ],
    ['filed before a decree it did not know of', entries(start('2025-01-10 10:00', 14)), '2025-02-03 18:00'],
    [
      'with the decree recorded',
      entries(start('2025-01-10 10:00', 14), decree('2025-01-14 10:05', '2025-01-27')),
      '2025-02-04 18:00',
    ],
    ['filed after the decree needs no entry', entries(start('2025-01-14 11:00', 12)), '2025-02-04 18:00'],
    [
      'with the decree recorded and called off again',
      entries(
        start('2025-01-10 10:00', 14),
        decree('2025-01-14 10:05', '2025-01-27'),
        calledOff('2025-01-16 10:00', '2025-01-27'),
      ),
      '2025-02-03 18:00',
    ],
    [
      'with a day called off that was known at the start',
      entries(start('2025-01-14 11:00', 12), calledOff('2025-01-16 10:00', '2025-01-27')),
      '2025-02-03 18:00',
    ],
    [
      'decreed, called off, and decreed once more',
      entries(
        start('2025-01-10 10:00', 14),
        decree('2025-01-14 10:05', '2025-01-27'),
        calledOff('2025-01-16 10:00', '2025-01-27'),
        decree('2025-01-17 10:00', '2025-01-27'),
      ),
      '2025-02-04 18:00',
    ],
    [
      'with a decree during a pause',
      entries(
        start('2025-01-10 10:00', 14),
        pause('2025-01-13 18:00'),
        decree('2025-01-14 10:05', '2025-01-27'),
        resume('2025-01-15 09:00'),
      ),
      '2025-02-05 18:00',
    ],
    [
      'with a decree for a day after the due instant',
      entries(start('2025-01-10 10:00', 6), decree('2025-01-14 10:05', '2025-01-27')),
      '2025-01-17 18:00',
    ],
    [
      'by the same-day promise, paused at 16:00: 8 of 24 hours are left',
      entries(
        { kind: 'start', at: seoul('2026-11-23 10:00'), basis: 'same-day' },
        pause('2026-11-23 16:00'),
        resume('2026-11-27 20:00'),
      ),
      '2026-11-30 04:00',
    ],
    [
      'by the same-day promise as it was made, not as it is set today',
      entries({
        kind: 'start',
        at: seoul('2026-11-23 17:00'),
        basis: 'same-day',
        cutOff: '17:00',
        endOfDay: '20:00',
      }),
      '2026-11-24 20:00',
    ],
    [
      'by the next working day, with that day decreed off',
      entries(
        { kind: 'start', at: seoul('2025-01-24 18:00'), basis: 'next-working-day' },
        decree('2025-01-26 10:00', '2025-01-31'),
      ),
      '2025-02-04 00:00',
    ],
  ])('%s', (_, ledger, due) => {
    expect(dueOf(ledger, calendar)).toBe(seoul(due));
  });

  it('is open while the clock stands, and says how much is left', () => {
    const ledger = entries(start('2026-11-23 10:00', 8, 'working-hours'), pause('2026-11-23 17:00'));
    expect(dueOf(ledger, calendar)).toBeUndefined();
    expect(standingOf(ledger, calendar)).toEqual({
      kind: 'paused',
      pausedAt: seoul('2026-11-23 17:00'),
      leftMillis: 2 * 3_600_000,
      usedMillis: 6 * 3_600_000,
      wasDueAt: seoul('2026-11-24 10:00'),
    });
  });

  it('runs since its last resume, with the working time used up before', () => {
    const ledger = entries(
      start('2026-11-23 10:00', 7),
      pause('2026-11-24 10:00'),
      resume('2026-11-25 09:00'),
      pause('2026-11-25 10:30'),
      resume('2026-11-27 09:00'),
    );
    // Seven days from 10:00 on are 55 hours; from 10:00 to 10:00 are eight, then one and a half: 45.5 are left.
    expect(standingOf(ledger, calendar)).toEqual({
      kind: 'running',
      dueAt: seoul('2026-12-04 15:30'),
      since: seoul('2026-11-27 09:00'),
      usedMillis: 9.5 * 3_600_000,
    });
  });
});

describe('the steps of a ledger', () => {
  it('show every entry with what it moved', () => {
    const ledger = entries(
      start('2025-01-10 10:00', 14),
      decree('2025-01-14 10:05', '2025-01-27'),
      pause('2025-01-20 09:00'),
      resume('2025-01-21 09:00'),
    );
    const day = 86_400_000;
    expect(ledgerSteps(ledger, calendar).map(({ dueAt, movedMillis }) => [dueAt, movedMillis / day])).toEqual([
      [seoul('2025-02-03 18:00'), 0],
      [seoul('2025-02-04 18:00'), 1],
      [undefined, 0],
      [seoul('2025-02-05 18:00'), 1],
    ]);
  });

  const moment = fc.integer({ min: 1, max: 3 * 86_400_000 });
  const story = fc.record({
    received: fc.integer({ min: Date.parse('2024-06-01T00:00:00Z'), max: Date.parse('2026-06-01T00:00:00Z') }),
    days: fc.integer({ min: 6, max: 30 }),
    gaps: fc.array(fc.tuple(moment, moment), { maxLength: 4 }),
    added: fc.option(fc.integer({ min: 1, max: 10 })),
  });

  it('add up to the due instant, and a pause costs exactly the working time it lasted', () => {
    fc.assert(
      fc.property(story, ({ received, days, gaps, added }) => {
        const receivedAt = toInstant(received);
        const period = { unit: 'days', count: days } as const;
        const known = calendarKnownAt(receivedAt);
        const ledger: LedgerEntry[] = [{ kind: 'start', at: receivedAt, basis: 'statutory', period }];
        const firstDueAt = dueDate({ receivedAt, period, calendar: known }).dueAt;
        let expectedAt = firstDueAt;
        let at = received;
        for (const [before, during] of gaps) {
          const pausedAt = toInstant(at + before);
          if (pausedAt >= expectedAt) break;
          at += before + during;
          ledger.push({ kind: 'pause', at: pausedAt }, { kind: 'resume', at: toInstant(at) });
          const left = workingMillisBetween(pausedAt, expectedAt, known);
          expectedAt = addWorkingMillis(toInstant(at), left, known);
        }
        if (added !== null) {
          ledger.push({ kind: 'extension', at: toInstant(at), period: { unit: 'days', count: added } });
          expectedAt = addWorkingMillis(expectedAt, added * 8 * 3_600_000, known);
        }
        expect(dueOf(ledger, calendar)).toBe(expectedAt);
        const moved = ledgerSteps(ledger, calendar).reduce((sum, step) => sum + step.movedMillis, 0);
        expect(toMillis(firstDueAt) + moved).toBe(toMillis(expectedAt));
      }),
      { numRuns: 300, seed: 20261121 },
    );
  });
});

describe('a ledger that does not tell one story', () => {
  it.each([
    ['without a start', entries(pause('2026-11-23 10:00')), 'a ledger begins with its start'],
    ['with two starts', entries(start('2026-11-23 10:00', 7), start('2026-11-23 10:00', 7)), 'a ledger has one start'],
    [
      'resumed without a pause',
      entries(start('2026-11-23 10:00', 7), resume('2026-11-24 10:00')),
      'resumed at 2026-11-24T01:00:00.000Z without a pause',
    ],
    [
      'paused twice',
      entries(start('2026-11-23 10:00', 7), pause('2026-11-24 10:00'), pause('2026-11-25 10:00')),
      'paused at 2026-11-25T01:00:00.000Z, but already at 2026-11-24T01:00:00.000Z',
    ],
    [
      'extended during a pause',
      entries(start('2026-11-23 10:00', 7), pause('2026-11-24 10:00'), extension('2026-11-25 10:00', 7)),
      'extended at 2026-11-25T01:00:00.000Z during the pause',
    ],
    [
      'by the law without a period',
      entries({ kind: 'start', at: seoul('2026-11-23 10:00'), basis: 'statutory' }),
      'the statutory start at 2026-11-23T01:00:00.000Z names no period',
    ],
  ])('is refused: %s', (_, ledger, words) => {
    expect(() => dueOf(ledger, calendar)).toThrow(LedgerBroken);
    expect(() => dueOf(ledger, calendar)).toThrow(words);
  });
});
