import type { EmergencyMessage } from '#schemas/emergency-message.ts';
import type { EmergencySettings } from '#schemas/emergency-settings.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Standing } from '#schemas/tasks/emergency.ts';
import { toInstant, toMillis } from '../clock/instant.ts';
import { paceOf } from './sending-pace.ts';

/** Where a message stands, as its state machine needs it to go on. */
export function standingOf(message: EmergencyMessage, settings: EmergencySettings, unsent = 0): Standing {
  const { stage, askUntil, countdownUntil, endedAt, frozen } = message;
  const { batchSize, lanes } = paceOf(settings);
  const until = stage === 'awaiting-approval' ? askUntil : stage === 'countdown' ? countdownUntil : undefined;
  return {
    stage,
    isOver: endedAt !== undefined || stage === 'stopped',
    until: until ?? null,
    audience: frozen?.key ?? null,
    pace: { batchSize, lanes },
    unsent,
  };
}

/** Until when somebody can approve what is asked about now. */
export const askUntil = (at: Instant, { askHours }: EmergencySettings): Instant =>
  toInstant(toMillis(at) + askHours * 3_600_000);
