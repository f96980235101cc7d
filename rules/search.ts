import type { Instant, SeoulDate } from '#schemas/instant.ts';
import { addDays, startOfDayMillis, toInstant } from './clock/instant.ts';
import { comparable } from './finding.ts';

/** The shortest word that is searched for, in characters as they are compared. */
export const SHORTEST_WORD = 2;

/**
 * What a search looks for, word by word: all of them must be found, in any order. Spaces inside a word of the complaint do not
 * matter, nor do signs anywhere.
 *
 * @returns nothing when a word is shorter than {@link SHORTEST_WORD}
 */
export function searchedWords(text: string): string[] | undefined {
  const words = text
    .split(/\s+/)
    .map(comparable)
    .filter((word) => word !== '');
  return words.length === 0 || words.some((word) => word.length < SHORTEST_WORD) ? undefined : words;
}

/** The first and the last instant of the days searched through, both included; without an end it reaches to the very end. */
export function searchedTime(from: SeoulDate | undefined, to: SeoulDate | undefined): { from: string; to: string } {
  return {
    from: from === undefined ? EARLIEST : toInstant(startOfDayMillis(from)),
    to: to === undefined ? LATEST : lastInstantOf(to),
  };
}

const lastInstantOf = (on: SeoulDate): Instant => toInstant(startOfDayMillis(addDays(on, 1)) - 1);

/** As text before every instant of ours. */
const EARLIEST = '0';

/** And behind. */
const LATEST = '9999';
