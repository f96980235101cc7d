import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ListedRegistration, type Registration, type RegistrationId } from '#schemas/registration.ts';
import { readItems } from './batch-items.ts';
import { asTransient, commit, dynamo } from './dynamo.ts';
import {
  AddressItem,
  addressKey,
  listKeys,
  listLine,
  PendingItem,
  pendingKey,
  RegistrationItem,
  type RegistrationSecret,
  registrationItem,
  registrationKey,
} from './registry-items.ts';

/** A registration with the hash of its secret. */
export type KeptRegistration = { readonly registration: Registration; readonly secret: RegistrationSecret };

/** What is kept of an address: whose it is, and when codes were sent to it. */
export type KeptAddress = AddressItem;

async function readOne<T>(
  table: string,
  Key: { pk: string; sk: string },
  parse: (item: unknown) => T,
): Promise<T | undefined> {
  try {
    const { Item: item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return item === undefined ? undefined : parse(item);
  } catch (error) {
    // The key of an address is a hash, and still no word of it belongs into a message.
    throw asTransient(error, `reading ${Key.sk} of the registry`);
  }
}

/** What is kept of an address, by its hash. */
export const readAddress = (table: string, hash: string): Promise<KeptAddress | undefined> =>
  readOne(table, addressKey(hash), (item) => AddressItem.parse(item));

/** What waits for its code. */
export const readPending = (table: string, id: string): Promise<PendingItem | undefined> =>
  readOne(table, pendingKey(id), (item) => PendingItem.parse(item));

/** A registration, with the hash of its secret. */
export const readRegistration = (table: string, id: string): Promise<KeptRegistration | undefined> =>
  readOne(table, registrationKey(id), (item) => {
    const { registration, secret } = RegistrationItem.parse(item);
    return { registration, secret };
  });

/** Registrations by id, those that are there. */
export async function readRegistrations(
  table: string,
  ids: readonly RegistrationId[],
): Promise<Map<string, Registration>> {
  const items = await readItems(table, ids.map(registrationKey), 'reading registrations');
  const found = items.map((item) => RegistrationItem.parse(item).registration);
  return new Map(found.map((registration) => [registration.id, registration]));
}

/** A page of the list of a district or of a topic, by id. @param list `district#gangnam` or `topic#traffic` */
export async function listRegistrations(
  table: string,
  list: string,
  cursor: string | undefined,
): Promise<{ items: ListedRegistration[]; cursor?: string }> {
  try {
    const { Items = [], LastEvaluatedKey: last } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': list },
        ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk: list, sk: cursor } }),
      }),
    );
    const items = Items.map(({ sk, channel, language, emergency }) =>
      ListedRegistration.parse({ id: sk, channel, language, emergency }),
    );
    return { items, ...(last === undefined ? {} : { cursor: String(last.sk) }) };
  } catch (error) {
    throw asTransient(error, `listing ${list} of the registry`);
  }
}

/** Where a change of an address starts from: the version that was read, 0 for one not known yet. */
const isUnchanged = (before: KeptAddress | undefined) =>
  before === undefined
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : { ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': before.version } };

/**
 * Keeps what waits for its code, and that a code is sent to its address.
 *
 * @returns false when the address was changed meanwhile: read again
 */
export async function keepPending(
  table: string,
  pending: PendingItem,
  { before, after }: { before: KeptAddress | undefined; after: KeptAddress },
): Promise<boolean> {
  const { done } = await commit(
    [
      { Put: { TableName: table, Item: pending } },
      { Put: { TableName: table, Item: { ...after, version: (before?.version ?? 0) + 1 }, ...isUnchanged(before) } },
    ],
    'keeping a registration that waits for its code',
  );
  return done;
}

/** Counts a wrong code, under the count that was read; false when another try was counted meanwhile. */
export async function countWrongTry(table: string, before: PendingItem): Promise<boolean> {
  const { done } = await commit(
    [
      {
        Put: {
          TableName: table,
          Item: { ...before, pending: { ...before.pending, tries: before.pending.tries + 1 } },
          ConditionExpression: '#pending.#tries = :before',
          ExpressionAttributeNames: { '#pending': 'pending', '#tries': 'tries' },
          ExpressionAttributeValues: { ':before': before.pending.tries },
        },
      },
    ],
    'counting a wrong code',
  );
  return done;
}

/** A change of a registration: how it was, how it is, what its address is from now on, and what waited for this. */
export type RegistryChange = {
  readonly before: Registration | undefined;
  readonly after: KeptRegistration;
  readonly address: { readonly before: KeptAddress; readonly after: KeptAddress };
  readonly pendingId?: string;
};

/**
 * Keeps a registration new, changed or left, on the lists that it is on now and on no other.
 *
 * @returns false when its address was changed meanwhile: read again
 */
export async function keepRegistration(
  table: string,
  { before, after, address, pendingId }: RegistryChange,
): Promise<boolean> {
  const { registration } = after;
  const lists = registration.leftAt === undefined ? listKeys(registration) : [];
  const goneFrom = (before === undefined ? [] : listKeys(before)).filter((list) => !lists.includes(list));
  const { done } = await commit(
    [
      {
        Put: {
          TableName: table,
          Item: { ...address.after, version: address.before.version + 1 },
          ...isUnchanged(address.before),
        },
      },
      { Put: { TableName: table, Item: registrationItem(after) } },
      ...lists.map((list) => ({ Put: { TableName: table, Item: listLine(list, registration) } })),
      ...goneFrom.map((list) => ({ Delete: { TableName: table, Key: { pk: list, sk: registration.id } } })),
      ...(pendingId === undefined
        ? []
        : [
            {
              Delete: {
                TableName: table,
                Key: pendingKey(pendingId),
                // A code confirms once.
                ConditionExpression: 'attribute_exists(pk)',
              },
            },
          ]),
    ],
    'keeping a registration',
  );
  return done;
}

/** Keeps the count of wrong secrets of a registration, under the count that was read. */
export async function countWrongSecret(
  table: string,
  kept: KeptRegistration,
  after: { wrong: number; since: string },
): Promise<boolean> {
  const { done } = await commit(
    [
      {
        Update: {
          TableName: table,
          Key: registrationKey(kept.registration.id),
          ConditionExpression: '#secret.wrong = :before',
          UpdateExpression: 'SET #secret.wrong = :wrong, #secret.wrongSince = :since',
          ExpressionAttributeNames: { '#secret': 'secret' },
          ExpressionAttributeValues: { ':before': kept.secret.wrong, ':wrong': after.wrong, ':since': after.since },
        },
      },
    ],
    'counting a wrong secret',
  );
  return done;
}
