import type { Measures } from '#schemas/statistics.ts';

/** What follows from a row's numbers; `undefined` where there is nothing to divide by. */
export type Rates = {
  readonly onTimeRate?: number;
  readonly meanWorkingMinutes?: number;
  readonly meanPausedMinutes?: number;
  readonly meanStars?: number;
};

/**
 * The rates of a row.
 *
 * - On time: of all whose time was up or who were answered, those answered in time in every round. Who was not answered in time, or
 *   with words that say nothing, is in the divisor: neither silence nor a set phrase helps.
 * - Minutes: working time, per answered complaint (`paused`: per complaint whose clock stood).
 *
 * ```
 * onTime 8, late 1, overdue 1, hollow 2  ►  8 / 12 = 0.6667
 * ```
 */
export function ratesOf(row: Measures): Rates {
  const { onTime = 0, late = 0, overdue = 0, hollow = 0, answered = 0, workingMinutes = 0 } = row;
  const { paused = 0, pausedMinutes = 0, ratings = 0, stars = 0 } = row;
  return {
    ...share('onTimeRate', onTime, onTime + late + overdue + hollow, 4),
    ...share('meanWorkingMinutes', workingMinutes, answered, 0),
    ...share('meanPausedMinutes', pausedMinutes, paused, 0),
    ...share('meanStars', stars, ratings, 2),
  };
}

function share(name: keyof Rates, part: number, whole: number, digits: number): Rates {
  if (whole === 0) return {};
  const scale = 10 ** digits;
  return { [name]: Math.round((part / whole) * scale) / scale };
}
