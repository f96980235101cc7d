import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Access, complaintKey, type Item, sortKey } from './complaint-items.ts';
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

/** What proves an institution that was asked by mail: salt and hash of the code in the mail, and which transfer it is for. */
export const TransferCode = Access.extend({ asked: z.int().min(1) });
export type TransferCode = z.infer<typeof TransferCode>;

/**
 * Keeps the hash of the code that the mail about a transfer brings, instead of the one before.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepTransferCode(
  table: string,
  number: string,
  code: Pick<TransferCode, 'salt' | 'hash' | 'asked'>,
): Promise<void> {
  try {
    const Item = { pk: complaintKey(number), sk: sortKey.transferCode, ...code, wrong: 0 };
    await dynamo.send(new PutCommand({ TableName: table, Item }));
  } catch (error) {
    throw asTransient(error, `keeping the code for a transfer of complaint ${number}`);
  }
}

/** What proves the institution that was last asked by mail; `undefined` when none was. */
export async function readTransferCode(table: string, number: string): Promise<{ access: TransferCode } | undefined> {
  try {
    const Key = { pk: complaintKey(number), sk: sortKey.transferCode };
    const { Item: item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return item === undefined ? undefined : { access: TransferCode.parse(item) };
  } catch (error) {
    throw asTransient(error, `reading the code for a transfer of complaint ${number}`);
  }
}

/**
 * Counts a wrong access code, from 1 again when `since` begins a new window.
 *
 * Counted under the count read, so that of two wrong tries at once neither is lost.
 *
 * @param door which code it was to be, by default the petitioner's
 * @returns false when another try was counted meanwhile: read again, the door may be closed now
 * @throws TransientFault when DynamoDB was busy
 */
export async function countWrongCode(
  table: string,
  number: string,
  before: Access,
  after: { wrong: number; since: string },
  door: 'access' | 'transfer-code' = sortKey.access,
): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: complaintKey(number), sk: door },
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
