import type * as z from 'zod';
import { listMessages } from '#functions/aws/emergency-table.ts';
import { MessageId } from '#schemas/emergency-message.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { EmergencyRelaySettings } from '#schemas/settings.ts';
import { lookAt } from './emergency-relay.ts';

const PAGE = 100;

/**
 * Looks at every message to many, as the stream would have: for one whose record never got through. A city has few of them.
 *
 * @returns how many it looked at
 * @throws TransientFault once all were tried, when one of them could not be looked at
 */
export async function sweepMessages(settings: z.infer<typeof EmergencyRelaySettings>): Promise<number> {
  let swept = 0;
  const failures: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMessages(settings.EMERGENCY_TABLE, { limit: PAGE, cursor });
    for (const id of page.ids) {
      try {
        await lookAt(settings, MessageId.parse(id));
      } catch (error) {
        failures.push(error);
      }
    }
    swept += page.ids.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  if (failures.length > 0) {
    throw new TransientFault(`looking at ${failures.length} of ${swept} messages to many`, failures[0]);
  }
  return swept;
}
