import type { Complaint } from '#schemas/complaint.ts';
import type { PersonId } from '#schemas/person.ts';
import { leadOf } from '../people/access.ts';
import { type Hearing, inHand, refused, refusedAsNotYours, type SaidOf, type Spoken } from './outcome.ts';

type Draft = NonNullable<Complaint['draft']>;

/**
 * The lead approves a draft: it is the answer from now on, and late if the deadline has passed by now.
 *
 * The draft is named by its signal's number, so that nobody approves a text they have not read.
 */
export function hearApproval(complaint: Complaint, { draft }: SaidOf<'approval'>, { at, by }: Spoken): Hearing {
  const found = draftFor(complaint, draft, by, 'approve');
  if ('outcome' in found) return found;
  const isLate = complaint.pausedAt === undefined && at > found.dueAt;
  return {
    outcome: 'applied',
    complaint: { ...complaint, draft: undefined, stage: 'respond', status: 'answered', answeredAt: at, isLate },
    answer: { round: complaint.round, draft, at, by: found.draft.by, approvedBy: found.lead, isLate },
  };
}

/** The lead gives a draft back, with the reason; the clock runs on. */
export function hearDraftReturn(complaint: Complaint, { draft }: SaidOf<'draft-return'>, { by }: Spoken): Hearing {
  const found = draftFor(complaint, draft, by, 'give back');
  if ('outcome' in found) return found;
  return {
    outcome: 'applied',
    complaint: { ...complaint, draft: undefined },
    told: [{ step: 'draft-returned', to: { role: 'official', id: found.draft.by } }],
  };
}

function draftFor(
  complaint: Complaint,
  draft: number,
  by: Spoken['by'],
  verb: string,
): Hearing | { draft: Draft; lead: PersonId; dueAt: string } {
  const held = inHand(complaint, by, verb);
  if (held.refusal !== undefined) return held.refusal;
  const lead = leadOf(complaint, by);
  if (lead === undefined) return refusedAsNotYours(complaint, verb);
  if (complaint.draft?.signal !== draft) {
    return refused('no-draft', `complaint ${complaint.number} has no draft under signal ${draft}`);
  }
  return { draft: complaint.draft, lead, dueAt: held.deadline.dueAt };
}
