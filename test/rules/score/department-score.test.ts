import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awardsOf, inOrder } from '#rules/score/awards.ts';
import { type CountedRound, caseValue } from '#rules/score/case-value.ts';
import { departmentScore } from '#rules/score/department-score.ts';
import { cutOffOf } from '#rules/score/month-end.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Instant } from '#schemas/instant.ts';
import { SpecialResult } from '#schemas/score.ts';
import { RoundFact } from '#schemas/statistics.ts';

const end = Instant.parse('2026-11-30T15:00:00.000Z');
const cutOff = cutOffOf('2026-11', end);
const dueAt = '2026-11-20T09:00:00.000Z';
const inTime = '2026-11-19T09:00:00.000Z';
const late = '2026-11-23T09:00:00.000Z';
const numbers = [
  '20261102-7KQ4M2-X',
  '20261103-7KQ4M2-X',
  '20261104-7KQ4M2-X',
  '20261105-7KQ4M2-X',
  '20261106-7KQ4M2-X',
];

const roundOf = (index: number, changes: object = {}): CountedRound => ({
  number: ComplaintNumber.parse(numbers[index % numbers.length]),
  round: RoundFact.parse({
    department: 'water',
    month: '2026-11',
    round: 1,
    person: 'official-water-1',
    dueAt,
    ...changes,
  }),
});
const answered = { answeredAt: inTime, isLate: false };
const rated = (stars: number) => ({ stars, ratedAt: '2026-11-20T00:00:00.000Z' });
const specialOf = (changes: object = {}): SpecialResult =>
  SpecialResult.parse({
    id: '2026-11-abcdef0123',
    month: '2026-11',
    department: 'water',
    number: numbers[0],
    reason: '누수 지도를 새로 만들어 공개함',
    proposedBy: 'lead-water',
    proposedAt: inTime,
    status: 'confirmed',
    decidedBy: 'operator-1',
    decidedAt: late,
    ...changes,
  });

const partsOf = (rounds: readonly CountedRound[], special: readonly SpecialResult[] = []) => {
  const found = departmentScore(rounds, special, cutOff);
  return [...(found?.parts.map(({ points }) => points) ?? []), found?.score];
};

