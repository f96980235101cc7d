import type * as z from 'zod';
import { changeMessage, readMessage } from '#functions/aws/emergency-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import type { Decider, Outcome } from '#rules/emergency/outcome.ts';
import type { EmergencyMessage, MessageId } from '#schemas/emergency-message.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { EmergencyApiSettings } from '#schemas/settings.ts';
import { personOf } from '../official/person-of.ts';

type Settings = z.infer<typeof EmergencyApiSettings>;

/** How often a decision is taken anew when the message was changed meanwhile. */
const LAPS = 5;

/**
 * Somebody who may decide about messages, and the person behind their account.
 *
 * @throws Refused wrong-group when they are neither lead nor operator any more
 */
export async function deciderOf(cityTable: string, caller: Caller): Promise<Decider> {
  const { id, groups, personId = id } = await personOf(cityTable, caller);
  if (groups.includes('lead') || groups.includes('operator')) return { id, personId };
  throw new Refused('wrong-group', `'${id}' is neither lead nor operator`);
}

/**
 * Decides something about a message as it is now; the decision holds with the answer.
 *
 * @throws Refused as the rule says, or not-found
 */
export async function decideMessage(
  { EMERGENCY_TABLE, CITY_TABLE }: Settings,
  { at, caller, params: { id } }: { at: Instant; caller: Caller; params: { id: MessageId } },
  decide: (message: EmergencyMessage, by: Decider) => Outcome,
): Promise<Reply> {
  const by = await deciderOf(CITY_TABLE, caller);
  for (let lap = 0; lap < LAPS; lap += 1) {
    const message = await messageOf(EMERGENCY_TABLE, id);
    const outcome = decide(message, by);
    if ('refused' in outcome) throw new Refused(outcome.refused, outcome.message);
    const { after, action, facts } = outcome;
    if (await changeMessage(EMERGENCY_TABLE, message, after, { at, by: by.id, action, facts })) {
      return { body: { id, version: message.version + 1, stage: after.stage } };
    }
  }
  throw new TransientFault(`message ${id} was changed ${LAPS} times meanwhile`, undefined);
}

/**
 * The message of this id.
 *
 * @throws Refused not-found
 */
export async function messageOf(table: string, id: MessageId): Promise<EmergencyMessage> {
  const message = await readMessage(table, id);
  if (message === undefined) throw new Refused('not-found', `no message has the id ${id}`);
  return message;
}
