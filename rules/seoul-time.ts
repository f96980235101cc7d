import type { Instant } from '#schemas/instant.ts';
import { toInstant, toMillis } from './instant.ts';

const SEOUL_AHEAD_MS = 9 * 3_600_000;
const MINUTE_MS = 60_000;

/** An instant as people in Seoul write it, `11/24 18:00`; midnight belongs to the day it ends, `11/24 24:00`. */
export function seoulTime(at: Instant): string {
  const isMidnight = (toMillis(at) + SEOUL_AHEAD_MS) % 86_400_000 === 0;
  const local = toInstant(toMillis(at) + SEOUL_AHEAD_MS - (isMidnight ? MINUTE_MS : 0));
  return `${local.slice(5, 7)}/${local.slice(8, 10)} ${isMidnight ? '24:00' : local.slice(11, 16)}`;
}
