import type { RungId } from '#schemas/rung.ts';

/**
 * How the story of one filing goes. `share` is the part of the time to the due instant that passes first, 0 to 1;
 * `after` names the rung whose notice it takes until somebody answers.
 */
export type Temper =
  | { readonly kind: 'answered-in-time'; readonly share: number }
  | { readonly kind: 'answered-late'; readonly after: RungId }
  | { readonly kind: 'left-open' }
  | { readonly kind: 'withdrawn'; readonly share: number };

/** Every fortieth filing goes the same way. All ways stand among the first twelve, so that a short file shows them too. */
const CYCLE = 40;
const exceptions: Readonly<Record<number, Temper>> = {
  3: { kind: 'answered-late', after: 'escalate-to-lead' },
  5: { kind: 'withdrawn', share: 0.3 },
  7: { kind: 'answered-late', after: 'escalate-to-director' },
  9: { kind: 'left-open' },
  11: { kind: 'answered-late', after: 'escalate-to-audit-office' },
  19: { kind: 'answered-late', after: 'escalate-to-lead' },
  27: { kind: 'answered-late', after: 'escalate-to-director' },
  31: { kind: 'answered-late', after: 'escalate-to-lead' },
};

/** The golden ratio's fraction: multiples of it fill the time from 0 to 1 evenly, however many there are. */
const GOLDEN = 0.618_033_988_75;

/** How the story of the filing with this index goes. */
export const temperOf = (index: number): Temper =>
  exceptions[index % CYCLE] ?? { kind: 'answered-in-time', share: (index * GOLDEN) % 1 };

/** Petitioners are mostly content; one in six says nothing. */
const scores = [5, 4, undefined, 3, 5, 4, 2, 5, 4, 1, undefined, 5] as const;

/** What the petitioner gives the answer, 1 to 5, or nothing. */
export const scoreOf = (index: number): number | undefined => scores[index % scores.length];

/** How many days after the answer the petitioner rates it; the window is fourteen. */
export const rateAfterDays = (index: number): number => 1 + (index % 5);

/** Whether the central desk lets the case lie for a day before it says what it is. */
export const isClassifiedLate = (index: number): boolean => index % 9 === 4;
