import { describe, expect, it } from 'vitest';
import { canAskUntil, isInvited, mayAskUntil } from '#rules/rounds.ts';
import { roundStart } from '#rules/under-way.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { at, complaintAt, dueAt, number } from '#test/functions/samples.ts';
import { afterSaying, away, byPetitioner, say } from './spoken.ts';

const question = { kind: 'question', text: '아직 고쳐지지 않았습니다' } as const;
const ratedAt = away(at, 3_600_000);
const closed = (changes: Readonly<Record<string, unknown>> = {}): Complaint =>
  complaintAt('closed', {
    status: 'closed',
    answeredAt: at,
    isLate: false,
    score: 2,
    ratedAt,
    closedAt: ratedAt,
    ...changes,
  });
const ask = (complaint: Complaint, when = ratedAt) => say(complaint, question, when, byPetitioner);

describe('a question after an answer', () => {
  it.each([1, 2, 3, 4, 5])('is taken after a rating of %i', (score) => {
    expect(ask(closed({ score }))).toMatchObject({ outcome: 'applied', complaint: { round: 2, stage: 'classified' } });
  });

  it.each(['evaluate', 'close', 'closed'] as const)(
    'at %s begins a round of its own from now on, in the same hand',
    (stage) => {
      const before = { ...closed(), stage };
      const after = afterSaying(before, question, ratedAt, byPetitioner);
      expect(after).toMatchObject({ stage: 'classified', status: 'received', round: 2, roundAt: ratedAt, rungs: [] });
      expect(after.assignment).toEqual(before.assignment);
      expect(roundStart(after)).toBe(ratedAt);
      for (const member of [
        'deadline',
        'ledger',
        'answeredAt',
        'score',
        'ratedAt',
        'rateUntil',
        'evaluation',
        'closedAt',
      ]) {
        expect(after[member as keyof Complaint], member).toBeUndefined();
      }
      expect(after.pastRounds).toEqual([{ round: 1, receivedAt: at, dueAt, answeredAt: at, isLate: false, score: 2 }]);
    },
  );

  it('keeps every round that is over', () => {
    const first = afterSaying(closed(), question, ratedAt, byPetitioner);
    const second = {
      ...first,
      stage: 'closed',
      status: 'closed',
      deadline: closed().deadline,
      answeredAt: dueAt,
      score: 1,
    } as const;
    const third = afterSaying(second, question, dueAt, byPetitioner);
    expect(third.pastRounds).toMatchObject([
      { round: 1, receivedAt: at },
      { round: 2, receivedAt: ratedAt, score: 1 },
    ]);
    expect(third.round).toBe(3);
  });

  it.each([
    [-1, 'applied'],
    [0, 'applied'],
    [1, 'refused'],
  ])('%i ms from the end of its time is %s', (millis, outcome) => {
    expect(ask(closed(), away(mayAskUntil(ratedAt), millis))).toMatchObject({ outcome });
  });

  it.each<[string, Complaint, string, string]>([
    ['nobody answered', complaintAt('answer'), 'not-answered', `complaint ${number} has no answer to ask about yet`],
    [
      'nobody rated',
      closed({ score: undefined, ratedAt: undefined }),
      'not-rated',
      `the answer to complaint ${number} has no rating; whoever rates it may ask again`,
    ],
    ['that was withdrawn', closed({ status: 'withdrawn' }), 'complaint-closed', `complaint ${number} is withdrawn`],
    [
      'that ended without an answer',
      complaintAt('closed', { status: 'closed' }),
      'complaint-closed',
      `complaint ${number} is closed without an answer`,
    ],
    [
      'of the third round',
      closed({ round: 3 }),
      'rounds-used-up',
      `complaint ${number} was answered 3 times, at most 3`,
    ],
  ])('to a complaint %s is refused', (_, complaint, code, message) => {
    expect(ask(complaint)).toEqual({ outcome: 'refused', code, message });
  });

  it('says until when it could have been asked', () => {
    const until = mayAskUntil(ratedAt);
    expect(ask(closed(), away(until, 1))).toEqual({
      outcome: 'refused',
      code: 'question-window-closed',
      message: `complaint ${number} could be asked about until ${until}`,
    });
  });
});

describe('the invitation to ask again', () => {
  it.each([
    [1, 1, true],
    [2, 1, true],
    [3, 1, false],
    [5, 1, false],
    [1, 2, true],
    [1, 3, false],
    [undefined, 1, false],
  ])('after a rating of %s in round %i: %s', (score, round, invited) => {
    expect(isInvited({ score, round })).toBe(invited);
  });

  it('goes with the time until which it can be taken', () => {
    expect(canAskUntil(closed())).toBe(mayAskUntil(ratedAt));
    expect(canAskUntil(closed({ round: 3 }))).toBeUndefined();
    expect(canAskUntil(closed({ score: undefined }))).toBeUndefined();
    expect(canAskUntil(closed({ status: 'withdrawn' }))).toBeUndefined();
  });
});
