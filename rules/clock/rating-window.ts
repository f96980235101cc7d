import type { Instant } from '#schemas/instant.ts';
import table from '../tables/rating-window.json' with { type: 'json' };
import { toInstant, toMillis } from './instant.ts';

const DAY_MS = 86_400_000;

/** Until when an answer given at this instant may be rated: rules/tables/rating-window.json, 14 days. */
export const rateUntil = (answeredAt: Instant): Instant => toInstant(toMillis(answeredAt) + table.days * DAY_MS);
