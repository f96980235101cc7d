import { describe, expect, it } from 'vitest';
import { minutesLeft } from '#rules/clock/time-left.ts';
import { KeptLine } from '#schemas/finding.ts';
import { number } from '#test/functions/samples.ts';
import { calendar, seoul } from '../hearing/spoken.ts';

const line = (more: object): KeptLine =>
  KeptLine.parse({
    number,
    status: 'assigned',
    stage: 'answer',
    channel: 'web',
    receivedAt: seoul('2026-11-23 09:00'),
    dueAt: seoul('2026-11-24 18:00'),
    basis: 'statutory',
    ...more,
  });

describe('the working time that is left', () => {
  // Monday 2026-11-23; eight working hours a day, 09–12 and 13–18.
  it.each([
    ['2026-11-23 09:00', 960, 'two working days'],
    ['2026-11-23 12:30', 780, 'lunch takes nothing'],
    ['2026-11-23 19:00', 480, 'nor does the evening'],
    ['2026-11-24 17:59', 1, 'the last minute'],
    ['2026-11-24 18:00', 0, 'the due instant itself'],
    ['2026-11-24 18:01', 0, 'late, but no working time has passed since'],
    ['2026-11-25 09:00', 0, 'until the next opening'],
    ['2026-11-25 09:01', -1, 'late by a minute of work'],
    ['2026-11-27 18:00', -1440, 'late by three working days'],
    ['2026-11-30 10:00', -1500, 'a weekend adds nothing'],
  ])('at %s is %i minutes: %s', (at, minutes) => {
    expect(minutesLeft(line({}), seoul(at), calendar)).toBe(minutes);
  });

  it('counts the first millisecond of lateness as a minute, and never more than is left', () => {
    const due = line({ dueAt: seoul('2026-11-24 10:00') });
    expect(minutesLeft(due, '2026-11-24T01:00:00.001Z' as never, calendar)).toBe(-1);
    expect(minutesLeft(due, '2026-11-24T00:59:59.999Z' as never, calendar)).toBe(0);
  });

  it('by the same-day promise counts whole working days, evenings too', () => {
    const promise = line({ basis: 'same-day', dueAt: seoul('2026-11-24 00:00') });
    expect(minutesLeft(promise, seoul('2026-11-23 17:30'), calendar)).toBe(390);
    expect(minutesLeft(promise, seoul('2026-11-24 00:30'), calendar)).toBe(-30);
  });

  it('stands while the clock does, at what was left then', () => {
    const paused = line({
      dueAt: seoul('2026-12-07 18:00'),
      pausedAt: seoul('2026-11-24 16:00'),
      deadlineAt: seoul('2026-11-24 18:00'),
    });
    expect(minutesLeft(paused, seoul('2026-12-04 11:00'), calendar)).toBe(120);
  });

  it('is not told where nothing is due, nor of a pause that an older version kept', () => {
    const { dueAt: _dueAt, ...closed } = line({ status: 'closed', stage: 'closed' });
    expect(minutesLeft(closed, seoul('2026-11-24 09:00'), calendar)).toBeUndefined();
    const older = line({ pausedAt: seoul('2026-11-24 16:00') });
    expect(minutesLeft(older, seoul('2026-11-24 17:00'), calendar)).toBeUndefined();
  });
});
