import type * as z from 'zod';
import { listDeliveries } from '#functions/aws/delivery-table.ts';
import { readEmergencySettings, readTallies } from '#functions/aws/emergency-sums.ts';
import { listMessages, readMessage, readStory } from '#functions/aws/emergency-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { toMillis } from '#rules/clock/instant.ts';
import { costOf } from '#rules/emergency/dry-run.ts';
import { languagesOf, letterIn } from '#rules/emergency/message-text.ts';
import { unsentOf } from '#rules/emergency/reporting.ts';
import { defaultSettings } from '#rules/emergency/settings.ts';
import { byDistrictAndChannel, countIn, handedOver } from '#rules/emergency/tallies.ts';
import { smsPartsOf } from '#rules/notices/sms-parts.ts';
import { type emergencyOperations, MessageShown } from '#schemas/api/emergency.ts';
import type { ById } from '#schemas/api/operation.ts';
import { MessageId } from '#schemas/emergency-message.ts';
import type { EmergencyApiSettings } from '#schemas/settings.ts';
import { messageOf } from './decide-message.ts';

type Operations = typeof emergencyOperations;

/** A message with its report as it is now: while it is sent, of the batches that are through. */
export async function readMessageWhole(
  table: string,
  { at, params: { id } }: ApiRequest<ById<Operations, 'readEmergencyMessage'>>,
): Promise<Reply> {
  const message = await messageOf(table, id);
  const [tallies, { events, followers }, settings = defaultSettings] = await Promise.all([
    readTallies(table, id),
    readStory(table, id),
    readEmergencySettings(table),
  ]);
  const { sendingAt, endedAt } = message;
  const seconds = sendingAt === undefined ? undefined : (toMillis(endedAt ?? at) - toMillis(sendingAt)) / 1000;
  const body: z.input<typeof MessageShown> = {
    message,
    preview: languagesOf(message.content).map((language) => {
      const { text } = letterIn(message, language);
      return { language, text, parts: smsPartsOf(text) };
    }),
    report: {
      lines: byDistrictAndChannel(tallies),
      sent: countIn(tallies, 'sent'),
      failed: countIn(tallies, 'failed'),
      uncertain: countIn(tallies, 'uncertain'),
      notSent: countIn(tallies, 'not-sent'),
      left: sendingAt === undefined ? 0 : unsentOf(message, tallies),
      costUsd: costOf(message, handedOver(tallies), settings).costUsd,
      ...(seconds === undefined ? {} : { seconds }),
    },
    story: events,
    followedBy: followers.map((follower) => MessageId.parse(follower)),
    asOf: at,
  };
  return { body: MessageShown.parse(body) };
}

/** A page of messages, the newest first. */
export async function listMessagesOf(
  table: string,
  { at, query }: Pick<ApiRequest<ById<Operations, 'listEmergencyMessages'>>, 'at' | 'query'>,
): Promise<Reply> {
  const { ids, cursor } = await listMessages(table, query);
  const messages = await Promise.all(ids.map((id) => readMessage(table, MessageId.parse(id))));
  const items = messages.flatMap((message) =>
    message === undefined
      ? []
      : [
          {
            id: message.id,
            kind: message.kind,
            stage: message.stage,
            purpose: message.content.purpose,
            postedAt: message.postedAt,
          },
        ],
  );
  return { body: { items, ...(cursor === undefined ? {} : { cursor }), asOf: at } };
}

/** A page of what became of a message for each registration. */
export async function listDeliveriesOf(
  { EMERGENCY_TABLE, DELIVERY_TABLE }: Pick<z.infer<typeof EmergencyApiSettings>, 'EMERGENCY_TABLE' | 'DELIVERY_TABLE'>,
  { at, params: { id }, query }: Pick<ApiRequest<ById<Operations, 'listDeliveries'>>, 'at' | 'params' | 'query'>,
): Promise<Reply> {
  await messageOf(EMERGENCY_TABLE, id);
  return { body: { ...(await listDeliveries(DELIVERY_TABLE, id, query)), asOf: at } };
}
