import { listOf, type Members, membersOf, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { QueueOperations } from './operations.ts';

/**
 * A batch operation out of its single one: each entry stands for itself, succeeds or fails for itself.
 *
 * Imitates https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-batch-api-actions.html
 */
export function batchOperation(
  operation: string,
  singles: QueueOperations,
): ((input: Members) => Promise<Record<string, unknown>>) | undefined {
  const single = operation.endsWith('Batch') ? singles[operation.slice(0, -'Batch'.length)] : undefined;
  if (single === undefined) return undefined;
  return async (input) => {
    const entries = listOf(input.Entries).map(membersOf);
    refuseUnfit(entries);
    const successful: Record<string, unknown>[] = [];
    const failed: Record<string, unknown>[] = [];
    await Promise.all(
      entries.map(async (entry) => {
        const id = textOf(entry.Id);
        try {
          successful.push({ Id: id, ...(await single({ ...entry, QueueUrl: input.QueueUrl })) });
        } catch (error) {
          if (!(error instanceof AwsError) || error.name === 'QueueDoesNotExist') throw error;
          failed.push({ Id: id, SenderFault: true, Code: error.name, Message: error.message });
        }
      }),
    );
    return { Successful: successful, Failed: failed };
  };
}

function refuseUnfit(entries: readonly Members[]): void {
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > 10) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  if (new Set(entries.map((entry) => entry.Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
}
