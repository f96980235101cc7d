import type { Dimension, Measures, Month } from '#schemas/statistics.ts';
import { type Counted, plus, tallyWhole, together } from './tally.ts';

/** The smallest number that is published, and the step of all of them. */
export const STEP = 5;

/** A band in which the share of answers in time lies: at least `from`, below or equal to `to`. */
export type Band = { readonly from: number; readonly to: number };

/** A published row: numbers are multiples of 5, rounded down; `isSuppressed`: fewer than 5 (none among them). */
export type PublishedRow = {
  readonly key: string;
  readonly received: number;
  readonly answered: number;
  readonly isSuppressed: boolean;
  readonly onTime?: Band;
  readonly meanWorkingMinutes?: number;
  readonly meanPausedMinutes?: number;
};

/** A published table: its total is the sum of its rows, not of what they were rounded from. */
export type Published = {
  readonly rows: readonly PublishedRow[];
  readonly total: { readonly received: number; readonly answered: number };
};

/** Rounded down to the step. */
export const floored = (count: number): number => Math.max(0, Math.floor(count / STEP) * STEP);

/**
 * A table for everybody, which no other table of this kind can be subtracted from to learn a number under 5.
 *
 * What is published is made of *atoms*: one value of one dimension in one whole month (by day: one day). Each atom is rounded down
 * to a multiple of 5 by itself; everything else is a sum of rounded atoms. There are no other filters and no other periods, so two
 * answers differ by atoms, too: by multiples of 5, behind each of which lie five possible numbers.
 *
 * @param months counted complaints by the month of their receipt, in parts
 * @param keys   rows that are shown even if nothing was received there
 */
export function published(
  months: ReadonlyMap<Month, readonly (readonly Counted[])[]>,
  by: Dimension,
  keys: readonly string[] = [],
): Published {
  const rounded = new Map<string, { received: number; answered: number }>();
  const exact = new Map<string, Measures>();
  for (const key of keys) rounded.set(key, { received: 0, answered: 0 });
  for (const parts of months.values()) {
    for (const [key, row] of together(parts.map((part) => tallyWhole(part, by)))) {
      const { received, answered } = rounded.get(key) ?? { received: 0, answered: 0 };
      rounded.set(key, {
        received: received + floored(row.received ?? 0),
        answered: answered + floored(row.answered ?? 0),
      });
      // Speeds tell of the city's work, not of people; they are given where enough answers are.
      if ((row.answered ?? 0) >= STEP) exact.set(key, plus(exact.get(key) ?? {}, row));
    }
  }
  const rows = [...rounded]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, counts]) => ({ key, ...counts, isSuppressed: counts.received === 0, ...speedOf(exact.get(key)) }));
  const sum = (member: 'received' | 'answered'): number => rows.reduce((total, row) => total + row[member], 0);
  return { rows, total: { received: sum('received'), answered: sum('answered') } };
}

/** How wide a band is by how many answers it tells of: so wide that it never holds one single number of late answers under 5. */
const bands: readonly { readonly from: number; readonly width: number }[] = [
  { from: 100, width: 5 },
  { from: 40, width: 10 },
  { from: STEP, width: 20 },
];

/** The band, in percent steps, of answers in time among those answered. */
export function bandOf(answered: number, onTime: number): Band | undefined {
  const width = bands.find(({ from }) => floored(answered) >= from)?.width;
  if (width === undefined) return undefined;
  // The last band includes its end: nothing late and little late look alike.
  const step = Math.min(Math.floor((onTime * 100) / answered / width), 100 / width - 1);
  return { from: (step * width) / 100, to: ((step + 1) * width) / 100 };
}

function speedOf(row: Measures | undefined): Omit<PublishedRow, 'key' | 'received' | 'answered' | 'isSuppressed'> {
  const { answered = 0, onTime = 0, workingMinutes = 0, paused = 0, pausedMinutes = 0 } = row ?? {};
  const band = bandOf(answered, onTime);
  if (band === undefined) return {};
  return {
    onTime: band,
    meanWorkingMinutes: Math.round(workingMinutes / answered),
    ...(paused >= STEP ? { meanPausedMinutes: Math.round(pausedMinutes / paused) } : {}),
  };
}
