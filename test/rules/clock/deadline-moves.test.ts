import { describe, expect, it } from 'vitest';
import { ledgerFrom, ledgerOf, withEntry, withLedger } from '#rules/clock/deadline-moves.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { dueOf } from '#rules/clock/ledger.ts';
import type { DecreedHoliday } from '#schemas/calendar.ts';
import { Stage } from '#schemas/complaint.ts';
import { LedgerEntry } from '#schemas/deadline.ts';
import { LedgerBroken } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import { complaintAt, dueAt, number, at as receivedAt } from '#test/functions/samples.ts';
import { calendar, corruption, decreedDay as day, seoul } from '../hearing/spoken.ts';

// Received on Monday 23 November at 09:00, seven days: due on Tuesday 1 December at 18:00.
const complaint = complaintAt('answer');
const start = LedgerEntry.parse({
  kind: 'start',
  at: receivedAt,
  basis: 'statutory',
  period: { unit: 'days', count: 7 },
});
const extension = LedgerEntry.parse({
  kind: 'extension',
  at: seoul('2026-11-30 10:00'),
  period: { unit: 'days', count: 7 },
});
const pause = LedgerEntry.parse({ kind: 'pause', at: seoul('2026-12-01 16:00') });

describe('the ledger of a complaint', () => {
  it('is the one it carries', () => {
    expect(ledgerOf(complaintAt('answer', { ledger: [start, extension] }))).toEqual([start, extension]);
  });

  it.each(Stage.options)('at %s, of a complaint that carries none, is its start once it was assigned', (stage) => {
    const isBefore = stage === 'classification' || stage === 'classified';
    expect(ledgerOf(complaintAt(stage))).toEqual(isBefore ? [] : [start]);
  });

  it('is empty of one that was withdrawn at the classifying desk', () => {
    const desk = { ...complaint.assignment, person: undefined, reason: 'classification' } as const;
    expect(ledgerOf(complaintAt('closed', { assignment: desk as never }))).toEqual([]);
  });

  it('is empty before there is a deadline', () => {
    expect(ledgerOf(complaintAt('classify', { deadline: undefined }))).toEqual([]);
  });
});

describe('a complaint with one more entry', () => {
  it('is due when all entries together say, and its ladder follows', () => {
    const moved = withEntry(complaint, extension, calendar);
    expect(moved.ledger).toEqual([start, extension]);
    expect(moved.deadline).toEqual({ ...complaint.deadline, dueAt: seoul('2026-12-10 18:00') });
    expect(moved.rungs.map(({ id, at }) => [id, at])).toEqual([
      ['remind-official-50', seoul('2026-12-01 18:00')],
      ['remind-official-80', seoul('2026-12-08 10:36')],
      ['escalate-to-lead', seoul('2026-12-10 18:00:10')],
      ['escalate-to-director', seoul('2026-12-11 18:00')],
      ['escalate-to-audit-office', seoul('2026-12-15 18:00')],
      ['tell-progress', seoul('2026-12-23 09:00')],
    ]);
  });

  it('climbs the ladder of its kind', () => {
    const { rungs } = withEntry(complaintAt('answer', { classification: corruption }), extension, calendar);
    expect(rungs[0]).toMatchObject({ id: 'remind-official-25', at: seoul('2026-11-26 14:00') });
  });

  it('keeps its due instant on record while its clock stands, and has one rung: the end of the term', () => {
    const asked = complaintAt('answer', { supplement: { asked: 2, untilAt: seoul('2026-12-12 00:00') } });
    const paused = withEntry(asked, pause, calendar);
    expect(paused).toMatchObject({ pausedAt: pause.at, deadline: { dueAt } });
    expect(paused.rungs).toEqual([
      { id: 'supplement-term-2-ended', step: 'RemindOfficial', at: seoul('2026-12-14 09:00') },
      { id: 'tell-progress', step: 'TellProgress', at: seoul('2026-12-23 09:00') },
    ]);
  });

  // The term includes its last instant.
  it.each([
    ['2026-12-11 10:00', '2026-12-11 10:00:00.001'],
    ['2026-12-11 17:59:59.999', '2026-12-11 18:00'],
    ['2026-12-11 18:00', '2026-12-14 09:00'],
    ['2026-12-12 00:00', '2026-12-14 09:00'],
  ])('hears of a term that ends at %s after it, within working hours: %s', (until, at) => {
    const asked = complaintAt('answer', { supplement: { asked: 1, untilAt: seoul(until) } });
    expect(withEntry(asked, pause, calendar).rungs[0]).toMatchObject({ id: 'supplement-term-1-ended', at: seoul(at) });
  });

  it('is provisional when it is then due after the confirmed years, and no longer when it is not', () => {
    const late = LedgerEntry.parse({ ...start, at: seoul('2027-12-24 09:00') });
    const filed = complaintAt('answer', { receivedAt: late.at, ledger: [late] });
    expect(withLedger(filed, [late], calendar).deadline).toMatchObject({ provisional: true });
    const early = complaintAt('answer', { deadline: { ...complaint.deadline, provisional: true } });
    expect(withEntry(early, extension, calendar).deadline).toMatchObject({ provisional: false });
  });

  it('changes nothing in place', () => {
    const before = structuredClone(complaint);
    withEntry(complaint, extension, calendar);
    expect(complaint).toEqual(before);
  });

  it('without a deadline is refused', () => {
    const filed = complaintAt('answer', { deadline: undefined });
    expect(() => withEntry(filed, extension, calendar)).toThrow(
      new LedgerBroken(`complaint ${number} has entries but no deadline`),
    );
  });

  it('that does not fit is refused', () => {
    const paused = withEntry(complaint, pause, calendar);
    expect(() => withEntry(paused, pause, calendar)).toThrow(LedgerBroken);
  });
});

