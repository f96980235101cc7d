import type { MergedCells } from '#schemas/import-file.ts';

/** The merged cells of one column, from the top down. */
type InColumn = readonly MergedCells[];

/**
 * What merged cells mean for a row: the value of the uppermost cell counts for every row of its column that is merged with it,
 * and the cells to its right have none.
 */
export class Merges {
  readonly #downward: ReadonlyMap<number, InColumn>;
  readonly #sideways: readonly MergedCells[];

  constructor(merged: readonly MergedCells[]) {
    const byColumn = new Map<number, MergedCells[]>();
    for (const range of merged) {
      if (range.lastRow === range.firstRow) continue;
      const others = byColumn.get(range.firstColumn);
      if (others === undefined) byColumn.set(range.firstColumn, [range]);
      else others.push(range);
    }
    for (const ranges of byColumn.values()) ranges.sort((one, other) => one.firstRow - other.firstRow);
    this.#downward = byColumn;
    this.#sideways = merged
      .filter(({ firstColumn, lastColumn }) => lastColumn > firstColumn)
      .toSorted((one, other) => one.firstRow - other.firstRow);
  }

  /** The row whose cell counts for this one's; nothing when it is not merged with one above. */
  rowAbove(row: number, column: number): number | undefined {
    const range = lastBegun(this.#downward.get(column) ?? [], row);
    return range !== undefined && range.firstRow < row && row <= range.lastRow ? range.firstRow : undefined;
  }

  /** Whether this cell is merged with one to its left. */
  isMergedAway(row: number, column: number): boolean {
    // Merged cells never overlap, and a row has few of them.
    const last = lastBegunAt(this.#sideways, row);
    for (let at = last; at >= 0 && last - at < MOST_BESIDE; at -= 1) {
      const range = this.#sideways[at];
      if (range === undefined || row > range.lastRow) continue;
      if (column > range.firstColumn && column <= range.lastColumn) return true;
    }
    return false;
  }
}

/** So many merged cells before a row are looked at for whether they reach into it. */
const MOST_BESIDE = 100;

const lastBegun = (ranges: InColumn, row: number): MergedCells | undefined => ranges[lastBegunAt(ranges, row)];

/** The last that begins at this row or above, by halving; -1 when none does. */
function lastBegunAt(ranges: InColumn, row: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.firstRow ?? Number.POSITIVE_INFINITY) <= row) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
