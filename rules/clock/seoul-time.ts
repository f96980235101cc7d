import type { Instant } from '#schemas/instant.ts';
import { toInstant, toMillis } from './instant.ts';

const SEOUL_AHEAD_MS = 9 * 3_600_000;
const MINUTE_MS = 60_000;

const isMidnight = (at: Instant): boolean => (toMillis(at) + SEOUL_AHEAD_MS) % 86_400_000 === 0;

/** An instant as people in Seoul write it, `11/24 18:00`; midnight belongs to the day it ends, `11/24 24:00`. */
export function seoulTime(at: Instant): string {
  const local = toInstant(toMillis(at) + SEOUL_AHEAD_MS - (isMidnight(at) ? MINUTE_MS : 0));
  return `${local.slice(5, 7)}/${local.slice(8, 10)} ${isMidnight(at) ? '24:00' : local.slice(11, 16)}`;
}

/** A due instant as a list says it, `2026-11-24 18:00`; midnight belongs to the day it ends, `2026-11-24 24:00`. */
export const seoulDueText = (at: Instant): string => {
  if (!isMidnight(at)) return seoulText(at).slice(0, 'YYYY-MM-DD HH:mm'.length);
  return seoulText(toInstant(toMillis(at) - MINUTE_MS)).replace(/ .*/, ' 24:00');
};

/** An instant as a list says it, to the second: `2026-11-23 09:00:00`. */
export const seoulText = (at: Instant): string =>
  toInstant(toMillis(at) + SEOUL_AHEAD_MS)
    .slice(0, 'YYYY-MM-DDTHH:mm:ss'.length)
    .replace('T', ' ');
