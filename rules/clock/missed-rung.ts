import type { Instant } from '#schemas/instant.ts';
import table from '../tables/digest.json' with { type: 'json' };
import { toMillis } from './instant.ts';

const MINUTE_MS = 60_000;

/** Whether a rung was missed: the system stood still at its time and climbs it so much later (rules/tables/digest.json). */
export const isMissed = (rungAt: Instant, climbedAt: Instant): boolean =>
  toMillis(climbedAt) - toMillis(rungAt) > table.missedAfterMinutes * MINUTE_MS;