describe('what a ledger that is begun later records of the calendar since the receipt', () => {
  const terms = { basis: 'statutory', period: { unit: 'days', count: 7 } } as const;
  const at = seoul('2026-11-26 10:00');
  const kinds = (...days: DecreedHoliday[]): unknown[] =>
    ledgerFrom(receivedAt, terms, at, cityCalendar(days))
      .slice(1)
      .map((entry) => [entry.kind, entry.at]);
  const decreedAt = (when: Instant) => [['decreed-holiday', when]];

  it.each([
    ['a moment before the receipt: that is the start’s', '2026-11-23 08:59:59.999', []],
    ['at the receipt', '2026-11-23 09:00', decreedAt(receivedAt)],
    ['since', '2026-11-25 10:00', decreedAt(seoul('2026-11-25 10:00'))],
    ['at the assignment', '2026-11-26 10:00', decreedAt(at)],
    ['a moment after it', '2026-11-26 10:00:00.001', []],
  ])('is a day that became known %s', (_, knownAt, expected) => {
    expect(kinds(day('2026-11-30', knownAt))).toEqual(expected);
  });

  it.each([
    ['before the receipt', '2026-11-23 08:00', []],
    ['since', '2026-11-25 10:00', [['called-off-holiday', seoul('2026-11-25 10:00')]]],
    ['at the assignment', '2026-11-26 10:00', [['called-off-holiday', at]]],
    ['a moment after it', '2026-11-26 10:00:00.001', []],
  ])('is a day that was known and called off %s', (_, calledOffAt, expected) => {
    expect(kinds(day('2026-11-30', '2026-11-20 10:00', calledOffAt))).toEqual(expected);
  });

  it.each([
    ['decreed and called off since', day('2026-11-30', '2026-11-24 10:00', '2026-11-25 10:00')],
    ['before the day of the receipt', day('2026-11-20', '2026-11-24 10:00')],
  ])('is nothing of a day %s', (_, decreed) => {
    expect(kinds(decreed)).toEqual([]);
  });

  it('is nothing of a day that another decree leaves as it is', () => {
    const both = [day('2026-11-30', '2026-11-20 10:00', '2026-11-25 10:00'), day('2026-11-30', '2026-11-21 10:00')];
    expect(kinds(...both)).toEqual([]);
  });

  it('stands in the order of time, and gives the deadline as it is counted by then', () => {
    const days = cityCalendar([
      day('2026-11-30', '2026-11-25 10:00'),
      day('2026-11-26', '2026-11-24 10:00'),
      day('2026-11-27', '2026-11-20 10:00', '2026-11-24 15:00'),
    ]);
    const ledger = ledgerFrom(receivedAt, terms, at, days);
    const kinds = ledger.map(({ kind }) => kind);
    expect(kinds).toEqual(['start', 'decreed-holiday', 'called-off-holiday', 'decreed-holiday']);
    // Seven days without the 26th and the 30th.
    expect(dueOf(ledger, days)).toBe(seoul('2026-12-03 18:00'));
  });

  it('names in its start the decreed days it counted with: a calendar that is completed later counts it the same', () => {
    const known = day('2026-11-27', '2026-11-20 10:00');
    const ledger = ledgerFrom(receivedAt, terms, at, cityCalendar([known]));
    expect(ledger).toMatchObject([{ kind: 'start', daysOff: ['2028-04-12', '2026-11-27'] }]);
    const late = cityCalendar([known, day('2026-11-30', '2026-11-20 10:00')]);
    expect(dueOf(ledger, late)).toBe(seoul('2026-12-02 18:00'));
    expect(dueOf(ledger, cityCalendar([]))).toBe(seoul('2026-12-02 18:00'));
  });
});
