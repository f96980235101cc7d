import { type CaseValue, PART_IDS, type PartId, type SpecialResult } from '#schemas/score.ts';
import table from '../tables/score.json' with { type: 'json' };
import { type CountedRound, caseValue, knownAt } from './case-value.ts';
import type { CutOff } from './month-end.ts';

/** A part of a score: 0 to 100 points, which count by its weight of 100. */
export type Part = { readonly part: PartId; readonly weight: number; readonly points: number };

/** A department's score of a month, with the cases that it is made of. */
export type Score = {
  readonly score: number;
  readonly parts: readonly Part[];
  readonly cases: readonly CaseValue[];
  readonly special: readonly SpecialResult[];
};

/** To two decimals; what lies in the middle goes up. */
export const twoDecimals = (value: number): number => Math.round((value + Number.EPSILON) * 100) / 100;

/**
 * A department's score: target speed 50 %, fidelity 30 %, cooperation 10 %, special results 10 %, to two decimals.
 *
 * A part is the mean of what its cases give; special results give 25 each, 100 at most. `undefined` for a department that had
 * nothing to answer: there is nothing to judge.
 *
 * ```
 * 4 rounds: in time 5 stars, in time unrated, late 3 stars, hollow
 *   speed        (100 + 100 + 0 + 0) / 4 = 50.00    × 0.5 = 25.00
 *   fidelity     (100 + 75 + 50 + 0) / 4 = 56.25    × 0.3 = 16.875
 *   cooperation  (100 + 100 + 100 + 100) / 4 = 100  × 0.1 = 10.00
 *   special      one confirmed             = 25     × 0.1 =  2.50
 *                                                     sum = 54.375 ► 54.38
 * ```
 *
 * @param rounds the rounds that stand in the department's month
 * @param cutOff the end of the month, or now: what happened from then on is not known
 */
export function departmentScore(
  rounds: readonly CountedRound[],
  results: readonly SpecialResult[],
  cutOff: CutOff,
): Score | undefined {
  const cases = rounds
    .flatMap((counted) => caseValue(knownAt(counted, cutOff), cutOff) ?? [])
    .toSorted((one, other) => compare(`${one.number} ${one.round}`, `${other.number} ${other.round}`));
  if (cases.length === 0) return undefined;
  const special = results.filter(
    ({ status, decidedAt }) => status === 'confirmed' && decidedAt !== undefined && decidedAt < cutOff.until,
  );
  const points: Readonly<Record<PartId, number>> = {
    speed: meanOf(cases, 'speed'),
    fidelity: meanOf(cases, 'fidelity'),
    cooperation: meanOf(cases, 'cooperation'),
    special: Math.min(100, special.length * table.specialPoints),
  };
  const score = PART_IDS.reduce((sum, part) => sum + (points[part] * table.weights[part]) / 100, 0);
  const parts = PART_IDS.map((part) => ({ part, weight: table.weights[part], points: twoDecimals(points[part]) }));
  return { score: twoDecimals(score), parts, cases, special };
}

/** The mean of what cases give to a part; 0 where none does. */
function meanOf(cases: readonly CaseValue[], part: Exclude<PartId, 'special'>): number {
  const values = cases.flatMap((one) => one[part] ?? []);
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
