import type { Millis } from '../city/clock.ts';

/** Seoul is nine hours ahead of UTC, all year, since 1989. */
const AHEAD_MS = 32_400_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The hours at which the play's people sit down to work; the last ones are overtime for what is due the same day. */
const hours = [10, 15, 17, 19] as const;

/** An instant as Seoul's clocks show it, `2026-11-23 09:00`. */
export const seoulTime = (at: Millis): string => new Date(at + AHEAD_MS).toISOString().slice(0, 16).replace('T', ' ');

/** The sittings after one instant and before another, Monday to Friday, earliest first. */
export function sittings(after: Millis, before: Millis): Millis[] {
  const found: Millis[] = [];
  for (let day = Math.floor((after + AHEAD_MS) / DAY_MS); day * DAY_MS - AHEAD_MS < before; day += 1) {
    const weekday = new Date(day * DAY_MS).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const ofDay = hours.map((hour) => day * DAY_MS - AHEAD_MS + hour * HOUR_MS);
    found.push(...ofDay.filter((at) => at > after && at < before));
  }
  return found;
}

/** The first sitting after an instant. */
export function nextSitting(after: Millis): Millis {
  // Within any four days there is a working day.
  return sittings(after, after + 4 * DAY_MS)[0] ?? after + DAY_MS;
}
