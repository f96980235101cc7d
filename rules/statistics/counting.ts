import {
  type CaseFact,
  type Cell,
  type Measure,
  type Measures,
  measures,
  type RoundFact,
} from '#schemas/statistics.ts';

/** What is added to a cell's numbers; below 0: taken away. */
export type Move = { readonly cell: Cell; readonly add: Measures };

/** A round as it is kept: in one place by department and month, or taken out of it. */
export type RoundMove = { readonly removed?: RoundFact; readonly kept?: RoundFact };

/** All that a change of a complaint changes in the statistics: its case as it is counted now, the cells' numbers, and its round. */
export type Counting = {
  readonly fact: CaseFact;
  readonly wasBarring: boolean;
  readonly moves: readonly Move[];
  readonly rounds: RoundMove;
};

/**
 * How the statistics change when a complaint does: taken out of where it was counted, put where it is counted now. Applied with the
 * change itself, the numbers are at every moment the sums over all complaints.
 *
 * @param before as it was counted, `undefined` when it was not
 * @returns `undefined` when nothing changes
 */
export function countingOf(before: CaseFact | undefined, after: CaseFact): Counting | undefined {
  if (before !== undefined && sameText(before, after)) return undefined;
  return {
    fact: after,
    wasBarring: before?.barred !== undefined,
    moves: movesOf(before, after),
    rounds: roundMoveOf(before?.round, after.round),
  };
}

function movesOf(before: CaseFact | undefined, after: CaseFact): Move[] {
  if (before === undefined) return [{ cell: after.cell, add: after.measures }];
  if (sameText(before.cell, after.cell)) {
    const add = differenceOf(before.measures, after.measures);
    return Object.keys(add).length === 0 ? [] : [{ cell: after.cell, add }];
  }
  return [
    { cell: before.cell, add: differenceOf(before.measures, {}) },
    { cell: after.cell, add: after.measures },
  ];
}

/** What has to be added to the numbers before to give those after. */
export function differenceOf(before: Measures, after: Measures): Measures {
  const changed = measures.flatMap((measure): [Measure, number][] => {
    const by = (after[measure] ?? 0) - (before[measure] ?? 0);
    return by === 0 ? [] : [[measure, by]];
  });
  return Object.fromEntries(changed);
}

/** A round that is over stays where it was; only the present one moves, with its month or its department. */
function roundMoveOf(before: RoundFact | undefined, after: RoundFact | undefined): RoundMove {
  if (sameText(before, after)) return {};
  const isSame = before?.round === after?.round;
  const isElsewhere = before?.department !== after?.department || before?.month !== after?.month;
  // Another round has begun: the one before it ended with an answer.
  const isOver = after === undefined ? before?.answeredAt !== undefined : !isSame;
  return {
    ...(before !== undefined && isElsewhere && !isOver ? { removed: before } : {}),
    ...(after === undefined ? {} : { kept: after }),
  };
}

const sameText = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** As text, its members in the order of their names: the table gives them in another than they were written. */
const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
