import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { settingsOf } from '#functions/middleware/settings.ts';
import { EmergencyRelaySettings } from '#schemas/settings.ts';
import { relayMessages } from './emergency-relay.ts';

const settings = settingsOf(EmergencyRelaySettings);

export const handler = middy(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const failures = await relayMessages(settings, event.Records);
  return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
});
