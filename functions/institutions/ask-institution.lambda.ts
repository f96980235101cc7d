import middy from '@middy/core';
import type { DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { handlePiece, type Piece } from '#functions/middleware/batch.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { toInstant } from '#rules/clock/instant.ts';
import { Asking } from '#schemas/asking.ts';
import { InstitutionSettings } from '#schemas/settings.ts';
import { askInstitution, queueAsking } from './ask-institution.ts';

const settings = settingsOf(InstitutionSettings);

type Work = Piece & { readonly run: () => Promise<void> };

/** The batch's own name for what failed is the record's sequence number or the message's id. */
function workOf({ Records }: DynamoDBStreamEvent | SQSEvent): Work[] {
  return Records.map((record): Work => {
    if ('messageId' in record) {
      const { messageId: id, body, attributes } = record;
      const at = toInstant(Number(attributes.ApproximateFirstReceiveTimestamp));
      return { id, run: () => askInstitution(settings, Asking.parse(JSON.parse(body)), at) };
    }
    const number = record.dynamodb?.Keys?.pk?.S?.replace(/^complaint#/, '') ?? '';
    const id = record.dynamodb?.SequenceNumber ?? '';
    return { id, complaintNumber: number, run: () => queueAsking(settings, number) };
  });
}

export const handler = middy(async (event: DynamoDBStreamEvent | SQSEvent): Promise<SQSBatchResponse> => {
  const failures = await Promise.all(
    workOf(event).map((work) => handlePiece(work, ({ run }) => run(), 'institution not asked')),
  );
  return { batchItemFailures: failures.flat() };
});
