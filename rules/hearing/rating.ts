import type { Complaint } from '#schemas/complaint.ts';
import { type Hearing, refused, type SaidOf, type Spoken } from './outcome.ts';

/** A rating is heard once, within its window. */
export function hearRating(complaint: Complaint, { score }: SaidOf<'rating'>, { at }: Spoken): Hearing {
  const { number, stage } = complaint;
  if (complaint.score !== undefined) return refused('already-rated', `complaint ${number} has been rated`);
  if (stage === 'evaluate' || (complaint.rateUntil !== undefined && at >= complaint.rateUntil)) {
    return refused('rating-window-closed', `complaint ${number} could be rated until ${complaint.rateUntil}`);
  }
  // In `respond` the answer was just heard and the window is about to open: whoever read the answer may rate it.
  if (stage !== 'rating' && stage !== 'respond') {
    return refused('not-answered', `complaint ${number} has no answer to rate yet`);
  }
  return { outcome: 'applied', complaint: { ...complaint, score, ratedAt: at, stage: 'evaluate' } };
}
