import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';

/**
 * Whether the complaint has a deadline and no answer yet: it is with a department, which may have asked an institution
 * to take it, with the adjudicating desk, or on the way between them.
 */
export function isUnderWay({ stage, ledger }: Pick<Complaint, 'stage' | 'ledger'>): boolean {
  switch (stage) {
    case 'answer':
    case 'acceptance':
    case 'assign':
    case 'adjudicate':
    case 'adjudication':
      return true;
    case 'classified':
      // Before the assignment there is no ledger; whoever reclassifies an assigned case finds one.
      return ledger !== undefined;
    default:
      return false;
  }
}

/** From when this round's deadline runs: the receipt, or the instant at which the petitioner asked again. */
export const roundStart = ({ receivedAt, roundAt }: Pick<Complaint, 'receivedAt' | 'roundAt'>): Instant =>
  roundAt ?? receivedAt;
