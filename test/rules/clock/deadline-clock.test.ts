import { describe, expect, it } from 'vitest';
import { deadlineClock, usedWorkingMinutes } from '#rules/clock/deadline-clock.ts';
import { withLedger } from '#rules/clock/deadline-moves.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { type CountedDay, DeadlineClock, LedgerEntry } from '#schemas/deadline.ts';
import type { Instant } from '#schemas/instant.ts';
import { complaintAt, dueAt, at as receivedAt } from '#test/functions/samples.ts';
import { away, calendar, seoul } from '../hearing/spoken.ts';

const entry = (more: object): LedgerEntry => LedgerEntry.parse(more);
const start = (at: string, count: number, unit = 'days') =>
  entry({ kind: 'start', at: seoul(at), basis: 'statutory', period: { unit, count } });
const promise = (at: string) => entry({ kind: 'start', at: seoul(at), basis: 'same-day' });
const pause = (at: string) => entry({ kind: 'pause', at: seoul(at) });
const resume = (at: string) => entry({ kind: 'resume', at: seoul(at) });
const extension = (at: string, count: number) =>
  entry({ kind: 'extension', at: seoul(at), period: { unit: 'days', count } });
const decree = (at: string, on: string) =>
  entry({ kind: 'decreed-holiday', at: seoul(at), on, name: '임시공휴일', source: '국무회의' });
const calledOff = (at: string, on: string) => entry({ kind: 'called-off-holiday', at: seoul(at), on });

/** A complaint that stands as its ledger says. */
const under = (...ledger: readonly LedgerEntry[]): Complaint => {
  const [first] = ledger;
  const complaint = complaintAt('answer', { receivedAt: first?.at });
  return withLedger(complaint, ledger, calendar);
};

const seven = under(start('2026-11-23 09:00', 7));
const clockOf = (complaint: Complaint, asOf: Instant) => deadlineClock(complaint, asOf, calendar);

describe('a deadline that has ended', () => {
  const answered = (complaint: Complaint, at: string): Complaint => ({
    ...complaint,
    stage: 'rating',
    answeredAt: seoul(at),
  });

  it('with the answer tells what was left then, however long ago', () => {
    const clock = clockOf(answered(seven, '2026-12-01 16:00'), seoul('2027-03-02 10:00'));
    expect(clock).toMatchObject({ state: 'ended', dueAt, remainingMinutes: 120 });
    expect(clockOf(answered(seven, '2026-12-02 10:00'), seoul('2027-03-02 10:00'))?.remainingMinutes).toBe(0);
  });

  it('with an answer during a pause is paused no more', () => {
    const paused = under(start('2026-11-23 09:00', 7), pause('2026-12-01 16:00'));
    const clock = clockOf(answered(paused, '2026-12-10 10:00'), seoul('2027-03-02 10:00'));
    expect(clock).toMatchObject({ state: 'ended', remainingMinutes: 120 });
  });
});

