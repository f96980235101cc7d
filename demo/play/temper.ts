import type { RungId } from '#schemas/rung.ts';

/** What somebody does with a case, as the API names it: the petitioner gives a supplement or withdraws, the rest is the official's. */
export type Doing = 'answer' | 'withdrawal' | 'supplement-request' | 'supplement' | 'extension';

/**
 * One turn of a story, and when it comes. By `share`: the part of the time to the listed due instant that passes first, 0 to
 * below 1; 1 is the first sitting after it (while a supplement is waited for, that instant is the end of the petitioner's term).
 * By `rung`: the sitting after that rung's notice.
 */
export type Turn =
  | { readonly what: Doing; readonly by: 'share'; readonly share: number }
  | { readonly what: 'answer'; readonly by: 'rung'; readonly rung: RungId };

/** How the story of one filing goes, turn by turn; without a turn nobody ever answers it. */
export type Temper = readonly Turn[];

const at = (share: number, what: Doing): Turn => ({ what, by: 'share', share });
const after = (rung: RungId): Temper => [{ what: 'answer', by: 'rung', rung }];

/** Every fortieth filing goes the same way. All ways but one stand among the first twelve, so that a short file shows them too. */
const CYCLE = 40;
const exceptions: Readonly<Record<number, Temper>> = {
  3: [at(0.1, 'supplement-request'), at(0.4, 'supplement'), at(0.5, 'extension'), at(0.8, 'answer')],
  5: [at(0.3, 'withdrawal')],
  6: [at(0.5, 'supplement-request'), at(0.6, 'supplement'), at(0.5, 'answer')],
  7: after('escalate-to-director'),
  8: [at(0.7, 'extension'), at(0.9, 'answer')],
  9: [],
  10: after('escalate-to-lead'),
  11: after('escalate-to-audit-office'),
  19: after('escalate-to-lead'),
  // Both terms end before the petitioner gives what is missing: the official hears of each.
  22: [at(0.2, 'supplement-request'), at(1, 'supplement-request'), at(1, 'supplement'), at(0.5, 'answer')],
  27: after('escalate-to-director'),
  29: [at(0.3, 'supplement-request'), at(0.9, 'supplement'), at(0.7, 'answer')],
  31: after('escalate-to-lead'),
  35: [at(0.4, 'extension'), at(0.9, 'answer')],
};

/** The golden ratio's fraction: multiples of it fill the time from 0 to 1 evenly, however many there are. */
const GOLDEN = 0.618_033_988_75;

/** How the story of the filing with this index goes; mostly it is answered in time. */
export const temperOf = (index: number): Temper => exceptions[index % CYCLE] ?? [at((index * GOLDEN) % 1, 'answer')];

/** Petitioners are mostly content; one in six says nothing. */
const scores = [5, 4, undefined, 3, 5, 4, 2, 5, 4, 1, undefined, 5] as const;

/** What the petitioner gives the answer, 1 to 5, or nothing. */
export const scoreOf = (index: number): number | undefined => scores[index % scores.length];

/** How many days after the answer the petitioner rates it; the window is fourteen. */
export const rateAfterDays = (index: number): number => 1 + (index % 5);

/** Whether the central desk lets the case lie for a day before it says what it is. */
export const isClassifiedLate = (index: number): boolean => index % 9 === 4;
