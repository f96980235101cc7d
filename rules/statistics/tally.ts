import { type Cell, type Dimension, type Measure, type Measures, measures } from '#schemas/statistics.ts';

/** Numbers with the cell they belong to. */
export type Counted = { readonly cell: Cell; readonly measures: Measures };

/** Which cells are asked for: those that are the same in every member given. */
export type CellFilter = { readonly [Member in Exclude<keyof Cell, 'day'>]?: Cell[Member] | undefined } & {
  readonly from?: string;
  readonly to?: string;
};

/** Whether a cell is among those asked for; both days are included. */
export function isAsked(cell: Cell, { from, to, ...wanted }: CellFilter): boolean {
  if (from !== undefined && cell.day < from) return false;
  if (to !== undefined && cell.day > to) return false;
  return (Object.keys(wanted) as (keyof typeof wanted)[]).every(
    (member) => wanted[member] === undefined || cell[member] === wanted[member],
  );
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

/** The numbers of all cells asked for, by one dimension; rows in which nothing was ever received are left out. */
export function tally(counted: Iterable<Counted>, by: Dimension, filter: CellFilter = {}): Map<string, Measures> {
  const rows = new Map<string, Record<string, number>>();
  for (const { cell, measures: numbers } of counted) {
    if (!isAsked(cell, filter)) continue;
    const key = keyOf(cell, by);
    const row = rows.get(key) ?? {};
    rows.set(key, row);
    for (const measure in numbers) row[measure] = (row[measure] ?? 0) + (numbers[measure as Measure] ?? 0);
  }
  const inOrder = [...rows].filter(([, row]) => (row.received ?? 0) !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(inOrder.map(([key, row]) => [key, plus(row, {})]));
}

/** The sum of a table's rows. */
export const totalOf = (rows: ReadonlyMap<string, Measures>): Measures =>
  [...rows.values()].reduce<Measures>((sum, row) => plus(sum, row), {});
