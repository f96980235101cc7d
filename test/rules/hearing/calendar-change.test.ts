import { describe, expect, it } from 'vitest';
import { cityCalendar } from '#rules/clock/holidays.ts';
import type { DecreedHoliday } from '#schemas/calendar.ts';
import { type Complaint, Stage } from '#schemas/complaint.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import type { Said } from '#schemas/signal.ts';
import { complaintAt, dueAt, number, at as receivedAt } from '#test/functions/samples.ts';
import { afterSaying, byCalendar, byLead, byOfficial, byOperator, byPetitioner, say, seoul } from './spoken.ts';

// Received on Monday 23 November at 09:00, seven days: due on Tuesday 1 December at 18:00.
const complaint = complaintAt('answer');
const start = { kind: 'start', at: receivedAt, basis: 'statutory', period: { unit: 'days', count: 7 } };
const knownAt = seoul('2026-11-24 10:00');
const toldAt = seoul('2026-11-24 10:05');
const calledOffAt = seoul('2026-11-25 10:00');

const dayOff = (on: string, known: Instant = knownAt): DecreedHoliday => ({
  on: SeoulDate.parse(on),
  name: '임시공휴일',
  source: '국무회의 의결',
  knownAt: known,
});
const decree = (on: string): Said => ({ kind: 'decreed-holiday', ...dayOff(on) });
const callOff = (on: string): Said => ({ kind: 'called-off-holiday', on: SeoulDate.parse(on) });

/** What the calendar says, and the city's calendar as it then is. */
const decreed = (before: Complaint, on: string): Complaint =>
  afterSaying(before, decree(on), toldAt, byCalendar, cityCalendar([dayOff(on)]));

describe('a day decreed off', () => {
  it('moves the deadline by a day, stands in the ledger since it was known, and the petitioner is told', () => {
    const heard = say(complaint, decree('2026-11-27'), toldAt, byCalendar, cityCalendar([dayOff('2026-11-27')]));
    expect(heard).toMatchObject({
      outcome: 'applied',
      complaint: {
        stage: 'answer',
        deadline: { dueAt: seoul('2026-12-02 18:00') },
        ledger: [
          start,
          { kind: 'decreed-holiday', at: knownAt, on: '2026-11-27', name: '임시공휴일', source: '국무회의 의결' },
        ],
      },
      told: [{ step: 'due-date-moved', to: { role: 'petitioner' } }],
    });
  });

  it('moves the ladder, too', () => {
    const { rungs } = decreed(complaint, '2026-11-27');
    expect(rungs.find(({ id }) => id === 'escalate-to-lead')?.at).toBe(seoul('2026-12-02 18:00:10'));
  });

  it.each([
    ['the day of the receipt', '2026-11-23', '2026-12-02 18:00', true],
    ['the due day', '2026-12-01', '2026-12-02 18:00', true],
    ['the day after the due day', '2026-12-02', '2026-12-01 18:00', false],
  ])('tells nobody where it moves nothing: %s', (_, on, due, isTold) => {
    const heard = say(complaint, decree(on), toldAt, byCalendar, cityCalendar([dayOff(on)]));
    expect(heard).toMatchObject({ complaint: { deadline: { dueAt: seoul(due) } } });
    expect('told' in heard).toBe(isTold);
  });

  it('while the clock stands is counted and told to nobody: no date is promised', () => {
    const request: Said = { kind: 'supplement-request', text: '주소', termDays: 10 };
    const paused = afterSaying(complaint, request, seoul('2026-11-24 09:00'));
    const heard = say(paused, decree('2026-11-27'), toldAt, byCalendar, cityCalendar([dayOff('2026-11-27')]));
    expect(heard).toMatchObject({
      complaint: { status: 'awaiting-supplement', ledger: [start, { kind: 'pause' }, { kind: 'decreed-holiday' }] },
    });
    expect(heard).not.toHaveProperty('told');
    // 48 hours were left; the 27th is off.
    const given = afterSaying(
      decreed(paused, '2026-11-27'),
      { kind: 'supplement', text: '여기' },
      seoul('2026-11-25 09:00'),
      byPetitioner,
    );
    expect(given.deadline?.dueAt).toBe(seoul('2026-12-03 18:00'));
  });

  it('that the ledger has is refused', () => {
    const once = decreed(complaint, '2026-11-27');
    expect(say(once, decree('2026-11-27'), toldAt, byCalendar, cityCalendar([dayOff('2026-11-27')]))).toEqual({
      outcome: 'refused',
      code: 'already-counted',
      message: `the ledger of complaint ${number} has 2026-11-27 as it is`,
    });
  });

  it('that was known before the receipt is counted already', () => {
    const known = cityCalendar([dayOff('2026-11-27', Instant.parse('2026-11-20T01:00:00.000Z'))]);
    expect(say(complaint, decree('2026-11-27'), toldAt, byCalendar, known)).toMatchObject({ code: 'already-counted' });
  });
});

