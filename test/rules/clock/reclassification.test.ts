import { describe, expect, it } from 'vitest';
import { deadlineOf } from '#rules/clock/deadline.ts';
import { deadlineClock } from '#rules/clock/deadline-clock.ts';
import { ledgerFrom, withEntry, withLedger } from '#rules/clock/deadline-moves.ts';
import { dueOf } from '#rules/clock/ledger.ts';
import { reclassified } from '#rules/clock/reclassification.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Period } from '#schemas/period.ts';
import { complaintAt, at as receivedAt } from '#test/functions/samples.ts';
import { away, calendar, seoul } from '../hearing/spoken.ts';

const days = (count: number): Period => ({ unit: 'days', count });
const of = (period: Period) => deadlineOf({ receivedAt, kind: { period }, calendar, isSimple: false });
const sameDay = deadlineOf({ receivedAt, kind: { period: days(7) }, calendar, isSimple: true });

/** A complaint of seven days, received on Monday 23 November at 09:00: due on 1 December at 18:00. */
function running(deadline = of(days(7))): Complaint {
  return withLedger(
    complaintAt('answer', { deadline }),
    ledgerFrom(receivedAt, deadline, receivedAt, calendar),
    calendar,
  );
}
const when = seoul('2026-11-25 10:00');

describe('a complaint that was taken for another kind', () => {
  it.each<[string, Period]>([
    ['a longer period', days(14)],
    ['a shorter period', days(6)],
    ['hours', { unit: 'working-hours', count: 40 }],
    ['months', { unit: 'months', count: 2 }],
  ])('is due as if it had had %s from the receipt on, and the ledger says so', (_, period) => {
    const after = reclassified(running(), of(period), when, calendar);
    expect(after.deadline).toEqual(of(period));
    expect(after.ledger).toEqual([
      expect.objectContaining({ kind: 'start', period: days(7) }),
      { kind: 'reclassification', at: when, basis: 'statutory', period },
    ]);
    expect(dueOf(after.ledger ?? [], calendar)).toBe(after.deadline?.dueAt);
    expect(deadlineClock(after, when, calendar)?.lines).toMatchObject([
      { kind: 'start', dueAt: running().deadline?.dueAt },
      { kind: 'reclassification', dueAt: after.deadline?.dueAt, period },
    ]);
  });

  it('leaves the same-day promise for the period of the law, and comes back to it', () => {
    const simple = running(sameDay);
    const morning = away(receivedAt, 3_600_000);
    const strict = reclassified(simple, of(days(7)), morning, calendar);
    expect(strict.deadline).toEqual(of(days(7)));
    const again = reclassified(strict, sameDay, morning, calendar);
    expect(again.deadline).toMatchObject({ basis: 'same-day', dueAt: sameDay.dueAt });
    expect(deadlineClock(again, morning, calendar)).toMatchObject({ state: 'running', dueAt: sameDay.dueAt });
  });

  it('keeps the pauses and the extension it had', () => {
    let complaint = withEntry(running(), { kind: 'pause', at: seoul('2026-11-24 09:00') }, calendar);
    complaint = withEntry(complaint, { kind: 'resume', at: seoul('2026-11-26 09:00') }, calendar);
    complaint = withEntry(complaint, { kind: 'extension', at: when, period: days(2) }, calendar);
    const after = reclassified(complaint, of(days(14)), seoul('2026-11-27 10:00'), calendar);
    // Fourteen days end on 10 December; two working days stood still and two were added.
    expect(of(days(14)).dueAt).toBe(seoul('2026-12-10 18:00'));
    expect(after.deadline?.dueAt).toBe(seoul('2026-12-16 18:00'));
  });

  it('while the clock stands gives the time left by the new period when it runs again', () => {
    const paused = withEntry(running(), { kind: 'pause', at: seoul('2026-11-24 09:00') }, calendar);
    const after = reclassified(paused, of(days(14)), when, calendar);
    expect(after.pausedAt).toBe(seoul('2026-11-24 09:00'));
    const resumed = withEntry(after, { kind: 'resume', at: seoul('2026-11-26 09:00') }, calendar);
    expect(resumed.deadline?.dueAt).toBe(seoul('2026-12-14 18:00'));
  });

  it('does not buy time once the deadline has passed', () => {
    const late = running();
    const dueAt = late.deadline?.dueAt ?? receivedAt;
    expect(reclassified(late, of(days(14)), dueAt, calendar).deadline).toEqual(of(days(14)));
    const after = reclassified(late, of(days(14)), away(dueAt, 1), calendar);
    expect(after.deadline).toEqual(late.deadline);
    expect(after.ledger).toEqual(late.ledger);
  });

  it('is not given a promise whose hour has passed', () => {
    expect(reclassified(running(), sameDay, when, calendar)).toEqual(running());
    expect(reclassified(running(), sameDay, sameDay.dueAt, calendar).deadline?.basis).toBe('same-day');
  });

  it('that is late by the new period at once: its lead hears now, nobody is reminded of what lay behind', () => {
    const month = running(of({ unit: 'months', count: 1 }));
    const lateAt = seoul('2026-12-04 10:00');
    const { rungs, deadline } = reclassified(month, of(days(7)), lateAt, calendar);
    expect(deadline?.dueAt).toBe(seoul('2026-12-01 18:00'));
    expect(rungs.map(({ id, at }) => [id, at])).toEqual([
      ['escalate-to-lead', lateAt],
      ['escalate-to-director', lateAt],
      ['escalate-to-audit-office', seoul('2026-12-04 18:00')],
      ['tell-progress', seoul('2026-12-23 09:00')],
    ]);
  });

  it('records nothing where the period is the same', () => {
    expect(reclassified(running(), of(days(7)), when, calendar).ledger).toEqual(running().ledger);
  });

  it('climbs the ladder of the new kind from where it stands', () => {
    const climbed = { ...running(), rungsDone: ['remind-official-50' as const] };
    const report = { ...climbed, classification: { kind: 'corruption' } as Complaint['classification'] };
    const after = reclassified(report, of({ unit: 'months', count: 2 }), when, calendar);
    expect(after.rungs.map(({ id }) => id)).toContain('remind-official-25');
    expect(after.rungsDone).toEqual(['remind-official-50']);
  });
});
