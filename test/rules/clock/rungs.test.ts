import { describe, expect, it } from 'vitest';
import { deadlines } from '#rules/clock/deadline.ts';
import { calendarKnownAt } from '#rules/clock/holidays.ts';
import { parseInstant } from '#rules/clock/instant.ts';
import { ladderOf, rungsOf } from '#rules/clock/rungs.ts';
import { addWorkingMillis } from '#rules/clock/working-time.ts';
import type { Instant } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { Ladder, type RungId } from '#schemas/rung.ts';

const HOUR = 3_600_000;
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
    ['tell-progress', 'TellProgress', '2026-12-23 09:00'],
  ])('%s leads to %s at %s', (id, step, at) => {
    expect(rungs.find((rung) => rung.id === id)).toEqual({ id, step, at: seoul(at) });
  });

  it('stand in the order of time', () => {
    expect(rungs.map(({ at }) => at)).toEqual(rungs.map(({ at }) => at).toSorted());
    expect(rungs).toHaveLength(6);
  });

  it('after a due instant on the eve of a holiday wait until officials are back', () => {
    const deadline = { basis: 'statutory', dueAt: seoul('2026-09-23 18:00') } as const;
    const late = rungsOf({ deadline, receivedAt: seoul('2026-09-15 10:00'), calendar });
    const at = (id: RungId) => late.find((rung) => rung.id === id)?.at;
    expect(at('escalate-to-director')).toBe(seoul('2026-09-28 18:00'));
    expect(at('escalate-to-audit-office')).toBe(seoul('2026-09-30 18:00'));
  });

  it('take another ladder and another grace as data', () => {
    const ladder = Ladder.parse([
      { id: 'escalate-to-lead', step: 'EscalateToLead', urgent: true, when: { by: 'due' } },
    ]);
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

  it('go on one and three working days later, and tell of the progress after 30 days', () => {
    const receivedAt = seoul('2026-11-27 09:00');
    const rungs = rungsOf({ deadline: choicesOf(receivedAt).sameDay, receivedAt, calendar });
    expect(rungs.slice(3).map(({ id, at }) => [id, at])).toEqual([
      ['escalate-to-director', seoul('2026-11-30 18:00')],
      ['escalate-to-audit-office', seoul('2026-12-02 18:00')],
      // 27 December is a Sunday.
      ['tell-progress', seoul('2026-12-28 09:00')],
    ]);
  });

  // After a pause the promise can be due at any time of a day: a reminder that is over, or would come too late, is left out.
  it.each([
    ['ran on at 15:59', '2026-11-30 15:59', '2026-11-30 23:00', ['16:00', '18:00']],
    ['ran on at 16:00', '2026-11-30 16:00', '2026-11-30 23:00', ['18:00']],
    ['ran on at 18:00', '2026-11-30 18:00', '2026-11-30 23:00', []],
    ['is due at 18:00', '2026-11-30 09:00', '2026-11-30 18:00', ['16:00', '18:00']],
    ['is due at 17:59', '2026-11-30 09:00', '2026-11-30 17:59', ['16:00']],
    ['is due before the morning', '2026-11-27 20:00', '2026-11-30 04:00', []],
  ])('when the clock %s (%s, due %s) remind at %j', (_, since, due, expected) => {
    const deadline = { basis: 'same-day', dueAt: seoul(due) } as const;
    const rungs = rungsOf({ deadline, receivedAt: seoul('2026-11-27 10:00'), calendar, since: seoul(since) });
    const reminders = rungs.filter(({ step }) => step === 'RemindOfficial').map(({ at }) => at);
    expect(reminders).toEqual(expected.map((time) => seoul(`2026-11-30 ${time}`)));
  });
});

