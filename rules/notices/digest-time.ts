import type { Calendar } from '#schemas/calendar.ts';
import type { Instant } from '#schemas/instant.ts';
import { toInstant, toMillis } from '../clock/instant.ts';
import { withinWorkingHours } from '../clock/working-time.ts';
import table from '../tables/digest.json' with { type: 'json' };

/** How long a digest collects what else was missed, in seconds: rules/tables/digest.json. */
export const collectingSeconds = table.collectedForMinutes * 60;

/** When a digest that was opened at this instant has collected. */
export const collectedAt = (openedAt: Instant): Instant => toInstant(toMillis(openedAt) + collectingSeconds * 1000);

/** Whether a digest may go out: inside working hours; one that falls outside goes with those of the next morning. */
export const mayTellAt = (at: Instant, calendar: Calendar): boolean => withinWorkingHours(at, calendar) === at;
