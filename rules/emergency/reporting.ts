import type { Tally } from '#schemas/delivery.ts';
import type { EmergencyMessage } from '#schemas/emergency-message.ts';
import type { Instant } from '#schemas/instant.ts';
import { toMillis } from '../clock/instant.ts';
import { change, type Outcome } from './outcome.ts';
import { lapsAtMost } from './settings.ts';
import { countIn } from './tallies.ts';

/** Those of the frozen audience whose message has not come to its end: nobody handled them, or a provider said no for now. */
export function unsentOf({ frozen }: EmergencyMessage, tallies: readonly Tally[]): number {
  const unfinished = countIn(tallies, 'refused') + countIn(tallies, 'sending');
  return (frozen?.count ?? 0) - countIn(tallies) + unfinished;
}

/**
 * What the end of a run through the audience makes of a message: ended, stopped for a person after the third run that left
 * somebody over, or `undefined` when another run is due.
 */
export function reported(
  message: EmergencyMessage,
  tallies: readonly Tally[],
  { at, laps }: { at: Instant; laps: number },
): Outcome | undefined {
  const { stage, sendingAt } = message;
  const unsent = unsentOf(message, tallies);
  if (unsent > 0 && laps < lapsAtMost) return undefined;
  if (unsent > 0) {
    const fault = { state: 'Report', error: 'Unsent', from: stage };
    return change({ ...message, stage: 'stopped', fault }, 'stopped', { error: fault.error, unsent });
  }
  const { pausedAt: _paused, ...rest } = message;
  const durationSeconds = sendingAt === undefined ? 0 : (toMillis(at) - toMillis(sendingAt)) / 1000;
  const after = { ...rest, stage: stage === 'cancelled' ? stage : 'sent', endedAt: at, durationSeconds } as const;
  return change(after, 'ended', { as: after.stage, sent: countIn(tallies, 'sent') });
}

/** Stopped by a fault: it goes on where it stood once a person has resumed it. What has ended stays ended. */
export function stoppedBy(
  message: EmergencyMessage,
  { state, error }: { state: string; error: string },
): Outcome | undefined {
  if (message.endedAt !== undefined || message.stage === 'stopped') return undefined;
  const fault = { state, error, from: message.stage };
  return change({ ...message, stage: 'stopped', fault }, 'stopped', { state, error });
}
