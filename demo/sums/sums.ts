import type { RungId } from '#schemas/rung.ts';
import { type Fact, type MoveCounts, moves, type NoticeCounts, type Outcome, outcomes, rungIds } from './fact.ts';

/** What one source says of the whole run. */
export type Sums = {
  readonly complaints: number;
  readonly byOutcome: Readonly<Record<Outcome, number>>;
  readonly byDistrict: Readonly<Record<string, number>>;
  readonly byRung: Readonly<Record<RungId, number>>;
  readonly byMove: MoveCounts;
  /** How many ratings of each score, 1 to 5. */
  readonly byScore: Readonly<Record<string, number>>;
  readonly notices: NoticeCounts;
};

/** Adds the facts of one source up. */
export function sumsOf(facts: readonly Fact[]): Sums {
  const total = (of: (fact: Fact) => number): number => facts.reduce((sum, fact) => sum + of(fact), 0);
  return {
    complaints: facts.length,
    byOutcome: countedBy(outcomes, (one) => total(({ outcome }) => Number(outcome === one))),
    byDistrict: countedBy([...new Set(facts.map(({ district }) => district))].toSorted(), (one) =>
      total(({ district }) => Number(district === one)),
    ),
    byRung: countedBy(rungIds, (one) => total(({ rungs }) => rungs.filter((rung) => rung === one).length)),
    byMove: countedBy(moves, (one) => total((fact) => fact.moves[one])),
    byScore: countedBy(['1', '2', '3', '4', '5'], (one) => total(({ score }) => Number(String(score) === one))),
    notices: countedBy(['sent', 'published', 'unreachable', 'unsettled'], (one) =>
      total(({ notices }) => notices[one]),
    ),
  };
}

function countedBy<K extends string>(keys: readonly K[], count: (key: K) => number): Record<K, number> {
  // Every key got its count just now.
  return Object.fromEntries(keys.map((key) => [key, count(key)])) as Record<K, number>;
}

/** The sum of all counts. */
export const totalOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
