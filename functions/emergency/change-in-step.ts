import { changeMessage, readMessage } from '#functions/aws/emergency-table.ts';
import type { Outcome } from '#rules/emergency/outcome.ts';
import type { EmergencyMessage, MessageId } from '#schemas/emergency-message.ts';
import { MessageMissing, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';

/** How often a change is decided anew when somebody else changed the message first. */
const LAPS = 8;

/** Who changes a message: a step, by its name, at an instant. */
export type Doer = { readonly id: MessageId; readonly at: Instant; readonly by: string };

/**
 * Reads a message, asks a rule, keeps what it says; once more when it was changed meanwhile.
 *
 * @param decide what becomes of it; nothing when it stays as it is
 * @returns the message as it is now
 * @throws MessageMissing, TransientFault
 */
export async function changeInStep(
  table: string,
  { id, at, by }: Doer,
  decide: (message: EmergencyMessage) => Promise<Outcome | undefined> | Outcome | undefined,
): Promise<EmergencyMessage> {
  for (let lap = 0; lap < LAPS; lap += 1) {
    const message = await readMessage(table, id);
    if (message === undefined) throw new MessageMissing(id);
    const outcome = await decide(message);
    if (outcome === undefined || 'refused' in outcome) return message;
    const { after, action, facts } = outcome;
    if (await changeMessage(table, message, after, { at, by, action, facts })) {
      return { ...after, version: message.version + 1 };
    }
  }
  throw new TransientFault(`message ${id} was changed ${LAPS} times meanwhile`, undefined);
}
