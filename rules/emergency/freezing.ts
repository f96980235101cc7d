import type { EmergencyMessage, FrozenAudience, Limit } from '#schemas/emergency-message.ts';
import type { EmergencySettings } from '#schemas/emergency-settings.ts';
import type { Instant } from '#schemas/instant.ts';
import { toInstant, toMillis } from '../clock/instant.ts';
import table from '../tables/emergency.json' with { type: 'json' };
import { change, type Outcome, refuse } from './outcome.ts';

/** Whether an audience is more than 5 % off the count that was approved, to either side. */
export function hasMoved(approved: number, found: number): boolean {
  return Math.abs(found - approved) > approved * table.audienceMayMoveBy;
}

/**
 * The approved message with its frozen audience, counting down; or back with its author, if the audience moved too far
 * or a limit would be exceeded that nobody accepted.
 */
export function frozen(
  message: EmergencyMessage,
  audience: FrozenAudience,
  { at, settings, exceeds }: { at: Instant; settings: EmergencySettings; exceeds: readonly Limit[] },
): Outcome {
  const { approval } = message;
  if (message.stage !== 'approved' || approval === undefined) {
    return refuse('not-awaiting-approval', `message ${message.id} is at '${message.stage}', nothing is to be frozen`);
  }
  if (hasMoved(approval.audienceCount, audience.count)) {
    const askedAgain = {
      reason: 'audience-moved',
      approved: approval.audienceCount,
      found: audience.count,
    } as const;
    return change(askingAgain(message, askedAgain), 'asked-again', { ...askedAgain });
  }
  const unaccepted = exceeds.filter((limit) => !approval.acceptExceeding.includes(limit));
  if (unaccepted.length > 0) {
    const askedAgain = { reason: 'limit-exceeded', exceeds: unaccepted } as const;
    return change(askingAgain(message, askedAgain), 'asked-again', { ...askedAgain });
  }
  const countdownUntil = toInstant(toMillis(at) + settings.countdownSeconds * 1000);
  return change({ ...message, stage: 'countdown', frozen: audience, countdownUntil }, 'frozen', {
    audience: audience.hash,
    count: audience.count,
  });
}

/** The message as a draft again, whose approval is void: it goes through another dry run, and is asked about again. */
export function askingAgain(
  message: EmergencyMessage,
  askedAgain: NonNullable<EmergencyMessage['askedAgain']>,
): EmergencyMessage {
  const { approval: _void, frozen: _old, countdownUntil: _over, dryRun: _dry, hash: _hash, ...rest } = message;
  return { ...rest, stage: 'draft', askedAgain };
}
