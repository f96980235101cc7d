import type { EmergencyMessage } from '#schemas/emergency-message.ts';
import type { EmergencySettings } from '#schemas/emergency-settings.ts';
import type { Instant } from '#schemas/instant.ts';
import { toMillis } from '../clock/instant.ts';
import { isApprovalOver } from './approval.ts';
import { askingAgain } from './freezing.ts';
import { change, type Outcome } from './outcome.ts';

/**
 * What time alone makes of a message: a draft that nobody approved expires, a countdown that nobody stopped ends in
 * sending, unless the approval has grown too old meanwhile; `undefined` when it is not time yet.
 */
export function heeded(message: EmergencyMessage, at: Instant, settings: EmergencySettings): Outcome | undefined {
  const { stage, askUntil, countdownUntil, approval } = message;
  if (stage === 'awaiting-approval' && askUntil !== undefined && at >= askUntil) {
    return change({ ...message, stage: 'expired', endedAt: at }, 'expired');
  }
  if (stage !== 'countdown' || countdownUntil === undefined || at < countdownUntil) return undefined;
  if (approval === undefined || isApprovalOver(approval, at, settings)) {
    const askedAgain = { reason: 'approval-expired', approvedAt: approval?.at ?? at } as const;
    return change(askingAgain(message, askedAgain), 'asked-again', { ...askedAgain });
  }
  return change({ ...message, stage: 'sending', sendingAt: at }, 'sending-begun');
}

/** Whether a pause has lasted so long that the rest is called off. */
export function isPauseOver({ pausedAt }: EmergencyMessage, at: Instant, { pauseMinutes }: EmergencySettings): boolean {
  return pausedAt !== undefined && toMillis(at) - toMillis(pausedAt) >= pauseMinutes * 60_000;
}
