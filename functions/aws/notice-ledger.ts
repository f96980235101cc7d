import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Notice } from '#schemas/notice.ts';
import { complaintKey, sortKey } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

/**
 * Moves a notice in the ledger from the state and attempt it was read in.
 *
 * @returns false when it is no longer in that state: somebody else has it
 * @throws TransientFault when DynamoDB was busy
 */
export async function moveNotice(table: string, number: string, before: Notice, after: Notice): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: complaintKey(number), sk: sortKey.notice(before.order) },
        ConditionExpression: 'notice.#status = :status AND notice.attempt = :attempt',
        UpdateExpression: 'SET notice = :notice',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': before.status, ':attempt': before.attempt, ':notice': after },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asTransient(error, `recording notice ${before.step} of complaint ${number}`);
  }
}
