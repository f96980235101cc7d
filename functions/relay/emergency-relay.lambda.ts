import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { log } from '#functions/middleware/log.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { EmergencyRelaySettings } from '#schemas/settings.ts';
import { relayMessages } from './emergency-relay.ts';
import { sweepMessages } from './sweep-messages.ts';

const settings = settingsOf(EmergencyRelaySettings);

type Woken = DynamoDBStreamEvent | { readonly scheduledAt: string };

export const handler = middy(async (event: Woken): Promise<DynamoDBBatchResponse> => {
  if ('scheduledAt' in event) {
    log.info('messages to many swept', { swept: await sweepMessages(settings) });
    return { batchItemFailures: [] };
  }
  const failures = await relayMessages(settings, event.Records);
  return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
});
