import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { handlePiece } from '#functions/middleware/batch.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { KeepFilesSettings } from '#schemas/settings.ts';
import { keepFiles, numberOfRecord } from './keep-files.ts';

const settings = settingsOf(KeepFilesSettings);

export const handler = middy(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const done = new Set<string>();
  for (const record of event.Records) {
    const complaintNumber = numberOfRecord(record);
    const id = record.dynamodb?.SequenceNumber;
    if (complaintNumber === undefined || id === undefined || done.has(complaintNumber)) continue;
    const keep = (): Promise<void> => keepFiles(settings, complaintNumber);
    const failed = await handlePiece({ id, complaintNumber }, keep, 'files were not kept');
    // A stream is brought again from the first record that failed.
    if (failed.length > 0) return { batchItemFailures: failed };
    done.add(complaintNumber);
  }
  return { batchItemFailures: [] };
});
