import type { CaseFact, Cell, Measures, RoundFact } from '#schemas/statistics.ts';
import type { Writes } from './dynamo.ts';

/** What a change of a complaint changes in the statistics: the case as it is counted, its cells' numbers, its round. */
export type Counting = {
  readonly fact: CaseFact;
  /** Whether somebody was kept from knowing of the case before. */
  readonly wasBarring: boolean;
  readonly moves: readonly { readonly cell: Cell; readonly add: Measures }[];
  readonly rounds: { readonly removed?: RoundFact; readonly kept?: RoundFact };
};

/** A change of the statistics, and the table they stand in. */
export type Counted = { readonly table: string; readonly counting: Counting };

/** Over how many items each cell is spread, so that complaints that change at once seldom meet over one. */
export const statisticsShards = 8;

const shardOf = (number: string): number =>
  [...number].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 65_521, 7) % statisticsShards;

const monthOf = (day: string): string => day.slice(0, 7);

/** Keys of the statistics, by month of receipt (rounds: by the month they count in). */
export const statisticsKey = {
  /** A cell's numbers; its sort key is what it counts. */
  cells: (month: string, district: string) => `cells#${month}#${district}`,
  /** How often the cells of each district changed: who has seen so many changes need not read them again. */
  changes: (month: string) => `changes#${month}`,
  /** The cases behind the numbers. */
  cases: (month: string, district: string) => `cases#${month}#${district}`,
  /** Once more those that somebody may not know of: few, and looked through for whoever asks. */
  barring: 'barring',
  rounds: (month: string, department: string) => `rounds#${month}#${department}`,
} as const;

/** The sort key of a cell's part: all it is counted by, and the part. */
const cellSort = ({ day, ward, field, department, channel, kind }: Cell, shard: number): string =>
  [day, ward, field, department, channel, kind, shard].join('#');

const roundSort = (number: string, { round }: RoundFact): string => `${number}#${round}`;

/** The members that a change of the statistics brings into its complaint's transaction. */
export function countingWrites(number: string, { table, counting }: Counted): Writes {
  const { fact, moves, rounds, wasBarring } = counting;
  const { cell } = fact;
  const shard = shardOf(number);
  const writes: Writes = moves.flatMap((move) => [added(table, move, shard)]);
  // Day and district of a complaint never change, so one item tells of all its moves.
  if (moves.length > 0) {
    const key = { pk: statisticsKey.changes(monthOf(cell.day)), sk: `${cell.district}#${shard}` };
    writes.push({
      Update: {
        TableName: table,
        Key: key,
        UpdateExpression: 'ADD changes :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    });
  }
  const item = { sk: number, fact };
  writes.push({
    Put: { TableName: table, Item: { pk: statisticsKey.cases(monthOf(cell.day), cell.district), ...item } },
  });
  if (fact.barred !== undefined) {
    writes.push({ Put: { TableName: table, Item: { pk: statisticsKey.barring, ...item } } });
  } else if (wasBarring) {
    // Emptied, not deleted: no step of the workflow has a right to delete anything here.
    writes.push({ Put: { TableName: table, Item: { pk: statisticsKey.barring, sk: number } } });
  }
  const { removed, kept } = rounds;
  if (removed !== undefined) {
    const key = { pk: statisticsKey.rounds(removed.month, removed.department), sk: roundSort(number, removed) };
    writes.push({ Put: { TableName: table, Item: key } });
  }
  if (kept !== undefined) {
    const key = { pk: statisticsKey.rounds(kept.month, kept.department), sk: roundSort(number, kept) };
    writes.push({ Put: { TableName: table, Item: { ...key, round: kept } } });
  }
  return writes;
}

function added(
  table: string,
  { cell, add }: { readonly cell: Cell; readonly add: Measures },
  shard: number,
): NonNullable<Writes[number]> {
  const names = Object.keys(add);
  return {
    Update: {
      TableName: table,
      Key: { pk: statisticsKey.cells(monthOf(cell.day), cell.district), sk: cellSort(cell, shard) },
      UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(Object.entries(add).map(([name, by]) => [`:${name}`, by])),
    },
  };
}
