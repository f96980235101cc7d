import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Rung } from '#schemas/rung.ts';
import type { Signal } from '#schemas/signal.ts';
import table from '../tables/outside-transfer.json' with { type: 'json' };
import workingTable from '../tables/working-hours.json' with { type: 'json' };
import { toInstant, toMillis } from './instant.ts';
import { addWorkingMinutes } from './working-time.ts';

/** How many working days an institution gets where nobody says otherwise, and at most: rules/tables/outside-transfer.json. */
export const { termDays: acceptanceDays, termDaysAtMost: acceptanceDaysAtMost } = table;

/** Until when an institution can accept: so many working days of eight hours after it was asked. */
export const acceptUntil = (askedAt: Instant, days: number, calendar: Calendar): Instant =>
  addWorkingMinutes(askedAt, days * workingTable.hoursPerDay * 60, calendar);

/**
 * Whether a transfer still waits for an answer: it is the one of this ordinal, within its term, and nothing that ends it was said
 * and not heard.
 */
export function isAsked(
  { stage, outside }: Pick<Complaint, 'stage' | 'outside'>,
  unheard: readonly Signal[],
  asked: number,
  at: Instant,
): boolean {
  if (stage !== 'acceptance' || outside?.asked !== asked || at > outside.untilAt) return false;
  const ends: readonly string[] = ['acceptance', 'outside-refusal', 'withdrawal'];
  return !unheard.some(({ said }) => ends.includes(said.kind));
}

/** Before a machine that could not be reached is asked again, seconds: 30, twice as many each time, at most a quarter of an hour. */
export const askAgainSeconds = (attempt: number): number => Math.min(900, 30 * 2 ** (attempt - 1));

/** How long after its end the term is still waited for: the API functions' timeout, 10_000 (10 seconds). */
const GRACE_MS = 10_000;

/**
 * The rung that takes a case back from an institution that kept silent; none while nobody is waited for. It waits for no
 * opening: from the end of the term on the case is somebody's to answer.
 */
export function takeBackRungs({ stage, outside }: Pick<Complaint, 'stage' | 'outside'>): Rung[] {
  if (stage !== 'acceptance' || outside === undefined) return [];
  return [{ id: 'acceptance-term-ended', step: 'TakeBack', at: toInstant(toMillis(outside.untilAt) + GRACE_MS) }];
}
