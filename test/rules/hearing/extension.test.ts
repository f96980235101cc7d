import { describe, expect, it } from 'vitest';
import type { Complaint } from '#schemas/complaint.ts';
import { Deadline } from '#schemas/deadline.ts';
import { type Period, Period as PeriodSchema } from '#schemas/period.ts';
import type { Said } from '#schemas/signal.ts';
import { complaintAt, dueAt, number, at as receivedAt } from '#test/functions/samples.ts';
import { afterSaying, away, byLead, byOfficial, say, seoul, strangers } from './spoken.ts';

const period = (count: number, unit: Period['unit'] = 'days'): Period => PeriodSchema.parse({ unit, count });
const extension = (by: Period): Said => ({ kind: 'extension', period: by, reason: '현장 조사가 길어집니다' });
const request: Said = { kind: 'supplement-request', text: '주소를 알려 주세요', termDays: 10 };

// Received on Monday 23 November at 09:00, seven days: due on 1 December at 18:00.
const complaint = complaintAt('answer');
const now = seoul('2026-11-30 10:00');

/** A complaint by the same-day promise, received on a Friday morning. */
const sameDay = (dueOn: string, basis: Deadline['basis'] = 'same-day'): Complaint =>
  complaintAt('answer', {
    receivedAt: seoul('2026-11-27 09:00'),
    deadline: Deadline.parse({ basis, dueAt: seoul(`${dueOn} 24:00`), provisional: false }),
  });

describe('an extension', () => {
  it('puts the deadline off by so many working days, keeps both dates, and tells the petitioner', () => {
    expect(say(complaint, extension(period(7)), now)).toMatchObject({
      outcome: 'applied',
      complaint: {
        stage: 'answer',
        status: 'assigned',
        deadline: { basis: 'statutory', dueAt: seoul('2026-12-10 18:00'), period: period(7), provisional: false },
        ledger: [
          { kind: 'start', at: receivedAt, basis: 'statutory', period: period(7) },
          { kind: 'extension', at: now, period: period(7) },
        ],
      },
      told: [{ step: 'extension', to: { role: 'petitioner' } }],
    });
  });

  it('keeps no word of the reason in the ledger', () => {
    expect(JSON.stringify(afterSaying(complaint, extension(period(7)), now).ledger)).not.toContain('현장');
  });

  it('moves the rungs with the deadline; those that were climbed stay climbed', () => {
    const climbed = complaintAt('answer', { rungsDone: ['remind-official-50'] });
    const { rungs, rungsDone } = afterSaying(climbed, extension(period(7)), now);
    expect(rungs.find(({ id }) => id === 'escalate-to-lead')?.at).toBe(seoul('2026-12-10 18:00:10'));
    expect(rungsDone).toEqual(['remind-official-50']);
  });

  it('can be given by the lead of the person named', () => {
    expect(say(complaint, extension(period(1)), now, byLead)).toMatchObject({ outcome: 'applied' });
  });

  it.each<[string, Period, string]>([
    ['a day less than the period', period(6), '2026-12-09 18:00'],
    ['the period itself', period(7), '2026-12-10 18:00'],
    ['the period in hours', period(56, 'working-hours'), '2026-12-10 18:00'],
    ['an hour', period(1, 'working-hours'), '2026-12-02 10:00'],
  ])('is at most as long as the period: %s', (_, by, due) => {
    expect(afterSaying(complaint, extension(by), now).deadline?.dueAt).toBe(seoul(due));
  });

  it.each<[string, Complaint, string]>([
    ['of the same day is of a working day', sameDay('2026-11-27'), '2026-11-30 18:00'],
    ['of the next working day, too', sameDay('2026-11-30', 'next-working-day'), '2026-12-01 18:00'],
  ])('of the promise %s', (_, promised, due) => {
    const promisedAt = seoul('2026-11-27 17:00');
    expect(afterSaying(promised, extension(period(1)), promisedAt).deadline?.dueAt).toBe(seoul(due));
  });

  it.each([
    ['a moment before', -1],
    ['at', 0],
  ])('can be given until the deadline: %s', (_, millis) => {
    expect(say(complaint, extension(period(7)), away(dueAt, millis))).toMatchObject({ outcome: 'applied' });
  });

  it('can be given after a pause, for the deadline as it then is', () => {
    const paused = afterSaying(complaint, request, seoul('2026-12-01 16:00'));
    const running = afterSaying(paused, { kind: 'supplement', text: '여기' }, seoul('2026-12-07 09:30'), {
      role: 'petitioner',
    });
    const extended = afterSaying(running, extension(period(1)), seoul('2026-12-07 11:30'));
    expect(extended.deadline?.dueAt).toBe(seoul('2026-12-08 11:30'));
  });
});

describe('an extension is refused', () => {
  it('a second time, whatever is left', () => {
    const extended = afterSaying(complaint, extension(period(1)), now);
    expect(say(extended, extension(period(1)), now)).toEqual({
      outcome: 'refused',
      code: 'already-extended',
      message: `complaint ${number} was extended at ${now}`,
    });
  });

  it.each<[string, Complaint, Period, string]>([
    ['a day more than the period', complaint, period(8), '8 days were asked for; the period is 7 days'],
    ['an hour more', complaint, period(57, 'working-hours'), '57 working-hours were asked for; the period is 7 days'],
    ['a month', complaint, period(1, 'months'), '1 months were asked for; the period is 7 days'],
    ['two days of the same day', sameDay('2026-11-27'), period(2), '2 days were asked for; the period is 1 days'],
  ])('when it is too long: %s', (_, extended, by, message) => {
    expect(say(extended, extension(by), seoul('2026-11-27 12:00'))).toEqual({
      outcome: 'refused',
      code: 'extension-too-long',
      message,
    });
  });

  it('while the clock stands', () => {
    const paused = afterSaying(complaint, request, now);
    expect(say(paused, extension(period(7)), away(now, 1))).toEqual({
      outcome: 'refused',
      code: 'clock-paused',
      message: `the clock of complaint ${number} stands since ${now}`,
    });
  });

  it('a moment after the deadline: it gives no time back', () => {
    expect(say(complaint, extension(period(7)), away(dueAt, 1))).toEqual({
      outcome: 'refused',
      code: 'deadline-passed',
      message: `complaint ${number} was due at ${dueAt}`,
    });
  });

  it.each(strangers)('from %j: the case is not theirs', (by) => {
    expect(say(complaint, extension(period(1)), now, by)).toEqual({
      outcome: 'refused',
      code: 'not-yours',
      message: `complaint ${number} is not yours to extend`,
    });
  });

  it('changes nothing in place', () => {
    const before = structuredClone(complaint);
    say(complaint, extension(period(7)), now, byOfficial);
    expect(complaint).toEqual(before);
  });
});
