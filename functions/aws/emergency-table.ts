import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { EmergencyMessage, MessageEvent, type MessageId } from '#schemas/emergency-message.ts';
import { asTransient, commit, dynamo } from './dynamo.ts';

/** Partition of all that is kept of one message. */
export const messageKey = (id: MessageId): string => `message#${id}`;

/** Partition of the list of all messages, by the instant they were posted. */
const LIST = 'messages';

/** Sort key of one entry of a message's story. */
const eventKey = (version: number): string => `event#${String(version).padStart(6, '0')}`;

/** By what a message that comes again is known: its key, and the words of one that has not ended. */
export type Sameness = { readonly key: string; readonly bodyHash: string; readonly same: string };

const KeyItem = z.object({ id: z.string(), bodyHash: z.string() });
const SameItem = z.object({ id: z.string() });

/**
 * Keeps a new message with its key, its place in the list and the first entry of its story, if none of its id or key is there.
 *
 * @param instead the id of the ended message whose words it may repeat, if there was one
 * @returns false when one of the same key or words came first: read again
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepMessage(
  table: string,
  message: EmergencyMessage,
  { key, bodyHash, same }: Sameness,
  event: MessageEvent,
  instead: string | undefined,
): Promise<boolean> {
  const { id, postedAt } = message;
  const pk = messageKey(id);
  const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
  const isFree =
    instead === undefined
      ? isNew
      : { ConditionExpression: 'id = :instead', ExpressionAttributeValues: { ':instead': instead } };
  const { done } = await commit(
    [
      { Put: { TableName: table, Item: { pk, sk: 'message', message }, ...isNew } },
      { Put: { TableName: table, Item: { pk: `key#${key}`, sk: 'key', id, bodyHash }, ...isNew } },
      { Put: { TableName: table, Item: { pk: `same#${same}`, sk: 'same', id }, ...isFree } },
      { Put: { TableName: table, Item: { pk: LIST, sk: `${postedAt}#${id}`, id }, ...isNew } },
      { Put: { TableName: table, Item: { pk, sk: eventKey(event.version), event } } },
      ...(message.first === undefined
        ? []
        : [{ Put: { TableName: table, Item: { pk: messageKey(message.first), sk: `follower#${id}`, id } } }]),
    ],
    `keeping message ${id}`,
  );
  return done;
}

/** What a key was used for. */
export async function readMessageKey(table: string, key: string): Promise<z.infer<typeof KeyItem> | undefined> {
  return readItem(table, { pk: `key#${key}`, sk: 'key' }, (item) => KeyItem.parse(item));
}

/** The message that says these words to these people, the last one if there were several. */
export async function readSame(table: string, same: string): Promise<string | undefined> {
  return (await readItem(table, { pk: `same#${same}`, sk: 'same' }, (item) => SameItem.parse(item)))?.id;
}

/** A message as it is now. */
export async function readMessage(table: string, id: MessageId): Promise<EmergencyMessage | undefined> {
  return readItem(table, { pk: messageKey(id), sk: 'message' }, (item) => EmergencyMessage.parse(item.message));
}

/** The token of the execution that waits, and the stage it waits in. */
export async function readMessageWait(
  table: string,
  id: MessageId,
): Promise<{ token: string; waits: string } | undefined> {
  const Wait = z.object({ token: z.string(), waits: z.string() });
  return readItem(table, { pk: messageKey(id), sk: 'wait' }, (item) => Wait.parse(item));
}

/**
 * Changes a message under the version that was read, and tells of it in its story.
 *
 * @returns false when it was changed meanwhile: read again and decide again
 * @throws TransientFault when DynamoDB was busy
 */
export async function changeMessage(
  table: string,
  before: EmergencyMessage,
  after: EmergencyMessage,
  told: Omit<MessageEvent, 'version'>,
): Promise<boolean> {
  const pk = messageKey(before.id);
  const version = before.version + 1;
  const { done } = await commit(
    [
      {
        Put: {
          TableName: table,
          Item: { pk, sk: 'message', message: { ...after, version } },
          ConditionExpression: '#message.#version = :before',
          ExpressionAttributeNames: { '#message': 'message', '#version': 'version' },
          ExpressionAttributeValues: { ':before': before.version },
        },
      },
      { Put: { TableName: table, Item: { pk, sk: eventKey(version), event: { ...told, version } } } },
    ],
    `changing message ${before.id}`,
  );
  return done;
}

/** A message's story, oldest first, and the messages that follow it. */
export async function readStory(
  table: string,
  id: MessageId,
): Promise<{ events: MessageEvent[]; followers: string[] }> {
  const [events, followers] = await Promise.all([
    queryPrefix(table, messageKey(id), 'event#'),
    queryPrefix(table, messageKey(id), 'follower#'),
  ]);
  return {
    events: events.map((item) => MessageEvent.parse(item.event)),
    followers: followers.map((item) => String(item.id)),
  };
}

/** Ids of messages, the newest first, a page at a time. */
export async function listMessages(
  table: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ ids: string[]; cursor?: string }> {
  try {
    const { Items = [], LastEvaluatedKey: last } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': LIST },
        ScanIndexForward: false,
        Limit: limit,
        ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk: LIST, sk: cursor } }),
      }),
    );
    return { ids: Items.map(({ id }) => String(id)), ...(last === undefined ? {} : { cursor: String(last.sk) }) };
  } catch (error) {
    throw asTransient(error, 'listing messages');
  }
}

/** All items of a partition whose sort key begins so, in order. */
export async function queryPrefix(table: string, pk: string, prefix: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  try {
    do {
      const { Items = [], LastEvaluatedKey } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      items.push(...Items);
      start = LastEvaluatedKey;
    } while (start !== undefined);
  } catch (error) {
    throw asTransient(error, `reading ${prefix} of ${pk}`);
  }
  return items;
}

async function readItem<T>(
  table: string,
  key: { pk: string; sk: string },
  parse: (item: Record<string, unknown>) => T,
): Promise<T | undefined> {
  try {
    const { Item: item } = await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return item === undefined ? undefined : parse(item);
  } catch (error) {
    throw asTransient(error, `reading ${key.sk} of ${key.pk}`);
  }
}
