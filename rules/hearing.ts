import type { Answer } from '#schemas/answer.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { RefusalCode } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Said, Signal, Speaker } from '#schemas/signal.ts';
import { mayHandle } from './access.ts';

/** What becomes of something said: the complaint as it is afterwards, or why it is refused. */
export type Hearing =
  | { readonly outcome: 'applied'; readonly complaint: Complaint; readonly answer?: Answer }
  | { readonly outcome: 'refused'; readonly code: RefusalCode; readonly message: string };

type Spoken = { readonly at: Instant; readonly by: Speaker };

const refused = (code: RefusalCode, message: string): Hearing => ({ outcome: 'refused', code, message });

const refusedAsClosed = ({ number, status }: Complaint): Hearing =>
  refused('complaint-closed', `complaint ${number} is ${status === 'withdrawn' ? 'withdrawn' : 'closed'}`);

/**
 * Applies one thing said to a complaint, or refuses it.
 *
 * The API asks before it keeps a signal, over the complaint as it will be once the unheard signals are applied; the
 * workflow's Hear asks again when the signal's turn comes. Both get the same answer for the same complaint.
 */
export function hear(complaint: Complaint, said: Said, spoken: Spoken): Hearing {
  if (complaint.stage === 'close' || complaint.stage === 'closed') {
    return said.kind === 'rating' && complaint.score !== undefined
      ? refused('already-rated', `complaint ${complaint.number} has been rated ${complaint.score}`)
      : refusedAsClosed(complaint);
  }
  switch (said.kind) {
    case 'answer':
      return hearAnswer(complaint, said.text, spoken);
    case 'rating':
      return hearRating(complaint, said.score, spoken);
    case 'classification':
      return hearClassification(complaint, said, spoken);
    case 'withdrawal':
      return hearWithdrawal(complaint);
  }
}

/** The complaint as it will be once the signals are applied in order; those that will be refused change nothing. */
export function afterHearing(complaint: Complaint, unheard: readonly Signal[]): Complaint {
  return unheard.reduce((before, { said, at, by }) => {
    const heard = hear(before, said, { at, by });
    return heard.outcome === 'applied' ? heard.complaint : before;
  }, complaint);
}

function hearAnswer(complaint: Complaint, text: string, { at, by }: Spoken): Hearing {
  const { number, stage } = complaint;
  if (stage === 'respond' || stage === 'rating' || stage === 'evaluate') {
    return refused('already-answered', `complaint ${number} has been answered`);
  }
  if (stage !== 'answer' || complaint.deadline === undefined) {
    return refused('not-assigned', `complaint ${number} is not assigned yet`);
  }
  if (by.role === 'petitioner' || !mayHandle(complaint, by)) {
    return refused('not-yours', `complaint ${number} is not yours to answer`);
  }
  const isLate = at > complaint.deadline.dueAt;
  return {
    outcome: 'applied',
    complaint: { ...complaint, stage: 'respond', status: 'answered', answeredAt: at, isLate },
    answer: { round: complaint.round, text, at, by: by.id, isLate },
  };
}

function hearRating(complaint: Complaint, score: number, { at }: Spoken): Hearing {
  const { number, stage } = complaint;
  if (complaint.score !== undefined) return refused('already-rated', `complaint ${number} has been rated`);
  if (stage === 'evaluate' || (complaint.rateUntil !== undefined && at >= complaint.rateUntil)) {
    return refused('rating-window-closed', `complaint ${number} could be rated until ${complaint.rateUntil}`);
  }
  // In `respond` the answer was just heard and the window is about to open: whoever read the answer may rate it.
  if (stage !== 'rating' && stage !== 'respond') {
    return refused('not-answered', `complaint ${number} has no answer to rate yet`);
  }
  return { outcome: 'applied', complaint: { ...complaint, score, stage: 'evaluate' } };
}

function hearClassification(
  complaint: Complaint,
  said: Extract<Said, { kind: 'classification' }>,
  { by }: Spoken,
): Hearing {
  const { number, stage } = complaint;
  if (stage === 'receive' || stage === 'classify') {
    return refused('not-assigned', `complaint ${number} is being classified; nobody was asked yet`);
  }
  if (stage !== 'classification') return refused('already-classified', `complaint ${number} is classified`);
  if (by.role === 'petitioner' || !mayHandle(complaint, by)) {
    return refused('not-yours', `complaint ${number} is not yours to classify`);
  }
  return {
    outcome: 'applied',
    complaint: {
      ...complaint,
      stage: 'classified',
      classification: {
        kind: said.complaintKind,
        topic: said.topic,
        isSimple: said.isSimple,
        confidence: 1,
        isSure: true,
        terms: [],
      },
    },
  };
}

function hearWithdrawal(complaint: Complaint): Hearing {
  const { number, stage } = complaint;
  if (stage === 'respond' || stage === 'rating' || stage === 'evaluate') {
    return refused('already-answered', `complaint ${number} has been answered`);
  }
  return { outcome: 'applied', complaint: { ...complaint, stage: 'close', status: 'withdrawn' } };
}
