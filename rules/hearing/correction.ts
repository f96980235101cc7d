import type { Complaint } from '#schemas/complaint.ts';
import { type Hearing, refused } from './outcome.ts';

/** The petitioner corrects their words before the assignment: they are classified anew, and the earlier ones are kept. */
export function hearCorrection(complaint: Complaint): Hearing {
  const { number, stage, round, ledger } = complaint;
  const isBefore =
    stage === 'receive' ||
    stage === 'classify' ||
    stage === 'classification' ||
    (stage === 'classified' && ledger === undefined && round === 1);
  if (!isBefore) return refused('already-assigned', `complaint ${number} has been assigned`);
  if (stage === 'receive') return { outcome: 'applied', complaint };
  return {
    outcome: 'applied',
    complaint: {
      ...complaint,
      stage: 'classify',
      status: 'received',
      classification: undefined,
      choices: undefined,
      assignment: undefined,
      deadline: undefined,
      rungs: [],
      rungsDone: [],
    },
  };
}
