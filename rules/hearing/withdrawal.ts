import type { Complaint } from '#schemas/complaint.ts';
import { type Hearing, refused } from './outcome.ts';

/** The petitioner may take a complaint back until it is answered. */
export function hearWithdrawal(complaint: Complaint): Hearing {
  const { number, stage } = complaint;
  if (stage === 'respond' || stage === 'rating' || stage === 'evaluate') {
    return refused('already-answered', `complaint ${number} has been answered`);
  }
  const { pausedAt: _pausedAt, draft: _draft, ...rest } = complaint;
  return { outcome: 'applied', complaint: { ...rest, stage: 'close', status: 'withdrawn' } };
}