describe('a department’s score', () => {
  it.each([
    // speed 100 × 0.5 + fidelity 100 × 0.3 + cooperation 100 × 0.1 + special 0
    ['one answer in time with five stars', [{ ...answered, ...rated(5) }], [], [100, 100, 100, 0, 90]],
    // four special results give 100: 90 + 10; a fifth gives nothing more
    ['and four special results', [{ ...answered, ...rated(5) }], [1, 2, 3, 4], [100, 100, 100, 100, 100]],
    ['and five', [{ ...answered, ...rated(5) }], [1, 2, 3, 4, 5], [100, 100, 100, 100, 100]],
    // (100 + 100 + 0 + 0) / 4 = 50; (100 + 75 + 50 + 0) / 4 = 56.25; 100; 25 ► 25 + 16.875 + 10 + 2.5 = 54.375
    [
      'the example: in time 5 stars, in time unrated, late 3 stars, hollow',
      [
        { ...answered, ...rated(5) },
        answered,
        { answeredAt: late, isLate: true, ...rated(3) },
        { ...answered, lacks: 'only-set-phrases' },
      ],
      [1],
      [50, 56.25, 100, 25, 54.38],
    ],
    // (100 + 0 + 100) / 3 = 66.67; (75 + 75) / 2 = 75; (0 + 100 + 50) / 3 = 50 ► 33.333 + 22.5 + 5 = 60.833
    [
      'one given back by the adjudicating desk, one never answered, one extended',
      [{ ...answered, overturned: true }, {}, { ...answered, isExtended: true }],
      [],
      [66.67, 75, 50, 0, 60.83],
    ],
    // nobody answered: 0; no answer to judge: 0; 100 ► 0 + 0 + 10
    ['nothing but silence', [{}], [], [0, 0, 100, 0, 10]],
  ] as const)('of %s', (_, rounds, special, expected) => {
    const results = special.map((index) => specialOf({ id: `2026-11-abcdef012${index}` }));
    expect(
      partsOf(
        rounds.map((changes, index) => roundOf(index, changes)),
        results,
      ),
    ).toEqual(expected);
  });

  it('is none where there was nothing to answer', () => {
    expect(departmentScore([], [specialOf()], cutOff)).toBeUndefined();
    // Not answered: due after the end of the month, at 24:00 of its last day.
    expect(departmentScore([roundOf(0, { dueAt: '2026-11-30T15:00:00.001Z' })], [], cutOff)).toBeUndefined();
    expect(departmentScore([roundOf(0, { dueAt: end })], [], cutOff)?.score).toBe(10);
    // While the month lasts, at its very instant somebody may still answer.
    const [due, since] = ['2026-11-20T09:00:00.000Z', '2026-11-20T09:00:00.001Z'].map((now) =>
      cutOffOf('2026-11', Instant.parse(now)),
    );
    expect(due && departmentScore([roundOf(0)], [], due)).toBeUndefined();
    expect(since && departmentScore([roundOf(0)], [], since)?.score).toBe(10);
  });

  it('names the cases of each part with what each gave, in order', () => {
    const found = departmentScore(
      [roundOf(1, { ...answered, ...rated(2) }), roundOf(0, answered)],
      [specialOf()],
      cutOff,
    );
    expect(found?.cases).toEqual([
      {
        number: numbers[0],
        round: 1,
        person: 'official-water-1',
        dueAt,
        answeredAt: inTime,
        speed: 100,
        fidelity: 75,
        cooperation: 100,
      },
      {
        number: numbers[1],
        round: 1,
        person: 'official-water-1',
        dueAt,
        answeredAt: inTime,
        stars: 2,
        speed: 100,
        fidelity: 25,
        cooperation: 100,
      },
    ]);
    expect(found?.special).toHaveLength(1);
  });
});

describe('the cut-off', () => {
  it('lies at the end of the month in Seoul; before it, now', () => {
    const now = Instant.parse('2026-11-23T00:00:00.000Z');
    expect(cutOffOf('2026-11', now)).toMatchObject({ cutOff: now, isFinal: false });
    expect(cutOffOf('2026-10', now)).toMatchObject({ cutOff: '2026-10-31T15:00:00.000Z', isFinal: true });
    expect(cutOff).toMatchObject({ cutOff: end, isFinal: true });
  });

  it('keeps out what is said from then on: an answer, a rating, a confirmation', () => {
    const before = partsOf([roundOf(0), roundOf(1, answered)]);
    expect(
      partsOf(
        [
          roundOf(0, {
            answeredAt: '2026-11-30T15:00:00.000Z',
            isLate: true,
            stars: 5,
            ratedAt: '2026-12-01T00:00:00.000Z',
          }),
          roundOf(1, { ...answered, stars: 5, ratedAt: '2026-11-30T15:00:00.000Z' }),
        ],
        [
          specialOf({ decidedAt: '2026-11-30T15:00:00.000Z' }),
          specialOf({ status: 'declined' }),
          specialOf({ status: 'proposed' }),
        ],
      ),
    ).toEqual(before);
    // Just before it, it counts.
    expect(
      partsOf([roundOf(0), roundOf(1, { ...answered, stars: 5, ratedAt: '2026-11-30T14:59:59.999Z' })]),
    ).not.toEqual(before);
  });
});

