import type { DynamoDBRecord } from 'aws-lambda';
import type * as z from 'zod';
import { readMessage, readMessageWait } from '#functions/aws/emergency-table.ts';
import { startExecution, wake } from '#functions/aws/state-machine.ts';
import { log, traceOf } from '#functions/middleware/log.ts';
import { MessageId } from '#schemas/emergency-message.ts';
import type { EmergencyRelaySettings } from '#schemas/settings.ts';

type Settings = z.infer<typeof EmergencyRelaySettings>;

/**
 * Looks at each message that the records name and does what is missing: starts its execution, or wakes it when the message
 * no longer stands where the execution waits.
 *
 * @returns the first record of each message that could not be looked at: the stream brings it again
 */
export async function relayMessages(settings: Settings, records: readonly DynamoDBRecord[]): Promise<string[]> {
  const firsts = new Map<string, string>();
  for (const { dynamodb, eventID } of records) {
    const pk = dynamodb?.Keys?.pk?.S ?? '';
    const first = dynamodb?.SequenceNumber ?? eventID ?? '';
    if (pk.startsWith('message#') && !firsts.has(pk)) firsts.set(pk, first);
  }
  const failures = await Promise.all(
    [...firsts].map(async ([pk, first]) => {
      const id = MessageId.parse(pk.slice('message#'.length));
      try {
        await lookAt(settings, id);
        return [];
      } catch (error) {
        log.warn('looked at in vain', { messageId: id, ...traceOf(error) });
        return [first];
      }
    }),
  );
  return failures.flat();
}

/**
 * Looks at a message: starts the execution that was asked for, or wakes the one that waits where the message no longer stands.
 *
 * @throws TransientFault when a service was busy or out of reach
 */
export async function lookAt({ EMERGENCY_TABLE, EMERGENCY_MACHINE_ARN }: Settings, id: MessageId): Promise<void> {
  const message = await readMessage(EMERGENCY_TABLE, id);
  if (message === undefined || message.stage === 'stopped') return;
  if (message.started < message.execution && message.endedAt === undefined) {
    await startExecution(EMERGENCY_MACHINE_ARN, `${id}-${message.execution}`, { id });
    return;
  }
  const wait = await readMessageWait(EMERGENCY_TABLE, id);
  // A token that is out of date wakes nobody; the wait that took its place leads here by its own record.
  if (wait !== undefined && wait.waits !== message.stage) await wake(wait.token);
}
