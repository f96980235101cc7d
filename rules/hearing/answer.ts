import type { Complaint } from '#schemas/complaint.ts';
import { leadOf } from '../people/access.ts';
import { type Hearing, inHand, type SaidOf, type Spoken } from './outcome.ts';

/**
 * An answer ends the wait for it, whenever it comes; after the due instant it is kept and marked late.
 *
 * Where the kind requires a lead's approval, an official's text is only a draft: the clock runs on until it is approved.
 */
export function hearAnswer(complaint: Complaint, { text }: SaidOf<'answer'>, { at, by, signal }: Spoken): Hearing {
  const held = inHand(complaint, by, 'answer');
  if (held.refusal !== undefined) return held.refusal;
  if (complaint.needsApproval === true && complaint.assignment !== undefined && leadOf(complaint, by) === undefined) {
    return {
      outcome: 'applied',
      complaint: { ...complaint, draft: { signal, at, by: held.person } },
      told: [{ step: 'approval-asked', to: { role: 'lead', id: complaint.assignment.lead } }],
    };
  }
  // While the clock stands nothing can be late: it stands only in a case that was in time.
  const isLate = complaint.pausedAt === undefined && at > held.deadline.dueAt;
  return {
    outcome: 'applied',
    complaint: { ...complaint, draft: undefined, stage: 'respond', status: 'answered', answeredAt: at, isLate },
    answer: { round: complaint.round, text, at, by: held.person, isLate },
  };
}
