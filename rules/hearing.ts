import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Said, Signal } from '#schemas/signal.ts';
import { hearAnswer } from './hearing/answer.ts';
import { hearApproval, hearDraftReturn } from './hearing/approval.ts';
import { hearCalendarChange } from './hearing/calendar-change.ts';
import { hearClassification } from './hearing/classification.ts';
import { hearCorrection } from './hearing/correction.ts';
import { hearExtension } from './hearing/extension.ts';
import { type Hearing, refused, refusedAsAnonymous, type Spoken } from './hearing/outcome.ts';
import { hearAcceptance, hearOutsideRefusal, hearOutsideTransfer } from './hearing/outside-transfer.ts';
import { hearQuestion } from './hearing/question.ts';
import { hearRating } from './hearing/rating.ts';
import { hearClosure, hearSupplement, hearSupplementRequest } from './hearing/supplement.ts';
import { hearRefusal, hearTransfer } from './hearing/transfer.ts';
import { hearWithdrawal } from './hearing/withdrawal.ts';
import { hasPetitionersRights } from './people/protection.ts';

/**
 * Applies one thing said to a complaint, or refuses it.
 *
 * The API asks before it keeps a signal, over the complaint as it will be once the unheard signals are applied; the
 * workflow's Hear asks again when the signal's turn comes. Both get the same answer for the same complaint.
 */
export function hear(complaint: Complaint, said: Said, spoken: Spoken): Hearing {
  // First of all, and for whatever a petitioner may be able to say one day.
  if (spoken.by.role === 'petitioner' && !hasPetitionersRights(complaint)) return refusedAsAnonymous(complaint);
  // The one thing that can be said to a closed complaint: it opens it again.
  if (said.kind === 'question') return hearQuestion(complaint, spoken);
  if (complaint.stage === 'close' || complaint.stage === 'closed') {
    return said.kind === 'rating' && complaint.score !== undefined
      ? refused('already-rated', `complaint ${complaint.number} has been rated ${complaint.score}`)
      : refusedAsClosed(complaint);
  }
  switch (said.kind) {
    case 'answer':
      return hearAnswer(complaint, said, spoken);
    case 'rating':
      return hearRating(complaint, said, spoken);
    case 'classification':
      return hearClassification(complaint, said, spoken);
    case 'withdrawal':
      return hearWithdrawal(complaint);
    case 'extension':
      return hearExtension(complaint, said, spoken);
    case 'supplement-request':
      return hearSupplementRequest(complaint, said, spoken);
    case 'supplement':
      return hearSupplement(complaint, spoken);
    case 'closure':
      return hearClosure(complaint, spoken);
    case 'transfer':
      return hearTransfer(complaint, said, spoken);
    case 'refusal':
      return hearRefusal(complaint, said, spoken);
    case 'approval':
      return hearApproval(complaint, said, spoken);
    case 'draft-return':
      return hearDraftReturn(complaint, said, spoken);
    case 'correction':
      return hearCorrection(complaint);
    case 'decreed-holiday':
    case 'called-off-holiday':
      return hearCalendarChange(complaint, said, spoken);
    case 'outside-transfer':
      return hearOutsideTransfer(complaint, said, spoken);
    case 'acceptance':
      return hearAcceptance(complaint, said, spoken);
    case 'outside-refusal':
      return hearOutsideRefusal(complaint, spoken);
  }
}

/** Whether what is said moves a deadline or a rung: only then the calendar matters. */
export function movesDeadline({ kind }: Said): boolean {
  return (
    kind === 'extension' ||
    kind === 'supplement-request' ||
    kind === 'supplement' ||
    kind === 'decreed-holiday' ||
    kind === 'called-off-holiday' ||
    kind === 'outside-transfer' ||
    kind === 'outside-refusal'
  );
}

/** The complaint as it will be once the signals are applied in order; those that will be refused change nothing. */
export function afterHearing(complaint: Complaint, unheard: readonly Signal[], calendar: Calendar): Complaint {
  return unheard.reduce((before, { said, at, by, number: signal }) => {
    const heard = hear(before, said, { at, by, signal, calendar });
    return heard.outcome === 'applied' ? heard.complaint : before;
  }, complaint);
}

const refusedAsClosed = ({ number, status }: Complaint): Hearing =>
  refused(
    'complaint-closed',
    `complaint ${number} is ${status === 'withdrawn' || status === 'transferred' ? status : 'closed'}`,
  );