describe('a day called off again', () => {
  const once = decreed(complaint, '2026-11-27');
  const off = cityCalendar([{ ...dayOff('2026-11-27'), calledOffAt }]);

  it('moves the deadline back, and the petitioner is told; both entries stay', () => {
    expect(say(once, callOff('2026-11-27'), calledOffAt, byCalendar, off)).toMatchObject({
      outcome: 'applied',
      complaint: {
        deadline: { dueAt },
        ledger: [
          start,
          { kind: 'decreed-holiday', on: '2026-11-27' },
          { kind: 'called-off-holiday', at: calledOffAt, on: '2026-11-27' },
        ],
      },
      told: [{ step: 'due-date-moved', to: { role: 'petitioner' } }],
    });
  });

  it('can be one that was known before the receipt', () => {
    const known = { ...dayOff('2026-11-27', Instant.parse('2026-11-20T01:00:00.000Z')), calledOffAt };
    const counted = complaintAt('answer', { deadline: { ...complaint.deadline, dueAt: seoul('2026-12-02 18:00') } });
    const heard = say(counted, callOff('2026-11-27'), calledOffAt, byCalendar, cityCalendar([known]));
    expect(heard).toMatchObject({ complaint: { deadline: { dueAt } }, told: [{ step: 'due-date-moved' }] });
  });

  it('can be decreed once more', () => {
    const never = afterSaying(once, callOff('2026-11-27'), calledOffAt, byCalendar, off);
    expect(decreed(never, '2026-11-27').deadline?.dueAt).toBe(seoul('2026-12-02 18:00'));
  });

  it.each([
    ['never decreed', complaint],
    ['called off already', afterSaying(once, callOff('2026-11-27'), calledOffAt, byCalendar, off)],
  ])('is refused when it was %s', (_, before) => {
    expect(say(before, callOff('2026-11-27'), calledOffAt, byCalendar, off)).toEqual({
      outcome: 'refused',
      code: 'already-counted',
      message: `the ledger of complaint ${number} has 2026-11-27 as it is`,
    });
  });
});

describe('a change of the calendar', () => {
  const { person: _person, ...desk } = complaintAt('answer').assignment ?? {};

  it('while a person classifies counts the date that is shown anew, without a ledger', () => {
    const waiting = complaintAt('classification', { assignment: desk });
    const heard = say(waiting, decree('2026-11-27'), toldAt, byCalendar, cityCalendar([dayOff('2026-11-27')]));
    expect(heard).toMatchObject({
      outcome: 'applied',
      complaint: { stage: 'classification', deadline: { basis: 'statutory', dueAt: seoul('2026-12-02 18:00') } },
      told: [{ step: 'due-date-moved', to: { role: 'petitioner' } }],
    });
    expect(heard).not.toHaveProperty('complaint.ledger');
  });

  it('while a person classifies counts only what is known by then', () => {
    const waiting = complaintAt('classification', { assignment: desk });
    const later = cityCalendar([dayOff('2026-11-27'), dayOff('2026-11-30', seoul('2026-11-26 10:00'))]);
    const heard = say(waiting, decree('2026-11-27'), toldAt, byCalendar, later);
    expect(heard).toMatchObject({ complaint: { deadline: { dueAt: seoul('2026-12-02 18:00') } } });
  });

  it.each(['receive', 'classify', 'classified'] as const)('at %s waits for Assign to count', (stage) => {
    const before = complaintAt(stage);
    expect(say(before, decree('2026-11-27'), toldAt, byCalendar)).toEqual({ outcome: 'applied', complaint: before });
  });

  it.each(['respond', 'rating', 'evaluate'] as const)('at %s comes after the answer', (stage) => {
    expect(say(complaintAt(stage), callOff('2026-11-27'), toldAt, byCalendar)).toEqual({
      outcome: 'refused',
      code: 'already-answered',
      message: `complaint ${number} has been answered`,
    });
  });

  it.each([byOfficial, byLead, byOperator, byPetitioner])('is not for %j to say', (by) => {
    for (const stage of Stage.options.filter((one) => one !== 'close' && one !== 'closed')) {
      expect(say(complaintAt(stage), decree('2026-11-27'), toldAt, by)).toEqual({
        outcome: 'refused',
        code: 'not-yours',
        message: `the calendar of complaint ${number} is the city's`,
      });
    }
  });
});
