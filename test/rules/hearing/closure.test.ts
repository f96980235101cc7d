import { describe, expect, it } from 'vitest';
import type { Complaint } from '#schemas/complaint.ts';
import type { Said } from '#schemas/signal.ts';
import { complaintAt, number } from '#test/functions/samples.ts';
import { afterSaying, away, byLead, byPetitioner, say, seoul, strangers } from './spoken.ts';

const closure: Said = { kind: 'closure', reason: '보완되지 않아 종결합니다' };
const request: Said = { kind: 'supplement-request', text: '주소를 알려 주세요', termDays: 10 };
const supplement: Said = { kind: 'supplement', text: '강남대로 396' };

const complaint = complaintAt('answer');
const asked = afterSaying(complaint, request, seoul('2026-12-01 16:00'));
const firstEnd = seoul('2026-12-11 24:00');
const askedAgain = afterSaying(asked, request, seoul('2026-12-14 10:00'));
const secondEnd = seoul('2026-12-24 24:00');
const metAtLast = afterSaying(askedAgain, supplement, seoul('2026-12-22 10:00'), byPetitioner);

describe('a closure', () => {
  it('ends a case without an answer once the second term has ended in vain, and tells the petitioner', () => {
    expect(say(askedAgain, closure, away(secondEnd, 1))).toEqual({
      outcome: 'applied',
      complaint: { ...askedAgain, stage: 'close', status: 'closed', pausedAt: undefined },
      told: [{ step: 'closure', to: { role: 'petitioner' } }],
    });
  });

  it('can be said by the lead of the person named', () => {
    expect(say(askedAgain, closure, away(secondEnd, 1), byLead)).toMatchObject({ outcome: 'applied' });
  });
});

describe('a closure is refused as too early', () => {
  it.each<[string, Complaint, string, string]>([
    ['when nothing was asked', complaint, '2026-11-30 10:00', 'asked 0 of 2 times, nothing is asked now'],
    ['in the first term', asked, '2026-12-02 10:00', `asked 1 of 2 times, the term ends at ${firstEnd}`],
    ['after the first term', asked, '2026-12-14 10:00', `asked 1 of 2 times, the term ends at ${firstEnd}`],
    ['in the second term', askedAgain, '2026-12-24 23:59', `asked 2 of 2 times, the term ends at ${secondEnd}`],
    ['on its last instant', askedAgain, '2026-12-25 00:00', `asked 2 of 2 times, the term ends at ${secondEnd}`],
    ['when the second request was met', metAtLast, '2026-12-28 10:00', 'asked 2 of 2 times, nothing is asked now'],
  ])('%s', (_, waiting, when, words) => {
    expect(say(waiting, closure, seoul(when))).toEqual({
      outcome: 'refused',
      code: 'closure-too-early',
      message: `complaint ${number} was ${words}`,
    });
  });

  it.each(strangers)('never, but as not theirs, from %j', (by) => {
    expect(say(askedAgain, closure, away(secondEnd, 1), by)).toEqual({
      outcome: 'refused',
      code: 'not-yours',
      message: `complaint ${number} is not yours to close`,
    });
  });
});
