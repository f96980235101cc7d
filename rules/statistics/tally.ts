import { type Cell, type Dimension, type Measure, type Measures, measures } from '#schemas/statistics.ts';

/** Numbers with the cell they belong to. */
export type Counted = { readonly cell: Cell; readonly measures: Measures };

/** Which cells are asked for: those that are the same in every member given. */
export type CellFilter = { readonly [Member in Exclude<keyof Cell, 'day'>]?: Cell[Member] | undefined } & {
  readonly from?: string;
  readonly to?: string;
};

/** Whether a cell is among those asked for; both days are included. */
export function isAsked(cell: Cell, filter: CellFilter): boolean {
  return askedBy(filter)(cell);
}

/** The same for many cells: what is asked for is looked at once. */
export function askedBy({ from, to, ...members }: CellFilter): (cell: Cell) => boolean {
  const wanted = (Object.keys(members) as (keyof typeof members)[]).filter((member) => members[member] !== undefined);
  return (cell) =>
    (from === undefined || cell.day >= from) &&
    (to === undefined || cell.day <= to) &&
    wanted.every((member) => cell[member] === members[member]);
}

/** What a row of a table stands for: the cell's member. A ward stands with its district: names repeat among districts. */
export const keyOf = (cell: Cell, by: Dimension): string =>
  by === 'ward' ? `${cell.district}/${cell.ward}` : cell[by];

/** Adds numbers to others, in place of neither. */
export function plus(one: Measures, other: Measures): Measures {
  const sums = measures.flatMap((measure): [Measure, number][] => {
    const sum = (one[measure] ?? 0) + (other[measure] ?? 0);
    return sum === 0 ? [] : [[measure, sum]];
  });
  return Object.fromEntries(sums);
}

/** Rows of a table that is being made. */
type Rows = Map<string, Record<string, number>>;

function add(rows: Rows, key: string, numbers: Measures): void {
  let row = rows.get(key);
  if (row === undefined) {
    row = {};
    rows.set(key, row);
  }
  for (const measure in numbers) row[measure] = (row[measure] ?? 0) + (numbers[measure as Measure] ?? 0);
}

/** In the order of their keys; rows in which nothing was received are left out, and numbers that are 0. */
function finished(rows: Rows): Map<string, Measures> {
  const inOrder = [...rows].filter(([, row]) => (row.received ?? 0) !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(inOrder.map(([key, row]) => [key, plus(row, {})]));
}

/** The numbers of all cells asked for, by one dimension; rows in which nothing was received are left out. */
export function tally(counted: Iterable<Counted>, by: Dimension, filter: CellFilter = {}): Map<string, Measures> {
  const rows: Rows = new Map();
  const isWanted = askedBy(filter);
  for (const { cell, measures: numbers } of counted) if (isWanted(cell)) add(rows, keyOf(cell, by), numbers);
  return finished(rows);
}

/** What was tallied of parts that have not changed since: they are the same objects then. */
const tallied = new WeakMap<readonly Counted[], Map<Dimension, ReadonlyMap<string, Measures>>>();

/** The numbers of a part as a whole, by one dimension; a part that was tallied before is not gone through again. */
export function tallyWhole(part: readonly Counted[], by: Dimension): ReadonlyMap<string, Measures> {
  const known = tallied.get(part) ?? new Map<Dimension, ReadonlyMap<string, Measures>>();
  tallied.set(part, known);
  const before = known.get(by);
  if (before !== undefined) return before;
  const rows = tally(part, by);
  known.set(by, rows);
  return rows;
}

/** One table of several. */
export function together(tables: Iterable<ReadonlyMap<string, Measures>>): Map<string, Measures> {
  const rows: Rows = new Map();
  for (const table of tables) for (const [key, numbers] of table) add(rows, key, numbers);
  return finished(rows);
}

/** The sum of a table's rows. */
export const totalOf = (rows: ReadonlyMap<string, Measures>): Measures =>
  [...rows.values()].reduce<Measures>((sum, row) => plus(sum, row), {});
