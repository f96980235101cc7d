import type { Instant } from '#schemas/instant.ts';
import { toInstant, toMillis } from './clock/instant.ts';

/** So many wrong codes within the window close it. */
const WRONG_AT_MOST = 5;

/** How long wrong codes count, and how long the door stays closed, 900_000 (15 minutes). */
const WINDOW_MS = 900_000;

/** The wrong codes of late: how many, and since when. */
export type WrongCodes = { readonly wrong: number; readonly wrongSince?: string | undefined };

/** Whether the door is closed: five wrong codes within 15 minutes close it until 15 minutes after the fifth. */
export function isClosedForCodes({ wrong, wrongSince }: WrongCodes, at: Instant): boolean {
  return wrong >= WRONG_AT_MOST && wrongSince !== undefined && at < after(wrongSince);
}

/** The count after one more wrong code: from 1 in a new window, else one more; the fifth begins the closed time. */
export function afterWrongCode({ wrong, wrongSince }: WrongCodes, at: Instant): { wrong: number; since: string } {
  const isOpen = wrongSince !== undefined && wrong < WRONG_AT_MOST && at < after(wrongSince);
  if (!isOpen) return { wrong: 1, since: at };
  return { wrong: wrong + 1, since: wrong + 1 === WRONG_AT_MOST ? at : wrongSince };
}

const after = (since: string): Instant => toInstant(toMillis(since as Instant) + WINDOW_MS);
