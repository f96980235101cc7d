import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Deadline } from '#schemas/deadline.ts';
import type { Instant } from '#schemas/instant.ts';
import { ledgerOf, withEntry, withLedger } from './deadline-moves.ts';

/**
 * A complaint under the promise or period of another kind: counted from the receipt as if it had been this kind all along, so
 * that the time already used stays used.
 *
 * A deadline that has passed stays as it is: taking the case for something else makes no late answer one in time.
 *
 * @param chosen the deadline that the new kind would have had from the receipt
 */
export function reclassified(complaint: Complaint, chosen: Deadline, at: Instant, calendar: Calendar): Complaint {
  const { deadline, pausedAt } = complaint;
  if (deadline === undefined) return complaint;
  const isSame = deadline.basis === chosen.basis && samePeriod(deadline.period, chosen.period);
  const isPast = pausedAt === undefined && at > deadline.dueAt;
  if (isSame || isPast) return withLedger(complaint, ledgerOf(complaint), calendar);
  const { basis, period } = chosen;
  const under: Complaint = { ...complaint, deadline: { ...deadline, basis, period } };
  return withEntry(under, { kind: 'reclassification', at, basis, period }, calendar);
}

const samePeriod = (one: Deadline['period'], other: Deadline['period']): boolean =>
  one?.unit === other?.unit && one?.count === other?.count;
