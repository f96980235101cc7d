import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import { seoulDateOf } from './clock/instant.ts';

/** Whether a complaint that comes in keeps the date of an earlier day: what is told of a new one was told then, or is too late. */
export const isOld = (receivedAt: Instant, at: Instant): boolean => seoulDateOf(receivedAt) < seoulDateOf(at);

/** What the workflow does by itself when an old case comes in: nobody did anything, so nobody is told. */
const beginnings: readonly string[] = ['received', 'classification-asked', 'assigned'];

/**
 * Whether a change of an old case is told to nobody: hundreds of them come at once, and are in their officials' lists.
 *
 * What a person brings about is told: who is asked what the case is, and says so later, has it assigned as any other.
 */
export const isUntold = (before: Complaint, action: string): boolean =>
  before.backfilledAt !== undefined && before.round === 1 && beginnings.includes(action) && !wasWaiting(before);

/** Whether a person was asked to classify it, and the workflow goes on because they did. */
const wasWaiting = ({ assignment }: Complaint): boolean => assignment !== undefined;
