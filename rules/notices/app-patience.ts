import { toInstant, toMillis } from '#rules/clock/instant.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Notice } from '#schemas/notice.ts';

/** Before an app that took nothing is tried again, seconds: 10 after the first try, 900 (15 minutes) at most. */
const FIRST_REST_SECONDS = 10;
const LONGEST_REST_SECONDS = 900;

/** How old a message gets before it is given up, 86_400_000 (a day). */
const PATIENCE_MS = 86_400_000;

/** More tries than a day has: only a message that cannot even be tried comes to that number. */
export const APP_TRIES = 120;

/** How long an app may be silent about a notice before the petitioner is told by text message, 600 seconds (10 minutes). */
export const SILENCE_SECONDS = 600;

/** How long a message rests after so many tries in vain, in seconds. */
export function restSeconds(tries: number): number {
  return Math.min(FIRST_REST_SECONDS * 2 ** Math.min(tries - 1, 20), LONGEST_REST_SECONDS);
}

/**
 * When a try is due, which is about when it is made: queues tell only when they gave a message for the first time.
 *
 *     first given ─10 s─► 2nd try ─20 s─► 3rd ─40 s─► … ─900 s─► nth
 */
export function triedAt(firstAt: Instant, tries: number): Instant {
  let seconds = 0;
  for (let tried = 1; tried < tries; tried += 1) seconds += restSeconds(tried);
  return toInstant(toMillis(firstAt) + seconds * 1_000);
}

/**
 * Whether a message that was not taken is given up. By its age, not its tries: what waited a day behind another one of its
 * complaint is tried once, so that an app that is gone holds nothing up for days.
 */
export const isGivenUp = (sentAt: Instant, triedAt: Instant): boolean =>
  toMillis(triedAt) - toMillis(sentAt) >= PATIENCE_MS;

/** Whether a notice waits for an app to take it: before that it was not sent there, and afterwards it went another way. */
export const waitsForApp = ({ status, channel }: Pick<Notice, 'status' | 'channel'>): boolean =>
  status === 'sending' && channel === 'channel';
