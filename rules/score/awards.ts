import type { DepartmentId } from '#schemas/department.ts';
import type { PersonId } from '#schemas/person.ts';
import type { CaseValue } from '#schemas/score.ts';
import table from '../tables/score.json' with { type: 'json' };
import { type Score, twoDecimals } from './department-score.ts';

/** A department with its score. */
export type Scored = { readonly department: DepartmentId; readonly score: Score };

/** An official whose answers of a month stand out. */
export type OutstandingOfficial = {
  readonly person: PersonId;
  readonly department: DepartmentId;
  readonly answers: number;
  readonly meanStars?: number;
};

/** Who stands out in a month. */
export type Awards = {
  readonly best?: DepartmentId;
  readonly outstandingDepartments: readonly DepartmentId[];
  readonly outstandingOfficials: readonly OutstandingOfficial[];
};

const { fewestRounds, outstandingFrom, outstandingDepartments, outstandingOfficials, fewestStars } = table.awards;

/** The highest score first; of equal ones that with more cases, then by id. */
export const inOrder = (scored: readonly Scored[]): Scored[] =>
  scored.toSorted(
    (one, other) =>
      other.score.score - one.score.score ||
      other.score.cases.length - one.score.cases.length ||
      (one.department < other.department ? -1 : 1),
  );

/**
 * The best department, the outstanding ones (at most three from 85 points on) and the outstanding officials (at most five).
 *
 * Whoever has fewer than five rounds is not compared: one lucky case is no month. An official stands out whose answers all were in
 * time and said something, with four stars or more on average where they were rated; the one with most answers first.
 */
export function awardsOf(scored: readonly Scored[]): Awards {
  const compared = inOrder(scored).filter(({ score }) => score.cases.length >= fewestRounds);
  const [best] = compared;
  const officials = compared.flatMap(({ department, score }) => outstanding(department, score.cases));
  return {
    ...(best === undefined ? {} : { best: best.department }),
    outstandingDepartments: compared
      .filter(({ score }) => score.score >= outstandingFrom)
      .slice(0, outstandingDepartments)
      .map(({ department }) => department),
    outstandingOfficials: officials
      .toSorted(
        (one, other) =>
          other.answers - one.answers ||
          (other.meanStars ?? 0) - (one.meanStars ?? 0) ||
          (one.person < other.person ? -1 : 1),
      )
      .slice(0, outstandingOfficials),
  };
}

function outstanding(department: DepartmentId, cases: readonly CaseValue[]): OutstandingOfficial[] {
  const byPerson = Map.groupBy(
    cases.filter(({ person }) => person !== undefined),
    ({ person = '' }) => person,
  );
  return [...byPerson].flatMap(([person, theirs]) => {
    const stars = theirs.flatMap((one) => one.stars ?? []);
    const meanStars = stars.length === 0 ? undefined : stars.reduce((sum, one) => sum + one, 0) / stars.length;
    const isOutstanding =
      theirs.length >= fewestRounds &&
      theirs.every(({ speed = 100 }) => speed === 100) &&
      (meanStars === undefined || meanStars >= fewestStars);
    if (!isOutstanding) return [];
    return [
      {
        person,
        department,
        answers: theirs.length,
        ...(meanStars === undefined ? {} : { meanStars: twoDecimals(meanStars) }),
      },
    ];
  });
}
