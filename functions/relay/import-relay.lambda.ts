import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { settingsOf } from '#functions/middleware/settings.ts';
import { ImportRelaySettings } from '#schemas/settings.ts';
import { relayImports } from './import-relay.ts';

const settings = settingsOf(ImportRelaySettings);

export const handler = middy(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const failures = await relayImports(settings, event.Records);
  return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
});
