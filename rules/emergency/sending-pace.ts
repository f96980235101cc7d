import type { EmergencySettings } from '#schemas/emergency-settings.ts';
import type { Instant } from '#schemas/instant.ts';
import { toInstant, toMillis } from '../clock/instant.ts';
import table from '../tables/emergency.json' with { type: 'json' };

/** How the audience is cut and held to the rate: so many a batch, so many batches at once, each lasting so long. */
export type Pace = { readonly batchSize: number; readonly lanes: number; readonly batchSeconds: number };

/**
 * Batches × lanes ÷ time is at most the allowed rate, and a batch is at most 100, what a function sends well in its time.
 */
export function paceOf({ ratePerSecond, batchSeconds }: EmergencySettings): Pace {
  const inThatTime = ratePerSecond * batchSeconds;
  const lanes = Math.ceil(inThatTime / table.batchAtMost);
  return { batchSize: Math.max(1, Math.floor(inThatTime / lanes)), lanes, batchSeconds };
}

/** When a batch that began at this instant gives way to the next. */
export const batchOverAt = (begunAt: Instant, { batchSeconds }: EmergencySettings): Instant =>
  toInstant(toMillis(begunAt) + batchSeconds * 1000);

/** How often a batch asks a provider again before it rests. */
export const passesOfBatch = 2;

/** No rest is longer, 60 seconds. */
const LONGEST_REST_SECONDS = 60;

/**
 * When those whom the provider refused for now are tried again: after the batch's time, then twice that, and so on up to a
 * minute. So a provider that is out for two minutes loses nobody.
 *
 * @param attempt the most calls that any of them has had
 */
export function againAt(triedAt: Instant, attempt: number, { batchSeconds }: EmergencySettings): Instant {
  const rests = Math.ceil(attempt / passesOfBatch);
  const seconds = Math.min(LONGEST_REST_SECONDS, batchSeconds * 2 ** (rests - 1));
  return toInstant(toMillis(triedAt) + Math.max(batchSeconds, seconds) * 1000);
}

/** How long a batch rests before it looks whether a pause is over, 10_000 (10 seconds): often enough for people, seldom enough for a history. */
const PAUSE_LOOK_MS = 10_000;

/** When a batch that found the message paused looks again. */
export const pauseLookAt = (lookedAt: Instant): Instant => toInstant(toMillis(lookedAt) + PAUSE_LOOK_MS);

/** How long so many take at the allowed rate, in minutes. */
export const sendingMinutes = (people: number, ratePerSecond: number): number => people / ratePerSecond / 60;

/** The same as a sentence: `At 20 a second 100,000 people take 83 minutes.` */
export function paceSentence(people: number, ratePerSecond: number): string {
  const minutes = Math.round(sendingMinutes(people, ratePerSecond));
  const [long, duration] =
    minutes < 1
      ? ['less than a minute', '1분 이내가']
      : [`${minutes} minute${minutes === 1 ? '' : 's'}`, `${minutes}분이`];
  const count = people.toLocaleString('en-US');
  return `초당 ${ratePerSecond}건으로 ${count}명에게 ${duration} 걸립니다. At ${ratePerSecond} a second ${count} people take ${long}.`;
}
