import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Need } from '#schemas/need.ts';
import { rungsLeft } from './outlook.ts';

/**
 * Whether a case waits for a person while its clock runs and no rung is left to escalate it: everybody was told in vain, or
 * it was assigned after all of them. The ladder ends here, so the operators must see it.
 */
export const isUnanswered = (complaint: Complaint): boolean =>
  waitingState[complaint.stage] !== undefined &&
  complaint.pausedAt === undefined &&
  !rungsLeft(complaint).some(({ step }) => step.startsWith('Escalate'));

/** The state in which the execution waits for a person at a stage. */
const waitingState: Readonly<Partial<Record<Complaint['stage'], string>>> = {
  classification: 'AskForClassification',
  answer: 'AwaitAnswer',
  acceptance: 'AwaitAcceptance',
  adjudication: 'AwaitDecision',
};

/**
 * What stands in the operator's queue for such a complaint: no rule can bring it on, its execution waits all the same.
 *
 * @param since when its ladder ended
 */
export const unansweredNeed = (
  { number, stage }: Pick<Complaint, 'number' | 'stage'>,
  execution: string,
  since: Instant,
): Need => ({
  number,
  since,
  execution,
  state: waitingState[stage] ?? 'AwaitAnswer',
  error: 'Unanswered',
});
