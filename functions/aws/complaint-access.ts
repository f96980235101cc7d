import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Access, complaintKey, type Item, sortKey } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

const KEPT_KEY = z.object({ bodyHash: z.string(), answer: z.record(z.string(), z.unknown()), expiresAt: z.number() });

/**
 * What an idempotency key was used for.
 *
 * @param nowSeconds epoch seconds of the request: the table forgets late, so an expired key counts as unused here
 */
export async function readKey(
  table: string,
  key: string,
  nowSeconds: number,
): Promise<{ bodyHash: string; answer: Item } | undefined> {
  try {
    const { Item: item } = await dynamo.send(
      new GetCommand({
        TableName: table,
        Key: { pk: `idempotency#${key}`, sk: 'idempotency' },
        ConsistentRead: true,
      }),
    );
    if (item === undefined) return undefined;
    const kept = KEPT_KEY.parse(item);
    return kept.expiresAt > nowSeconds ? kept : undefined;
  } catch (error) {
    throw asTransient(error, 'reading an idempotency key');
  }
}

/**
 * Counts a wrong access code, from 1 again when `since` begins a new window.
 *
 * Counted under the count read, so that of two wrong tries at once neither is lost.
 *
 * @returns false when another try was counted meanwhile: read again, the door may be closed now
 * @throws TransientFault when DynamoDB was busy
 */
export async function countWrongCode(
  table: string,
  number: string,
  before: Access,
  after: { wrong: number; since: string },
): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: complaintKey(number), sk: sortKey.access },
        ConditionExpression: 'wrong = :before',
        UpdateExpression: 'SET wrong = :wrong, wrongSince = :since',
        ExpressionAttributeValues: { ':before': before.wrong, ':wrong': after.wrong, ':since': after.since },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asTransient(error, `counting a wrong code of complaint ${number}`);
  }
}
