import { describe, expect, it } from 'vitest';
import type { Complaint } from '#schemas/complaint.ts';
import type { Said } from '#schemas/signal.ts';
import { complaintAt, dueAt, number, official, at as receivedAt } from '#test/functions/samples.ts';
import { afterSaying, away, byPetitioner, calendar, say, seoul, strangers } from './spoken.ts';

const request = (termDays = 10): Said => ({ kind: 'supplement-request', text: '주소를 알려 주세요', termDays });
const supplement: Said = { kind: 'supplement', text: '강남대로 396' };
const give = (complaint: Complaint, when: string): Complaint =>
  afterSaying(complaint, supplement, seoul(when), byPetitioner);

// Received on Monday 23 November at 09:00, seven days: due on Tuesday 1 December at 18:00.
const complaint = complaintAt('answer');
const start = { kind: 'start', at: receivedAt, basis: 'statutory', period: { unit: 'days', count: 7 } };
/** Asked when two hours were left; the term ends on Friday 11 December at 24:00. */
const askedAt = seoul('2026-12-01 16:00');
const firstEnd = seoul('2026-12-11 24:00');
const asked = afterSaying(complaint, request(), askedAt);
/** Asked again after the first term ended in vain; the second term ends on Thursday 24 December at 24:00. */
const againAt = seoul('2026-12-14 10:00');
const secondEnd = seoul('2026-12-24 24:00');
const askedAgain = afterSaying(asked, request(), againAt);

describe('a request for a supplement', () => {
  it('stops the clock from that instant on, and tells the petitioner', () => {
    const heard = say(complaint, request(), askedAt);
    expect(heard).toMatchObject({
      outcome: 'applied',
      complaint: {
        stage: 'answer',
        status: 'awaiting-supplement',
        pausedAt: askedAt,
        supplement: { asked: 1, untilAt: firstEnd },
        deadline: { dueAt },
        ledger: [start, { kind: 'pause', at: askedAt }],
      },
      told: [{ step: 'supplement-request', to: { role: 'petitioner' } }],
    });
  });

  it('leaves one rung of the ladder: the end of the term, at the next opening, and what tells of the progress', () => {
    expect(asked.rungs).toEqual([
      { id: 'supplement-term-1-ended', step: 'RemindOfficial', at: seoul('2026-12-14 09:00') },
      { id: 'tell-progress', step: 'TellProgress', at: seoul('2026-12-23 09:00') },
    ]);
  });

  it.each([
    ['a moment before', -1],
    ['at', 0],
  ])('can be made until the deadline: %s', (_, millis) => {
    expect(say(complaint, request(), away(dueAt, millis))).toMatchObject({ outcome: 'applied' });
  });

  it('can be made a second time when the first term has ended in vain: the clock stands on under the new term', () => {
    expect(say(asked, request(), away(firstEnd, 1))).toMatchObject({ outcome: 'applied' });
    expect(askedAgain).toMatchObject({
      status: 'awaiting-supplement',
      pausedAt: askedAt,
      supplement: { asked: 2, untilAt: secondEnd },
      ledger: [start, { kind: 'pause', at: askedAt }],
    });
    expect(askedAgain.rungs.map(({ id }) => id)).toEqual(['tell-progress', 'supplement-term-2-ended']);
  });

  it('can be made a second time when the first was met: the clock stands once more', () => {
    const twice = afterSaying(give(asked, '2026-12-07 09:30'), request(5), seoul('2026-12-07 10:00'));
    expect(twice).toMatchObject({ pausedAt: seoul('2026-12-07 10:00'), supplement: { asked: 2 } });
    expect(twice.ledger?.map(({ kind }) => kind)).toEqual(['start', 'pause', 'resume', 'pause']);
  });
});