describe('a deadline that runs', () => {
  it('says when it is due, how much working time is left, and why', () => {
    const clock = clockOf(seven, seoul('2026-11-30 16:00'));
    expect(clock).toEqual({
      state: 'running',
      dueAt,
      provisional: false,
      remainingMinutes: 2 * 60 + 8 * 60,
      lines: [{ kind: 'start', at: receivedAt, period: { unit: 'days', count: 7 }, dueAt, movedMinutes: 0 }],
    });
    expect(DeadlineClock.parse(clock)).toEqual(clock);
  });

  it.each([
    [-60_000, 'running', 1],
    [-59_999, 'running', 0],
    [-1, 'running', 0],
    [0, 'running', 0],
    [1, 'passed', 0],
  ])('%i ms from its due instant is %s, with %i minutes left', (millis, state, remainingMinutes) => {
    expect(clockOf(seven, away(dueAt, millis))).toMatchObject({ state, remainingMinutes, dueAt });
  });

  it('outside working hours has as much left as at the next opening', () => {
    for (const asOf of ['2026-11-28 10:00', '2026-11-30 09:00']) {
      expect(clockOf(seven, seoul(asOf))?.remainingMinutes).toBe(16 * 60);
    }
  });

  it('by the promise of the same day counts the whole of the day', () => {
    expect(clockOf(under(promise('2026-11-27 10:00')), seoul('2026-11-27 20:00'))).toMatchObject({
      state: 'running',
      dueAt: seoul('2026-11-28 00:00'),
      remainingMinutes: 4 * 60,
    });
  });

  it('of a complaint assigned before complaints carried their ledger is that of its start', () => {
    expect(clockOf(complaintAt('answer'), receivedAt)).toEqual(clockOf(seven, receivedAt));
  });

  it('counts days that were decreed later only if its ledger has them', () => {
    const on = decree('2026-11-24 10:00', '2026-11-27');
    const citys = on.kind === 'decreed-holiday' ? cityCalendar([{ ...on, knownAt: on.at }]) : calendar;
    expect(deadlineClock(seven, receivedAt, citys)).toEqual(clockOf(seven, receivedAt));
  });

  it('is marked provisional when it lies beyond the confirmed years', () => {
    const late = under(start('2027-12-24 09:00', 7));
    expect(clockOf(late, seoul('2027-12-24 10:00'))).toMatchObject({ provisional: true });
  });

  it.each(['receive', 'classify', 'classification', 'classified'] as const)('is none at %s', (stage) => {
    const isGuessed = stage === 'classification' || stage === 'classified';
    const deadline = isGuessed ? complaintAt('answer').deadline : undefined;
    expect(clockOf(complaintAt(stage, { deadline }), receivedAt)).toBeUndefined();
  });
});

describe('a deadline whose clock stands', () => {
  const ledger = [start('2026-11-23 09:00', 7), pause('2026-12-01 16:00')];
  const paused: Complaint = { ...under(...ledger), supplement: { asked: 1, untilAt: seoul('2026-12-12 00:00') } };

  it.each(['2026-12-01 16:00', '2026-12-01 18:00:01', '2026-12-10 10:00', '2027-01-10 10:00'])(
    'has the same time left at %s, and promises no date',
    (asOf) => {
      const clock = clockOf(paused, seoul(asOf));
      expect(clock).toMatchObject({
        state: 'paused',
        pausedAt: seoul('2026-12-01 16:00'),
        supplementUntil: seoul('2026-12-12 00:00'),
        remainingMinutes: 2 * 60,
      });
      expect(clock).not.toHaveProperty('dueAt');
      expect(clock?.lines.at(-1)).toMatchObject({ kind: 'pause', dueAt: undefined, movedMinutes: 0 });
    },
  );
});

describe('the lines of a deadline', () => {
  it('are every entry with where it led, by how much it moved it, and by what', () => {
    const moved = under(
      start('2026-11-23 09:00', 7),
      decree('2026-11-24 10:00', '2026-11-27'),
      calledOff('2026-11-25 10:00', '2026-11-27'),
      pause('2026-12-01 16:00'),
      resume('2026-12-02 16:00'),
      extension('2026-12-02 17:00', 1),
    );
    const day = 24 * 60;
    expect(clockOf(moved, seoul('2026-12-02 17:00'))?.lines).toEqual([
      { kind: 'start', at: receivedAt, period: { unit: 'days', count: 7 }, dueAt, movedMinutes: 0 },
      {
        kind: 'decreed-holiday',
        at: seoul('2026-11-24 10:00'),
        on: '2026-11-27',
        name: '임시공휴일',
        dueAt: seoul('2026-12-02 18:00'),
        movedMinutes: day,
      },
      { kind: 'called-off-holiday', at: seoul('2026-11-25 10:00'), on: '2026-11-27', dueAt, movedMinutes: -day },
      { kind: 'pause', at: seoul('2026-12-01 16:00'), dueAt: undefined, movedMinutes: 0 },
      { kind: 'resume', at: seoul('2026-12-02 16:00'), dueAt: seoul('2026-12-02 18:00'), movedMinutes: day },
      {
        kind: 'extension',
        at: seoul('2026-12-02 17:00'),
        period: { unit: 'days', count: 1 },
        dueAt: seoul('2026-12-03 18:00'),
        movedMinutes: day,
      },
    ]);
  });
});

