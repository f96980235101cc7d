import { GetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Need } from '#schemas/need.ts';
import { Recipient } from '#schemas/notice.ts';
import { digestKey, type Item, numberOf } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** A page of a list and the cursor to the next one; no cursor: the list ends here. */
export type Page<T> = { readonly items: T[]; readonly cursor?: string };

/** How long a page is at most, and where it begins. */
export type PageOf = { readonly limit: number; readonly cursor?: string | undefined };

/** Thrown for a cursor that no list of ours gave. */
export class CursorUnknown extends Error {
  override readonly name = 'CursorUnknown';
}

function startOf(cursor: string | undefined): Item | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    // Every key of ours is text; DynamoDB's client would choke on some other values before DynamoDB can refuse them.
    if (isItem(key) && Object.values(key).every((part) => typeof part === 'string')) return { ...key };
  } catch (error) {
    throw new CursorUnknown('this cursor was not given by a list', { cause: error });
  }
  throw new CursorUnknown('this cursor was not given by a list');
}

async function page(input: QueryCommandInput, { limit, cursor }: PageOf): Promise<Page<Item>> {
  const start = startOf(cursor);
  try {
    const { Items = [], LastEvaluatedKey: last } = await dynamo.send(
      new QueryCommand({ ...input, Limit: limit, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    return last === undefined
      ? { items: Items }
      : { items: Items, cursor: Buffer.from(JSON.stringify(last)).toString('base64url') };
  } catch (error) {
    if (start !== undefined && error instanceof Error && error.name === 'ValidationException') {
      throw new CursorUnknown('this cursor was not given by this list', { cause: error });
    }
    throw asTransient(error, `listing by ${input.IndexName}`);
  }
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null;

async function listByWork(table: string, work: string, before: string, of: PageOf): Promise<Page<Item>> {
  return page(
    {
      TableName: table,
      IndexName: 'ByWork',
      KeyConditionExpression: '#work = :work AND #since < :before',
      ExpressionAttributeNames: { '#work': 'work', '#since': 'since' },
      ExpressionAttributeValues: { ':work': work, ':before': before },
    },
    of,
  );
}

/** Later than every instant: as text it sorts behind all of them. */
const END_OF_TIME = '9999';

/** What stands in the operator's queue, the oldest first. */
export async function listNeeds(table: string, of: PageOf): Promise<Page<Need>> {
  const { items, ...rest } = await listByWork(table, 'needs-a-person', END_OF_TIME, of);
  return { ...rest, items: items.map(({ need }) => Need.parse(need)) };
}

/**
 * Numbers of open complaints, those a person has to do something about; the index follows the table within moments.
 *
 * @param shard 0 to openShards - 1: all shards together are all of them
 */
export async function listOpen(table: string, shard: number, of: PageOf): Promise<Page<ComplaintNumber>> {
  const { items, ...rest } = await listByWork(table, `open-${shard}`, END_OF_TIME, of);
  return { ...rest, items: items.map((item) => ComplaintNumber.parse(numberOf(item))) };
}

/** A notice that waits for its recipient's digest. */
export type MissedNotice = { readonly number: string; readonly order: number };

/** All notices that wait for a digest, in the order of the rungs they tell of. */
export async function listMissed(table: string, to: Recipient): Promise<MissedNotice[]> {
  const missed: MissedNotice[] = [];
  let cursor: string | undefined;
  do {
    const page = await listByWork(table, digestKey(to), END_OF_TIME, { limit: 500, cursor });
    for (const item of page.items) missed.push({ number: numberOf(item), order: orderOf(item) });
    cursor = page.cursor;
  } while (cursor !== undefined);
  return missed;
}

/**
 * Everybody whose digest is open, the one opened first on top.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function listDigests(table: string): Promise<Recipient[]> {
  const recipients: Recipient[] = [];
  let cursor: string | undefined;
  do {
    const page = await listByWork(table, 'digest', END_OF_TIME, { limit: 100, cursor });
    for (const { pk } of page.items) {
      const item = await readDigest(table, pk);
      if (item !== undefined) recipients.push(Recipient.parse(item.to));
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return recipients;
}

/** A digest as it is opened, `undefined` when it was closed since it was listed. */
async function readDigest(table: string, pk: unknown): Promise<Item | undefined> {
  try {
    const { Item: item } = await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk: 'digest' } }));
    return item;
  } catch (error) {
    throw asTransient(error, `reading ${pk}`);
  }
}

/** Numbers of complaints that have waited since before an instant for a start or a hearing, the oldest first. */
export async function listUnrelayed(table: string, before: string, of: PageOf): Promise<Page<string>> {
  const { items, ...rest } = await listByWork(table, 'relay', before, of);
  return { ...rest, items: items.map(numberOf) };
}

const orderOf = ({ sk }: Item): number => Number(String(sk).slice('notice#'.length));
