import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { asTransient, dynamo } from './dynamo.ts';

/** A message that belongs to no complaint's ledger: what it is for, and from when on the table may forget it (epoch seconds). */
export type Once = { readonly what: string; readonly expiresAt: number };

const keyOf = (what: string) => ({ pk: `once#${what}`, sk: 'once' });

/**
 * Claims a message before it is sent.
 *
 * @returns false when it was claimed before: it was sent, or may have been
 * @throws TransientFault when DynamoDB was busy
 */
export async function claimOnce(table: string, { what, expiresAt }: Once): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: table,
        Item: { ...keyOf(what), status: 'sending', expiresAt },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asTransient(error, `claiming ${what}`);
  }
}

/** Records how a claimed message ended. */
export async function endOnce(
  table: string,
  { what, expiresAt }: Once,
  status: 'accepted' | 'uncertain',
): Promise<void> {
  try {
    await dynamo.send(new PutCommand({ TableName: table, Item: { ...keyOf(what), status, expiresAt } }));
  } catch (error) {
    throw asTransient(error, `recording ${what}`);
  }
}

/** Gives back the claim of a message that was refused: it can be sent again. */
export async function releaseOnce(table: string, { what }: Once): Promise<void> {
  try {
    await dynamo.send(new DeleteCommand({ TableName: table, Key: keyOf(what) }));
  } catch (error) {
    throw asTransient(error, `releasing ${what}`);
  }
}
