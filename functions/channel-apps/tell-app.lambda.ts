import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { handlePiece } from '#functions/middleware/batch.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { TellAppSettings } from '#schemas/settings.ts';
import { tellApp } from './tell-app.ts';

const settings = settingsOf(TellAppSettings);

export const handler = middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of Records) {
    const piece = { id: record.messageId, complaintNumber: record.attributes.MessageGroupId };
    let isDone = true;
    const failed = await handlePiece(
      piece,
      async () => {
        isDone = await tellApp(settings, record);
      },
      'app not told',
    );
    batchItemFailures.push(...failed, ...(isDone ? [] : [{ itemIdentifier: piece.id }]));
  }
  return { batchItemFailures };
});
