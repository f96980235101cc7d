import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Petitioner } from '#schemas/petitioner.ts';
import { complaintKey, parsed, sortKey } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

/**
 * Who filed a complaint under protection or without a name, and how to reach them; `undefined` when they are not kept apart.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function readIdentity(table: string, number: string): Promise<Petitioner | undefined> {
  try {
    const { Item: item } = await dynamo.send(
      new GetCommand({
        TableName: table,
        Key: { pk: complaintKey(number), sk: sortKey.petitioner },
        ConsistentRead: true,
      }),
    );
    return item === undefined ? undefined : parsed.petitioner(item);
  } catch (error) {
    throw asTransient(error, `reading the identity of complaint ${number}`);
  }
}
