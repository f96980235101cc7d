import { describe, expect, it } from 'vitest';
import { at, complaintAt, dueAt, lead, number, official } from '#test/functions/samples.ts';
import { afterSaying, away, byLead, byOfficial, say, strangers } from './spoken.ts';

const answer = { kind: 'answer', text: '고쳤습니다' } as const;
const strict = complaintAt('answer', { needsApproval: true });
const approval = { kind: 'approval', draft: 1 } as const;
const back = { kind: 'draft-return', draft: 1, reason: '근거를 덧붙여 주세요' } as const;

describe('where the kind requires approval', () => {
  const drafted = afterSaying(strict, answer, at);

  it('an official’s answer is a draft, the lead hears of it, and the clock runs on', () => {
    expect(say(strict, answer, at)).toEqual({
      outcome: 'applied',
      complaint: { ...strict, draft: { signal: 1, at, by: official } },
      told: [{ step: 'approval-asked', to: { role: 'lead', id: lead } }],
    });
    expect(drafted.rungs).toEqual(strict.rungs);
  });

  it('the lead’s own answer needs none', () => {
    expect(say(strict, answer, at, byLead)).toMatchObject({ complaint: { stage: 'respond' }, answer: { by: lead } });
  });

  it.each([
    [-1, false],
    [0, false],
    [1, true],
  ])('approved %i ms from the deadline it is late: %s, whenever it was drafted', (millis, isLate) => {
    const when = away(dueAt, millis);
    expect(say(drafted, approval, when, byLead)).toEqual({
      outcome: 'applied',
      complaint: { ...drafted, draft: undefined, stage: 'respond', status: 'answered', answeredAt: when, isLate },
      answer: { round: 1, draft: 1, at: when, by: official, approvedBy: lead, isLate },
    });
  });

  it('a draft that is given back waits for another, and its author hears of it', () => {
    expect(say(drafted, back, at, byLead)).toEqual({
      outcome: 'applied',
      complaint: { ...drafted, draft: undefined },
      told: [{ step: 'draft-returned', to: { role: 'official', id: official } }],
    });
  });

  it('a second draft stands in the place of the first', () => {
    const again = afterSaying({ ...drafted, draft: { signal: 4, at, by: official } }, answer, dueAt);
    expect(again.draft).toEqual({ signal: 1, at: dueAt, by: official });
  });

  it.each([approval, back])('$kind of another draft than the one that waits is refused', (said) => {
    expect(say(drafted, { ...said, draft: 2 }, at, byLead)).toEqual({
      outcome: 'refused',
      code: 'no-draft',
      message: `complaint ${number} has no draft under signal 2`,
    });
  });

  it.each([byOfficial, ...strangers])('an approval by %j is refused: it is the lead’s', (by) => {
    expect(say(drafted, approval, at, by)).toMatchObject({ outcome: 'refused', code: 'not-yours' });
  });

  it('a case that is passed on leaves its draft behind', () => {
    expect(afterSaying(drafted, { kind: 'withdrawal' }, at, { role: 'petitioner' }).draft).toBeUndefined();
  });
});
