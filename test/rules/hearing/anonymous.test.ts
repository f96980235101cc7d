import { describe, expect, it } from 'vitest';
import { type Complaint, Stage } from '#schemas/complaint.ts';
import { Identity, type PetitionersRight, waysToFile } from '#schemas/identity.ts';
import type { Said } from '#schemas/signal.ts';
import { complaintAt, number, rateUntil } from '#test/functions/samples.ts';
import { afterSaying, byOfficial, byPetitioner, say, seoul, strangers } from './spoken.ts';

const at = seoul('2026-11-24 10:00');
const sayings: readonly Said[] = [
  { kind: 'rating', score: 5 },
  { kind: 'withdrawal' },
  { kind: 'supplement', text: '강남대로 396' },
  { kind: 'question', text: '언제 고치나요?' },
  { kind: 'correction', words: { text: '바로잡습니다' } },
];
const request: Said = { kind: 'supplement-request', text: '주소', termDays: 10 };
const refusal = {
  outcome: 'refused',
  code: 'anonymous-filing',
  message: `complaint ${number} was filed anonymously, which gives no petitioner's rights`,
};

describe('what the petitioner of an anonymous filing says', () => {
  it.each(sayings.map((said) => [said.kind, said] as const))('is refused at every stage: %s', (_, said) => {
    for (const stage of Stage.options) {
      const complaint = complaintAt(stage, { identity: 'anonymous', rateUntil });
      expect(say(complaint, said, at, byPetitioner), stage).toEqual(refusal);
    }
  });

  it.each(waysToFile.map(({ id, rights }) => [id, rights] as const))(
    'or of a %s one is heard or refused as people are told before they file: %j',
    (identity, rights) => {
      const standing: Record<string, Complaint> = {
        rating: complaintAt('rating', { identity, rateUntil }),
        withdrawal: complaintAt('answer', { identity }),
        supplement: { ...afterSaying(complaintAt('answer'), request, at), identity },
        question: complaintAt('closed', { identity, status: 'closed', answeredAt: at, score: 1, ratedAt: at }),
        correction: complaintAt('classification', { identity }),
      };
      for (const said of sayings) {
        const complaint = standing[said.kind];
        if (complaint === undefined) throw new Error(`no complaint for ${said.kind}`);
        const { outcome } = say(complaint, said, at, byPetitioner);
        const isRight = rights.includes(said.kind as PetitionersRight);
        expect(outcome, said.kind).toBe(isRight ? 'applied' : 'refused');
      }
    },
  );
});

describe('what an official says to an anonymous filing', () => {
  const complaint = complaintAt('answer', { identity: 'anonymous' });

  it('is heard as ever', () => {
    expect(say(complaint, { kind: 'answer', text: '조치하였습니다' }, at, byOfficial).outcome).toBe('applied');
  });

  it('is refused when it asks for a supplement: nobody could give it, and the clock would stand', () => {
    expect(say(complaint, request, at, byOfficial)).toEqual(refusal);
    expect(say({ ...complaint, identity: 'protected' }, request, at, byOfficial).outcome).toBe('applied');
  });

  it('is refused first of all to who does not have the case', () => {
    for (const by of strangers.filter(({ role }) => role !== 'petitioner' && role !== 'calendar')) {
      expect(say(complaint, request, at, by)).toMatchObject({ code: 'not-yours' });
    }
  });
});

describe('the ways to file', () => {
  it('are all there are, each told in Korean and English', () => {
    expect(waysToFile.map(({ id }) => id)).toEqual(Identity.options);
    for (const { name, nameEn, text, textEn } of waysToFile) {
      expect(`${name}${text}`).toMatch(/[가-힣]/);
      expect(`${nameEn}${textEn}`).not.toMatch(/[가-힣]/);
    }
  });
});