describe('the days that make up a deadline', () => {
  const counted = (complaint: Complaint): readonly unknown[] | undefined =>
    deadlineClock(complaint, receivedAt, calendar, true)?.counted?.map((day) => shown(day));
  const shown = (day: CountedDay): string => `${day.on.slice(5)} ${'day' in day ? `#${day.day}` : day.minutes}`;

  it('are given on request only', () => {
    expect(clockOf(seven, receivedAt)).not.toHaveProperty('counted');
  });

  it.each<[string, Complaint, readonly string[]]>([
    ['of hours are minutes', under(start('2026-11-27 16:00', 8, 'working-hours')), ['11-27 120', '11-30 360']],
    [
      'of days are numbered',
      under(start('2026-11-27 16:00', 6)),
      ['11-27 #1', '11-30 #2', '12-01 #3', '12-02 #4', '12-03 #5', '12-04 #6'],
    ],
    [
      'leave out what was decreed since',
      under(start('2026-11-27 16:00', 6), decree('2026-11-28 10:00', '2026-12-01')),
      ['11-27 #1', '11-30 #2', '12-02 #3', '12-03 #4', '12-04 #5', '12-07 #6'],
    ],
    ['of months are the first and the last', under(start('2026-11-23 16:00', 1, 'months')), ['11-23 #1', '12-22 #30']],
    ['of the same day are minutes of the whole day', under(promise('2026-11-27 10:00')), ['11-27 840']],
    [
      'of a clock that stands are the minutes until then',
      under(start('2026-11-27 16:00', 6), pause('2026-11-30 10:00')),
      ['11-27 120', '11-30 60'],
    ],
    [
      'after a pause are the minutes in which the clock ran',
      under(start('2026-11-27 16:00', 8, 'working-hours'), pause('2026-11-30 10:00'), resume('2026-12-02 11:00')),
      ['11-27 120', '11-30 60', '12-02 300'],
    ],
    [
      'asked and given on one day add up',
      under(start('2026-11-30 09:00', 8, 'working-hours'), pause('2026-11-30 10:00'), resume('2026-11-30 17:00')),
      ['11-30 120', '12-01 360'],
    ],
    [
      'after an extension are minutes to its end',
      under(start('2026-11-27 16:00', 8, 'working-hours'), extension('2026-11-30 10:00', 1)),
      ['11-27 120', '11-30 480', '12-01 360'],
    ],
  ])('%s', (_, complaint, days) => {
    expect(counted(complaint)).toEqual(days);
  });
});

describe('the working time that was used', () => {
  it.each([
    ['2026-11-23 09:00', 0],
    ['2026-11-23 09:00:59.999', 0],
    ['2026-11-23 09:01', 1],
    ['2026-11-24 10:00', 9 * 60],
    ['2026-12-01 18:00', 56 * 60],
    ['2026-12-02 10:00', 57 * 60],
  ])('until %s is %i minutes from the receipt', (until, minutes) => {
    expect(usedWorkingMinutes(seven, seoul(until), calendar)).toBe(minutes);
  });

  it('leaves out what the clock stood', () => {
    const resumed = under(start('2026-11-23 09:00', 7), pause('2026-11-24 10:00'), resume('2026-11-26 17:00'));
    expect(usedWorkingMinutes(resumed, seoul('2026-11-27 10:00'), calendar)).toBe((9 + 1 + 1) * 60);
  });

  it('of an answer during a pause ends with the pause', () => {
    const paused = under(start('2026-11-23 09:00', 7), pause('2026-11-24 10:00'));
    expect(usedWorkingMinutes(paused, seoul('2026-11-30 10:00'), calendar)).toBe(9 * 60);
  });

  it('by the promise of the same day is time of working hours all the same', () => {
    expect(usedWorkingMinutes(under(promise('2026-11-27 10:00')), seoul('2026-11-27 20:00'), calendar)).toBe(7 * 60);
  });
});
