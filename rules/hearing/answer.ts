import type { Complaint } from '#schemas/complaint.ts';
import { type Hearing, inHand, type SaidOf, type Spoken } from './outcome.ts';

/** An answer ends the wait for it, whenever it comes; after the due instant it is kept and marked late. */
export function hearAnswer(complaint: Complaint, { text }: SaidOf<'answer'>, { at, by }: Spoken): Hearing {
  const held = inHand(complaint, by, 'answer');
  if (held.refusal !== undefined) return held.refusal;
  // While the clock stands nothing can be late: it stands only in a case that was in time.
  const isLate = complaint.pausedAt === undefined && at > held.deadline.dueAt;
  return {
    outcome: 'applied',
    complaint: { ...complaint, stage: 'respond', status: 'answered', answeredAt: at, isLate },
    answer: { round: complaint.round, text, at, by: held.person, isLate },
  };
}
