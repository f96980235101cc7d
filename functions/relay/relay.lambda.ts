import middy from '@middy/core';
import type { DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { settingsOf } from '#functions/middleware/settings.ts';
import { RelaySettings } from '#schemas/settings.ts';
import { relayMessages, relayRecords } from './relay.ts';

const settings = settingsOf(RelaySettings);

const isQueue = (event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent =>
  event.Records[0] !== undefined && 'messageId' in event.Records[0];

export const handler = middy(async (event: DynamoDBStreamEvent | SQSEvent): Promise<SQSBatchResponse> => {
  if (isQueue(event)) {
    const failures = await relayMessages(settings, event.Records);
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  }
  await relayRecords(settings, event.Records);
  return { batchItemFailures: [] };
});
