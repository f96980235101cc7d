import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Month, RoundFact } from '#schemas/statistics.ts';
import { adjudicatingDeskId } from '../adjudication.ts';
import { ledgerOf } from '../clock/deadline-moves.ts';
import { seoulDateOf, toInstant, toMillis } from '../clock/instant.ts';

/** The month of the city's calendar in which an instant lies. */
export const monthOf = (at: Instant): Month => seoulDateOf(at).slice(0, 7);

/**
 * The present round of a complaint as the score counts it, in the one month in which it was answered or, if that comes first, fell
 * due: no answer can be carried into a better month. `undefined` while nobody has to answer it, or when it ended without the city
 * owing an answer (withdrawn, taken by an institution outside, closed after two requests in vain).
 */
export function roundFact(complaint: Complaint): RoundFact | undefined {
  const { assignment, hands = [], deadline, answeredAt, status, stage, outside, round } = complaint;
  const last = assignment ?? hands.at(-1);
  const isOwed = status !== 'withdrawn' && status !== 'transferred' && outside?.acceptedAt === undefined;
  if (last === undefined || deadline === undefined || !isOwed || ledgerOf(complaint).length === 0) return undefined;
  if (answeredAt === undefined && (stage === 'close' || stage === 'closed')) return undefined;
  const { dueAt } = deadline;
  // 24:00 of the last day is still the month that ends with it.
  const countedAt = answeredAt !== undefined && answeredAt < dueAt ? answeredAt : toInstant(toMillis(dueAt) - 1);
  const { isLate, lacks, score, ratedAt } = complaint;
  return {
    department: last.department,
    month: monthOf(countedAt),
    round,
    ...(last.person === undefined ? {} : { person: last.person }),
    dueAt,
    ...(answeredAt === undefined ? {} : { answeredAt, isLate: isLate ?? false }),
    ...(lacks === undefined ? {} : { lacks }),
    ...(score === undefined ? {} : { stars: score }),
    ...(ratedAt === undefined ? {} : { ratedAt }),
    ...(ledgerOf(complaint).some(({ kind }) => kind === 'extension') ? { isExtended: true as const } : {}),
    ...(wasOverturned(complaint) ? { overturned: true as const } : {}),
  };
}

/** Whether the adjudicating desk decided that the case is a department's that had passed it on or given it back. */
function wasOverturned({ hands = [] }: Complaint): boolean {
  const decision = hands.findLastIndex(({ reason }) => reason === 'decision');
  const decided = hands[decision];
  if (decided === undefined || decided.department === adjudicatingDeskId) return false;
  return hands.slice(0, decision).some(({ department }) => department === decided.department);
}