describe('a request for a supplement is refused', () => {
  it.each([
    ['long before', seoul('2026-12-02 10:00')],
    ['at', firstEnd],
  ])('while the first term runs: %s its end', (_, at) => {
    expect(say(asked, request(), at)).toEqual({
      outcome: 'refused',
      code: 'supplement-pending',
      message: `the petitioner has time until ${firstEnd}`,
    });
  });

  it.each([
    ['both in vain', askedAgain, away(secondEnd, 1)],
    [
      'both met',
      give(afterSaying(give(asked, '2026-12-07 09:30'), request(), seoul('2026-12-07 10:00')), '2026-12-08 10:00'),
      seoul('2026-12-08 10:30'),
    ],
  ])('a third time: %s', (_, twice, at) => {
    expect(say(twice, request(), at)).toEqual({
      outcome: 'refused',
      code: 'supplement-asked-twice',
      message: `the petitioner of complaint ${number} was asked 2 times`,
    });
  });

  it('a moment after the deadline: it gives no time back', () => {
    expect(say(complaint, request(), away(dueAt, 1))).toEqual({
      outcome: 'refused',
      code: 'deadline-passed',
      message: `complaint ${number} was due at ${dueAt}`,
    });
  });

  it.each(strangers)('from %j: the case is not theirs', (by) => {
    expect(say(complaint, request(), askedAt, by)).toEqual({
      outcome: 'refused',
      code: 'not-yours',
      message: `complaint ${number} is not yours to ask about`,
    });
  });
});

describe('a supplement', () => {
  it.each([
    ['in the first term', asked, '2026-12-07 09:30', '2026-12-07 11:30'],
    ['over a weekend', asked, '2026-12-05 12:00', '2026-12-07 11:00'],
    ['at the end of a day', asked, '2026-12-07 17:00', '2026-12-08 10:00'],
    ['after the term', asked, '2026-12-14 09:00', '2026-12-14 11:00'],
    ['in the second term', askedAgain, '2026-12-22 10:00', '2026-12-22 12:00'],
  ])('lets the clock run on with exactly the two hours that were left: %s', (_, waiting, when, due) => {
    const given = give(waiting, when);
    expect(given).toMatchObject({ stage: 'answer', status: 'assigned', deadline: { dueAt: seoul(due) } });
    expect(given.pausedAt).toBeUndefined();
    expect(given.ledger).toEqual([start, { kind: 'pause', at: askedAt }, { kind: 'resume', at: seoul(when) }]);
  });

  it('tells the person named, and brings their ladder back without the shares that are over', () => {
    const heard = say(asked, supplement, seoul('2026-12-07 09:30'), byPetitioner);
    expect(heard).toMatchObject({ told: [{ step: 'supplement', to: { role: 'official', id: official } }] });
    expect(give(asked, '2026-12-07 09:30').rungs.map(({ id }) => id)).toEqual([
      'escalate-to-lead',
      'escalate-to-director',
      'escalate-to-audit-office',
      'tell-progress',
    ]);
  });

  it('of a case that nobody is named for tells nobody', () => {
    const { person: _person, ...unnamed } = asked.assignment ?? {};
    const heard = say(complaintAt('answer', { ...asked, assignment: unnamed }), supplement, againAt, byPetitioner);
    expect(heard).toMatchObject({ outcome: 'applied', told: [] });
  });

  it.each([
    ['before anything was asked for', complaint],
    ['a second time', give(asked, '2026-12-07 09:30')],
  ])('is refused %s', (_, running) => {
    expect(say(running, supplement, seoul('2026-12-07 10:00'), byPetitioner)).toEqual({
      outcome: 'refused',
      code: 'nothing-asked',
      message: `complaint ${number} waits for nothing of yours`,
    });
  });
});

describe('a withdrawal while the clock stands', () => {
  it('ends the case and the pause', () => {
    const withdrawn = afterSaying(asked, { kind: 'withdrawal' }, againAt, byPetitioner);
    expect(withdrawn).toMatchObject({ stage: 'close', status: 'withdrawn' });
    expect(withdrawn.pausedAt).toBeUndefined();
  });

  it('never looks at the calendar', () => {
    expect(say(asked, { kind: 'withdrawal' }, againAt, byPetitioner, { ...calendar, decreed: [] })).toMatchObject({
      outcome: 'applied',
    });
  });
});
