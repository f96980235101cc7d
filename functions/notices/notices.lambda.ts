import middy from '@middy/core';
import type { DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { handlePiece, type Piece } from '#functions/middleware/batch.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { toInstant } from '#rules/instant.ts';
import { NoticeSettings } from '#schemas/settings.ts';
import { peopleOfBatch } from './address.ts';
import { DigestDue, queueOpenDigests, sendDigest } from './digest.ts';
import { LookAgain, sendNotices } from './send-notices.ts';

const settings = settingsOf(NoticeSettings);

/** What the queue asks for. */
const Asked = z.union([DigestDue, LookAgain]);

/** A digest that is due, or a complaint whose notices are looked at; what cannot be read is brought again, then given up. */
type Work = Piece & { readonly asked: z.ZodSafeParseResult<z.infer<typeof Asked>>; readonly receivedAt?: string };

/** The batch's own name for what failed is the record's sequence number or the message's id. */
function workOf({ Records }: DynamoDBStreamEvent | SQSEvent): Work[] {
  const seen = new Set<string>();
  return Records.flatMap((record): Work[] => {
    if ('messageId' in record) {
      const { messageId: id, body, attributes } = record;
      return [{ id, asked: Asked.safeParse(jsonOf(body)), receivedAt: attributes.ApproximateFirstReceiveTimestamp }];
    }
    const number = record.dynamodb?.Keys?.pk?.S?.replace(/^complaint#/, '') ?? '';
    if (seen.has(number)) return [];
    seen.add(number);
    const id = record.dynamodb?.SequenceNumber ?? '';
    return [{ id, complaintNumber: number, asked: Asked.safeParse({ number }) }];
  });
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isDigest = ({ asked }: Work): boolean => asked.success && 'digest' in asked.data;

const Scheduled = z.object({ scheduledAt: z.string() });

type Event = DynamoDBStreamEvent | SQSEvent | z.infer<typeof Scheduled>;

export const handler = middy(async (event: Event): Promise<SQSBatchResponse> => {
  if (!('Records' in event)) {
    Scheduled.parse(event);
    await queueOpenDigests(settings);
    return { batchItemFailures: [] };
  }
  const personOf = peopleOfBatch(settings.CITY_TABLE);
  const handle = async ({ asked, receivedAt }: Work): Promise<void> => {
    if (asked.error !== undefined) throw asked.error;
    if ('digest' in asked.data) await sendDigest(settings, asked.data, toInstant(Number(receivedAt)));
    else await sendNotices(settings, asked.data, personOf);
  };
  const works = workOf(event);
  const others = works.filter((work) => !isDigest(work));
  const failures = await Promise.all(others.map((work) => handlePiece(work, handle, 'notices not sent')));
  // One after the other: two digests of one recipient at once would share what was missed between them.
  for (const work of works.filter(isDigest)) failures.push(await handlePiece(work, handle, 'digest not sent'));
  return { batchItemFailures: failures.flat() };
});
