import type { Approval, EmergencyMessage, Limit } from '#schemas/emergency-message.ts';
import type { EmergencySettings } from '#schemas/emergency-settings.ts';
import type { Instant } from '#schemas/instant.ts';
import { toMillis } from '../clock/instant.ts';
import { change, type Decider, type Outcome, refuse } from './outcome.ts';

/** What the approver says: how many they typed, the hash of what they saw, and the limits they accept to exceed. */
export type Approving = {
  readonly audienceCount: number;
  readonly hash: string;
  readonly acceptExceeding: readonly Limit[];
};

/**
 * Everything that an approval covers, as one text to be hashed: the words, to whom, and the audience that the dry run found.
 */
export function whatIsApproved({ kind, first, content, dryRun }: EmergencyMessage): string {
  return JSON.stringify({ kind, first, content, audienceHash: dryRun?.audienceHash, total: dryRun?.total });
}

/** An approval by a second person of exactly what the dry run showed, or why it is none. */
export function approved(
  message: EmergencyMessage,
  by: Decider,
  { audienceCount, hash, acceptExceeding }: Approving,
  at: Instant,
): Outcome {
  const { id, stage, authors, dryRun } = message;
  if (stage !== 'awaiting-approval' || dryRun === undefined) {
    return refuse('not-awaiting-approval', `message ${id} is at '${stage}', nobody is asked to approve it`);
  }
  if (authors.includes(by.personId)) {
    return refuse(
      'own-approval',
      `'${by.id}' is '${by.personId}', who wrote at message ${id}: another person approves`,
    );
  }
  if (hash !== message.hash) {
    return refuse('approval-stale', `the hash is of another text or audience; message ${id} has ${message.hash}`);
  }
  if (audienceCount !== dryRun.total) {
    return refuse('audience-count-wrong', `typed ${audienceCount}, but the dry run counts other people`);
  }
  const unaccepted = dryRun.exceeds.filter((limit) => !acceptExceeding.includes(limit));
  if (unaccepted.length > 0) {
    return refuse(
      'limit-exceeded',
      `message ${id} exceeds ${unaccepted.join(', ')}, which acceptExceeding does not name`,
    );
  }
  const approval: Approval = {
    by: by.id,
    personId: by.personId,
    at,
    audienceCount,
    hash,
    acceptExceeding: [...acceptExceeding],
  };
  const { askUntil: _asked, askedAgain: _again, ...rest } = message;
  return change({ ...rest, stage: 'approved', approval }, 'approved', { audienceCount, hash });
}

/** Whether an approval is too old to send by. */
export const isApprovalOver = (
  { at: approvedAt }: Approval,
  at: Instant,
  { approvalMinutes }: EmergencySettings,
): boolean => toMillis(at) - toMillis(approvedAt) > approvalMinutes * 60_000;
