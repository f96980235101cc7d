import { describe, expect, it } from 'vitest';
import { deadlines } from '#rules/deadline.ts';
import { calendarKnownAt } from '#rules/holidays.ts';
import { parseInstant, toInstant, toMillis } from '#rules/instant.ts';
import { nextRung, rungsOf } from '#rules/rungs.ts';
import type { Instant } from '#schemas/instant.ts';
import { Ladder, type RungId } from '#schemas/rung.ts';

const seoul = (text: string): Instant => parseInstant(`${text.replace(' ', 'T')}+09:00`);
const calendar = calendarKnownAt(seoul('2027-12-31 00:00'));
const choicesOf = (receivedAt: Instant) =>
  deadlines({ receivedAt, kind: { period: { unit: 'days', count: 7 } }, calendar });

describe('the rungs of a statutory deadline', () => {
  const receivedAt = seoul('2026-11-23 09:00');
  const rungs = rungsOf({ deadline: choicesOf(receivedAt).statutory, receivedAt, calendar });

  // Seven working days of eight hours: 56 hours; half is 28, four fifths are 44.8.
  it.each([
    ['remind-official-50', 'RemindOfficial', '2026-11-26 14:00'],
    ['remind-official-80', 'RemindOfficial', '2026-11-30 14:48'],
    ['escalate-to-lead', 'EscalateToLead', '2026-12-01 18:00:10'],
    ['escalate-to-director', 'EscalateToDirector', '2026-12-02 18:00'],
    ['escalate-to-audit-office', 'EscalateToAuditOffice', '2026-12-04 18:00'],
  ])('%s leads to %s at %s', (id, step, at) => {
    expect(rungs.find((rung) => rung.id === id)).toEqual({ id, step, at: seoul(at) });
  });

  it('stand in the order of time', () => {
    expect(rungs.map(({ at }) => at)).toEqual(rungs.map(({ at }) => at).toSorted());
    expect(rungs).toHaveLength(5);
  });

  it('after a due instant on the eve of a holiday wait until officials are back', () => {
    const deadline = { basis: 'statutory', dueAt: seoul('2026-09-23 18:00') } as const;
    const late = rungsOf({ deadline, receivedAt: seoul('2026-09-15 10:00'), calendar });
    expect(late.at(-2)?.at).toBe(seoul('2026-09-28 18:00'));
    expect(late.at(-1)?.at).toBe(seoul('2026-09-30 18:00'));
  });

  it('take another ladder and another grace as data', () => {
    const ladder = Ladder.parse([{ id: 'escalate-to-lead', step: 'EscalateToLead', when: { by: 'due' } }]);
    const deadline = { basis: 'statutory', dueAt: seoul('2026-12-01 18:00') } as const;
    expect(rungsOf({ deadline, receivedAt, calendar, ladder, graceSeconds: 29 })).toEqual([
      { id: 'escalate-to-lead', step: 'EscalateToLead', at: seoul('2026-12-01 18:00:29') },
    ]);
  });
});

describe('the rungs of the same-day promise', () => {
  it.each([
    ['received in the morning', '2026-11-27 09:00', ['2026-11-27 16:00', '2026-11-27 18:00', '2026-11-28 00:00:10']],
    ['received at the cut-off', '2026-11-27 18:00', ['2026-11-30 16:00', '2026-11-30 18:00', '2026-12-01 00:00:10']],
  ])('%s: 16:00 and 18:00 of the due day, and its end', (_, received, expected) => {
    const receivedAt = seoul(received);
    const rungs = rungsOf({ deadline: choicesOf(receivedAt).sameDay, receivedAt, calendar });
    expect(rungs.slice(0, 3).map(({ at }) => at)).toEqual(expected.map(seoul));
  });

  it('go on one and three working days later', () => {
    const receivedAt = seoul('2026-11-27 09:00');
    const rungs = rungsOf({ deadline: choicesOf(receivedAt).sameDay, receivedAt, calendar });
    expect(rungs.slice(3).map(({ id, at }) => [id, at])).toEqual([
      ['escalate-to-director', seoul('2026-11-30 18:00')],
      ['escalate-to-audit-office', seoul('2026-12-02 18:00')],
    ]);
  });
});

describe('the next rung', () => {
  const receivedAt = seoul('2026-11-23 09:00');
  const rungs = rungsOf({ deadline: choicesOf(receivedAt).statutory, receivedAt, calendar });
  const fiftyAt = toMillis(seoul('2026-11-26 14:00'));
  const next = (assignedAt: Instant, ...doneRungIds: RungId[]) => nextRung({ rungs, doneRungIds, assignedAt })?.id;

  it('is the earliest that is not done', () => {
    expect(next(receivedAt)).toBe('remind-official-50');
    expect(next(receivedAt, 'remind-official-50')).toBe('remind-official-80');
    expect(next(receivedAt, 'remind-official-80')).toBe('remind-official-50');
  });

  it.each([
    [-1, 'remind-official-50'],
    [0, 'remind-official-50'],
    [1, 'remind-official-80'],
  ])('assigned %i ms from a rung: %s', (millis, id) => {
    expect(next(toInstant(fiftyAt + millis))).toBe(id);
  });

  it('is none when all are done', () => {
    expect(next(receivedAt, ...rungs.map(({ id }) => id))).toBeUndefined();
  });
});
