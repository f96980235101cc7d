import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Deadline } from '#schemas/deadline.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Rung } from '#schemas/rung.ts';
import { ledgerOf, withEntry, withLedger } from './deadline-moves.ts';

/**
 * A complaint under the promise or period of another kind: counted from the receipt as if it had been this kind all along, so
 * that the time already used stays used.
 *
 * A deadline that has passed stays as it is: taking the case for something else makes no late answer one in time. So it does when
 * the other kind has a promise of the city whose hour has passed: nobody could keep it any more.
 *
 * Where the new period leaves rungs behind, nobody is reminded of what they could not know; who is told of a late case hears now.
 *
 * @param chosen the deadline that the new kind would have had from the receipt
 */
export function reclassified(complaint: Complaint, chosen: Deadline, at: Instant, calendar: Calendar): Complaint {
  const { deadline, pausedAt } = complaint;
  if (deadline === undefined) return complaint;
  const isSame = deadline.basis === chosen.basis && samePeriod(deadline.period, chosen.period);
  const isPast = pausedAt === undefined && at > deadline.dueAt;
  const isBroken = chosen.basis !== 'statutory' && at > chosen.dueAt;
  if (isSame || isPast || isBroken) return withLedger(complaint, ledgerOf(complaint), calendar);
  const { basis, period } = chosen;
  const under: Complaint = { ...complaint, deadline: { ...deadline, basis, period } };
  const after = withEntry(under, { kind: 'reclassification', at, basis, period }, calendar);
  return { ...after, rungs: after.rungs.flatMap((rung) => fromNowOn(rung, at)) };
}

function fromNowOn(rung: Rung, at: Instant): Rung[] {
  if (rung.at >= at) return [rung];
  return rung.step === 'RemindOfficial' ? [] : [{ ...rung, at }];
}

const samePeriod = (one: Deadline['period'], other: Deadline['period']): boolean =>
  one?.unit === other?.unit && one?.count === other?.count;
