import middy from '@middy/core';
import type { DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { handlePiece, type Piece } from '#functions/middleware/batch.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { parseInstant, toInstant } from '#rules/clock/instant.ts';
import type { Instant } from '#schemas/instant.ts';
import { JsonText } from '#schemas/json-text.ts';
import { NoticeSettings } from '#schemas/settings.ts';
import { peopleOfBatch } from './address.ts';
import { DigestDue, queueOpenDigests, sendDigest } from './digest.ts';
import { DutyCallDue, sendDutyCall } from './duty-call.ts';
import { wakeHeld } from './held.ts';
import { LookAgain } from './look-again.ts';
import { MorningDue, queueMornings, sendMorning } from './morning.ts';
import { sendNotices } from './send-notices.ts';

const settings = settingsOf(NoticeSettings);

/** What the queue asks for. */
const Asked = z.union([DigestDue, MorningDue, DutyCallDue, LookAgain]);

/** A digest that is due, or a complaint whose notices are looked at; what cannot be read is brought again, then given up. */
type Work = Piece & { readonly asked: z.ZodSafeParseResult<z.infer<typeof Asked>>; readonly receivedAt?: string };

/** The batch's own name for what failed is the record's sequence number or the message's id. */
function workOf({ Records }: DynamoDBStreamEvent | SQSEvent): Work[] {
  const seen = new Set<string>();
  return Records.flatMap((record): Work[] => {
    if ('messageId' in record) {
      const { messageId: id, body, attributes } = record;
      return [
        { id, asked: JsonText.pipe(Asked).safeParse(body), receivedAt: attributes.ApproximateFirstReceiveTimestamp },
      ];
    }
    const number = record.dynamodb?.Keys?.pk?.S?.replace(/^complaint#/, '') ?? '';
    if (seen.has(number)) return [];
    seen.add(number);
    const id = record.dynamodb?.SequenceNumber ?? '';
    return [{ id, complaintNumber: number, asked: Asked.safeParse({ number }) }];
  });
}

const isDigest = ({ asked }: Work): boolean => asked.success && 'digest' in asked.data;

const Scheduled = z.object({ scheduledAt: z.string(), asks: z.literal('held').optional() });

type Event = DynamoDBStreamEvent | SQSEvent | z.infer<typeof Scheduled>;

/** At 08:00 what the night held back; at 09:00 the digests, what each day is read, and what was held too late to be listed. */
async function onSchedule(at: Instant, isHeldAlone: boolean): Promise<void> {
  await wakeHeld(settings, at);
  if (isHeldAlone) return;
  // Whose digest goes out now is told nothing else: listed before the digests are queued, which closes them.
  await queueMornings(settings, at);
  await queueOpenDigests(settings);
}

async function sendOther(asked: DigestDue | MorningDue | DutyCallDue, at: Instant): Promise<void> {
  if ('digest' in asked) await sendDigest(settings, asked, at);
  else if ('morning' in asked) await sendMorning(settings, asked, at);
  else await sendDutyCall(settings, asked, at);
}

export const handler = middy(async (event: Event): Promise<SQSBatchResponse> => {
  if (!('Records' in event)) {
    const { scheduledAt, asks } = Scheduled.parse(event);
    await onSchedule(parseInstant(scheduledAt), asks === 'held');
    return { batchItemFailures: [] };
  }
  const personOf = peopleOfBatch(settings.CITY_TABLE);
  const handle = async ({ asked, receivedAt }: Work): Promise<void> => {
    if (asked.error !== undefined) throw asked.error;
    const at = receivedAt === undefined ? undefined : toInstant(Number(receivedAt));
    if ('number' in asked.data) await sendNotices(settings, asked.data, personOf, at);
    else if (at !== undefined) await sendOther(asked.data, at);
  };
  const works = workOf(event);
  const others = works.filter((work) => !isDigest(work));
  const failures = await Promise.all(others.map((work) => handlePiece(work, handle, 'notices not sent')));
  // One after the other: two digests of one recipient at once would share what was missed between them.
  for (const work of works.filter(isDigest)) failures.push(await handlePiece(work, handle, 'digest not sent'));
  return { batchItemFailures: failures.flat() };
});
