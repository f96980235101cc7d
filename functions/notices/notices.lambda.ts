import middy from '@middy/core';
import type { DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { log, traceOf } from '#functions/middleware/log.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { NoticeSettings } from '#schemas/settings.ts';
import { LookAgain, sendNotices } from './send-notices.ts';

const settings = settingsOf(NoticeSettings);

type Work = { readonly id: string; readonly again: LookAgain };

/** Where the batch came from decides only what is named as failed: the record's sequence number or the message's id. */
function workOf({ Records }: DynamoDBStreamEvent | SQSEvent): Work[] {
  const seen = new Set<string>();
  return Records.flatMap((record): Work[] => {
    if ('messageId' in record) return [{ id: record.messageId, again: LookAgain.parse(JSON.parse(record.body)) }];
    const number = record.dynamodb?.Keys?.pk?.S?.replace(/^complaint#/, '') ?? '';
    if (seen.has(number)) return [];
    seen.add(number);
    return [{ id: record.dynamodb?.SequenceNumber ?? '', again: { number } }];
  });
}

export const handler = middy(async (event: DynamoDBStreamEvent | SQSEvent): Promise<SQSBatchResponse> => {
  const outcomes = await Promise.all(
    workOf(event).map(async ({ id, again }) => {
      try {
        await sendNotices(settings, again);
        return [];
      } catch (error) {
        log.warn('notices not sent', { complaintNumber: again.number, ...traceOf(error) });
        return [{ itemIdentifier: id }];
      }
    }),
  );
  return { batchItemFailures: outcomes.flat() };
});
