import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Delivery } from '#schemas/delivery.ts';
import type { MessageId } from '#schemas/emergency-message.ts';
import type { RegistrationId } from '#schemas/registration.ts';
import { readItems } from './batch-items.ts';
import { asTransient, commit, dynamo } from './dynamo.ts';
import { messageKey } from './emergency-table.ts';

const itemOf = (id: MessageId, delivery: Delivery): Record<string, unknown> => ({
  pk: messageKey(id),
  sk: delivery.registration,
  delivery,
});

/** What has become of a message for these registrations, by registration. */
export async function readDeliveries(
  table: string,
  id: MessageId,
  registrations: readonly RegistrationId[],
): Promise<Map<string, Delivery>> {
  const keys = registrations.map((sk) => ({ pk: messageKey(id), sk }));
  const items = await readItems(table, keys, `reading deliveries of message ${id}`);
  return new Map(items.map((item) => [String(item.sk), Delivery.parse(item.delivery)]));
}

/**
 * Claims sends before any provider is called, all or none: each is new, or stands as refused after one attempt less.
 *
 * @param claims at most 100
 * @returns false when somebody else has one of them: nothing is claimed
 * @throws TransientFault when DynamoDB was busy
 */
export async function claimDeliveries(table: string, id: MessageId, claims: readonly Delivery[]): Promise<boolean> {
  const { done } = await commit(
    claims.map((claim) => ({
      Put: {
        TableName: table,
        Item: itemOf(id, claim),
        ConditionExpression:
          claim.attempt === 1
            ? 'attribute_not_exists(pk)'
            : '#delivery.#status = :refused AND #delivery.#attempt = :before',
        ...(claim.attempt === 1
          ? {}
          : {
              ExpressionAttributeNames: { '#delivery': 'delivery', '#status': 'status', '#attempt': 'attempt' },
              ExpressionAttributeValues: { ':refused': 'refused', ':before': claim.attempt - 1 },
            }),
      },
    })),
    `claiming deliveries of message ${id}`,
  );
  return done;
}

/** The most items that one transaction takes. */
const MOST = 100;

/**
 * Writes what became of deliveries that nobody else has: those claimed, and those nobody is asked to send.
 *
 * By transactions, though nothing hangs on all of them being written at once: the database here commits one far faster
 * than as many single items, and on AWS they cost a ten-thousandth of the messages.
 */
export async function recordDeliveries(table: string, id: MessageId, deliveries: readonly Delivery[]): Promise<void> {
  for (let start = 0; start < deliveries.length; start += MOST) {
    const some = deliveries.slice(start, start + MOST);
    await commit(
      some.map((delivery) => ({ Put: { TableName: table, Item: itemOf(id, delivery) } })),
      `recording deliveries of message ${id}`,
    );
  }
}

/**
 * Writes that a send which was begun never ended, unless whoever began it has told its end meanwhile.
 *
 * @returns false when they have
 */
export async function recordInterrupted(table: string, id: MessageId, delivery: Delivery): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: table,
        Item: itemOf(id, delivery),
        ConditionExpression: '#delivery.#status = :sending',
        ExpressionAttributeNames: { '#delivery': 'delivery', '#status': 'status' },
        ExpressionAttributeValues: { ':sending': 'sending' },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asTransient(error, `recording a delivery of message ${id}`);
  }
}

/** The deliveries of a message by registration, a page at a time. */
export async function listDeliveries(
  table: string,
  id: MessageId,
  { limit, cursor, status }: { limit?: number; cursor?: string | undefined; status?: string | undefined },
): Promise<{ items: Delivery[]; cursor?: string }> {
  const pk = messageKey(id);
  try {
    const { Items = [], LastEvaluatedKey: last } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ...(status === undefined
          ? {}
          : {
              FilterExpression: '#delivery.#status = :status',
              ExpressionAttributeNames: { '#delivery': 'delivery', '#status': 'status' },
            }),
        ExpressionAttributeValues: { ':pk': pk, ...(status === undefined ? {} : { ':status': status }) },
        ...(limit === undefined ? {} : { Limit: limit }),
        ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk, sk: cursor } }),
      }),
    );
    const items = Items.map((item) => Delivery.parse(item.delivery));
    return { items, ...(last === undefined ? {} : { cursor: String(last.sk) }) };
  } catch (error) {
    throw asTransient(error, `listing deliveries of message ${id}`);
  }
}