describe('a further round', () => {
  it.each([
    ['in time with five stars gives nothing', { ...answered, ...rated(5) }, undefined],
    ['in time unrated gives nothing', answered, undefined],
    ['late costs speed', { answeredAt: late, isLate: true, ...rated(5) }, { speed: 0 }],
    ['hollow costs both', { ...answered, lacks: 'too-short' }, { speed: 0, fidelity: 0 }],
    ['of one star costs fidelity', { ...answered, ...rated(1) }, { fidelity: 0 }],
  ] as const)('%s', (_, changes, expected) => {
    const { speed, fidelity, cooperation } = caseValue(roundOf(0, { ...changes, round: 2 }), cutOff) ?? {};
    const values = { speed, fidelity, cooperation };
    expect(Object.values(values).every((value) => value === undefined)).toBe(expected === undefined);
    expect(values).toMatchObject(expected ?? {});
    expect(cooperation).toBeUndefined();
  });

  const change = fc.record(
    {
      answeredAt: fc.constantFrom(inTime, late),
      isLate: fc.boolean(),
      lacks: fc.constantFrom('too-short' as const, 'only-set-phrases' as const),
      stars: fc.integer({ min: 1, max: 5 }),
      ratedAt: fc.constant(late),
      overturned: fc.constant(true as const),
      isExtended: fc.constant(true as const),
    },
    { requiredKeys: ['answeredAt', 'isLate'] },
  );

  it('never earns: with more of them no score is higher', () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.array(change, { maxLength: 6 }),
        (first, further) => {
          const firsts = first.map((changes, index) => roundOf(index, changes));
          const all = [...firsts, ...further.map((changes, index) => roundOf(index, { ...changes, round: 2 }))];
          const [without = 0, withThem = 0] = [firsts, all].map((rounds) => departmentScore(rounds, [], cutOff)?.score);
          expect(withThem).toBeLessThanOrEqual(without);
        },
      ),
      { numRuns: 1000, seed: 20261122 },
    );
  });

  it('and no score leaves 0 to 100, nor is given to more than two decimals', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), fc.nat(9), (changes, count) => {
        const special = Array.from({ length: count }, () => specialOf());
        const score =
          departmentScore(
            changes.map((one, index) => roundOf(index, one)),
            special,
            cutOff,
          )?.score ?? -1;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(Number(score.toFixed(2))).toBe(score);
      }),
      { numRuns: 300, seed: 20261122 },
    );
  });
});

describe('who stands out in a month', () => {
  const scoreOf = (department: string, rounds: readonly object[]) => {
    const score = departmentScore(
      rounds.map((changes, index) => roundOf(index, changes)),
      [],
      cutOff,
    );
    if (score === undefined) throw new Error('there is a score');
    return { department, score };
  };
  const times = (count: number, changes: object) => Array.from({ length: count }, () => changes);
  const best = scoreOf('water', times(5, { ...answered, ...rated(5) }));
  const good = scoreOf('parks', times(6, { ...answered, person: 'official-parks-1' }));
  const lucky = scoreOf('tax', times(4, { ...answered, ...rated(5), person: 'official-tax-1' }));
  const poor = scoreOf('housing', times(9, { answeredAt: late, isLate: true, person: 'official-housing-1' }));

  it('is the highest score of those with five rounds or more; four are no month', () => {
    expect(inOrder([poor, lucky, good, best]).map(({ department }) => department)).toEqual([
      'water',
      'tax',
      'parks',
      'housing',
    ]);
    expect(awardsOf([poor, lucky, good, best])).toEqual({
      best: 'water',
      outstandingDepartments: ['water'],
      outstandingOfficials: [
        { person: 'official-parks-1', department: 'parks', answers: 6 },
        { person: 'official-water-1', department: 'water', answers: 5, meanStars: 5 },
      ],
    });
  });

  it('is nobody where nobody has enough to compare', () => {
    expect(awardsOf([lucky])).toEqual({ outstandingDepartments: [], outstandingOfficials: [] });
  });

  it('is no official with one answer late, or fewer than four stars on average', () => {
    const oneLate = scoreOf('water', [...times(5, answered), { answeredAt: late, isLate: true }]);
    const threeStars = scoreOf('water', times(5, { ...answered, ...rated(3) }));
    expect(awardsOf([oneLate]).outstandingOfficials).toEqual([]);
    expect(awardsOf([threeStars]).outstandingOfficials).toEqual([]);
  });
});
