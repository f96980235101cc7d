import middy from '@middy/core';
import type { DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { log, traceOf } from '#functions/middleware/log.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { toInstant } from '#rules/instant.ts';
import { NoticeSettings } from '#schemas/settings.ts';
import { type PersonOf, peopleOfBatch } from './address.ts';
import { DigestDue, queueOpenDigests, sendDigest } from './digest.ts';
import { LookAgain, sendNotices } from './send-notices.ts';

const settings = settingsOf(NoticeSettings);

/** What is to be looked at, under the id by which the batch names it; a message of the queue is read when its turn comes. */
type Work = { readonly id: string; readonly number?: string; readonly body?: string; readonly receivedAt?: string };

/** Where the batch came from decides only what is named as failed: the record's sequence number or the message's id. */
function workOf({ Records }: DynamoDBStreamEvent | SQSEvent): Work[] {
  const seen = new Set<string>();
  return Records.flatMap((record): Work[] => {
    if ('messageId' in record)
      return [
        { id: record.messageId, body: record.body, receivedAt: record.attributes.ApproximateFirstReceiveTimestamp },
      ];
    const number = record.dynamodb?.Keys?.pk?.S?.replace(/^complaint#/, '') ?? '';
    if (seen.has(number)) return [];
    seen.add(number);
    return [{ id: record.dynamodb?.SequenceNumber ?? '', number }];
  });
}

async function handle({ number, body = '', receivedAt }: Work, personOf: PersonOf): Promise<void> {
  if (number !== undefined) return sendNotices(settings, { number }, personOf);
  const asked = z.union([DigestDue, LookAgain]).parse(JSON.parse(body));
  return 'digest' in asked
    ? sendDigest(settings, asked, toInstant(Number(receivedAt)))
    : sendNotices(settings, asked, personOf);
}

async function tried(work: Work, personOf: PersonOf): Promise<{ itemIdentifier: string }[]> {
  try {
    await handle(work, personOf);
    return [];
  } catch (error) {
    log.warn('notices not sent', { complaintNumber: work.number, ...traceOf(error) });
    return [{ itemIdentifier: work.id }];
  }
}

const isDigest = ({ body }: Work): boolean => body?.startsWith('{"digest"') ?? false;

const Scheduled = z.object({ scheduledAt: z.string() });

type Event = DynamoDBStreamEvent | SQSEvent | z.infer<typeof Scheduled>;

export const handler = middy(async (event: Event): Promise<SQSBatchResponse> => {
  if (!('Records' in event)) {
    Scheduled.parse(event);
    await queueOpenDigests(settings);
    return { batchItemFailures: [] };
  }
  const personOf = peopleOfBatch(settings.CITY_TABLE);
  const [digests, others] = [workOf(event).filter(isDigest), workOf(event).filter((work) => !isDigest(work))];
  const failures = await Promise.all(others.map((work) => tried(work, personOf)));
  // One after the other: two digests of one recipient at once would share what was missed between them.
  for (const digest of digests) failures.push(await tried(digest, personOf));
  return { batchItemFailures: failures.flat() };
});