describe('the shares of the time', () => {
  const receivedAt = seoul('2026-11-23 09:00');

  it('leave pauses out: 56 hours, of which 16 were used up before the clock stood for two days', () => {
    const since = seoul('2026-11-30 09:00');
    const deadline = { basis: 'statutory', dueAt: seoul('2026-12-04 18:00') } as const;
    const rungs = rungsOf({ deadline, receivedAt, calendar, since, usedMillis: 16 * HOUR });
    // 28 hours are 12 after the resume, 44.8 are 28.8.
    expect(rungs.slice(0, 2)).toEqual([
      { id: 'remind-official-50', step: 'RemindOfficial', at: seoul('2026-12-01 14:00') },
      { id: 'remind-official-80', step: 'RemindOfficial', at: seoul('2026-12-03 14:48') },
    ]);
  });

  it.each([
    ['a moment before', 28 * HOUR - 1, seoul('2026-11-30 09:00:00.001')],
    ['at', 28 * HOUR, undefined],
    ['a moment after', 28 * HOUR + 1, undefined],
  ])('are over where the clock stood at them: paused %s half of the time', (_, usedMillis, at) => {
    const since = seoul('2026-11-30 09:00');
    const dueAt = addWorkingMillis(since, 56 * HOUR - usedMillis, calendar);
    const rungs = rungsOf({ deadline: { basis: 'statutory', dueAt }, receivedAt, calendar, since, usedMillis });
    expect(rungs.find(({ id }) => id === 'remind-official-50')?.at).toBe(at);
    expect(rungs.map(({ id }) => id)).toContain('remind-official-80');
  });

  it('are shares of the longer time after an extension', () => {
    // Extended by its seven days: 112 hours, half of them are the old due instant.
    const deadline = { basis: 'statutory', dueAt: seoul('2026-12-10 18:00') } as const;
    const rungs = rungsOf({ deadline, receivedAt, calendar });
    expect(rungs.slice(0, 2).map(({ at }) => at)).toEqual([seoul('2026-12-01 18:00'), seoul('2026-12-08 10:36')]);
  });
});

describe('a rung outside working hours', () => {
  const deadline = { basis: 'statutory', dueAt: seoul('2026-12-01 18:00') } as const;
  const aDayAfter = (received: string, urgent?: boolean): Instant | undefined => {
    const when = { by: 'days-after-receipt', count: 1 };
    const ladder = Ladder.parse([{ id: 'tell-progress', step: 'TellProgress', urgent, when }]);
    return rungsOf({ deadline, receivedAt: seoul(received), calendar, ladder })[0]?.at;
  };

  it.each([
    ['before nine', '2026-11-23 08:59:59.999', '2026-11-24 09:00'],
    ['at nine', '2026-11-23 09:00', '2026-11-24 09:00'],
    ['at noon', '2026-11-23 12:00', '2026-11-24 12:00'],
    ['a moment after noon', '2026-11-23 12:00:00.001', '2026-11-24 13:00'],
    ['at 18:00', '2026-11-23 18:00', '2026-11-24 18:00'],
    ['a moment after 18:00', '2026-11-23 18:00:00.001', '2026-11-25 09:00'],
    ['on a Saturday', '2026-11-27 10:00', '2026-11-30 09:00'],
    ['on a holiday', '2026-12-24 10:00', '2026-12-28 09:00'],
  ])('%s waits for the opening', (_, received, at) => {
    expect(aDayAfter(received)).toBe(seoul(at));
  });

  it.each([['2026-11-23 12:30'], ['2026-11-23 18:00:10'], ['2026-11-27 03:00']])(
    'waits for nothing when it is urgent: a day after %s',
    (received) => {
      const receivedAt = seoul(received);
      expect(aDayAfter(received, true)).toBe(addDay(receivedAt));
    },
  );

  const addDay = (at: Instant): Instant => parseInstant(new Date(Date.parse(at) + 24 * HOUR).toISOString());
});

describe('the ladder', () => {
  const serious: readonly string[] = ['corruption', 'public-interest', 'human-rights'];

  it.each(KindId.options)('of %s reminds earlier where a report protects its reporter', (kind) => {
    const [first] = ladderOf({ basis: 'statutory' }, kind);
    expect(first?.id).toBe(serious.includes(kind) ? 'remind-official-25' : 'remind-official-50');
  });

  it('of a kind nobody has said yet is that of every kind', () => {
    expect(ladderOf({ basis: 'statutory' })).toBe(ladderOf({ basis: 'statutory' }, 'complaint'));
  });

  it.each(['same-day', 'next-working-day'] as const)('of %s is one for all kinds', (basis) => {
    for (const kind of KindId.options) expect(ladderOf({ basis }, kind)).toBe(ladderOf({ basis }));
    expect(ladderOf({ basis }).map(({ id }) => id)).toContain('remind-official-16h');
  });

  it.each([...KindId.options, undefined])(
    'of %s leads to lead, director and audit office, and only the lead is told at once',
    (kind) => {
      for (const basis of ['statutory', 'same-day'] as const) {
        const ladder = ladderOf({ basis }, kind);
        const steps = ladder.map(({ step }) => step).filter((step) => step !== 'RemindOfficial');
        expect(steps).toEqual(['EscalateToLead', 'EscalateToDirector', 'EscalateToAuditOffice', 'TellProgress']);
        expect(ladder.filter(({ urgent }) => urgent).map(({ id }) => id)).toEqual(['escalate-to-lead']);
      }
    },
  );
});
