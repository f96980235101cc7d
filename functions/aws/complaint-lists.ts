import { GetCommand, paginateScan, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { CursorUnknown } from '#schemas/errors.ts';
import { Instant } from '#schemas/instant.ts';
import { Need } from '#schemas/need.ts';
import { Recipient } from '#schemas/notice.ts';
import { digestKey, type Item, numberOf, sortKey } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** A page of a list and the cursor to the next one; no cursor: the list ends here. */
export type Page<T> = { readonly items: T[]; readonly cursor?: string };

/** How long a page is at most, and where it begins. */
export type PageOf = { readonly limit: number; readonly cursor?: string | undefined };

function startOf(cursor: string | undefined): Item | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    // Every key of ours is text; DynamoDB's client would choke on some other values before DynamoDB can refuse them.
    if (isItem(key) && Object.values(key).every((part) => typeof part === 'string')) return { ...key };
  } catch (error) {
    throw new CursorUnknown({ cause: error });
  }
  throw new CursorUnknown();
}

/**
 * A page of what a query gives.
 *
 * @throws CursorUnknown; TransientFault when DynamoDB was busy
 */
export async function pageOf(input: QueryCommandInput, { limit, cursor }: PageOf): Promise<Page<Item>> {
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
      throw new CursorUnknown({ cause: error });
    }
    throw asTransient(error, `listing by ${input.IndexName ?? 'key'}`);
  }
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null;

async function listByWork(table: string, work: string, before: string, of: PageOf): Promise<Page<Item>> {
  return pageOf(
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

/** Which notice of which complaint: one that waits for its recipient's digest, or one that nobody could be told. */
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
 * Numbers of complaints with notices that were kept back until before an instant, each once.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function listHeld(table: string, before: string): Promise<string[]> {
  const numbers = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await listByWork(table, 'held', before, { limit: 500, cursor });
    for (const item of page.items) numbers.add(numberOf(item));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return [...numbers];
}

/** The notices in the operator's list of undelivered ones, the oldest first; the index follows the table within moments. */
export async function listUndelivered(table: string, of: PageOf): Promise<Page<MissedNotice>> {
  const { items, ...rest } = await listByWork(table, 'undelivered', END_OF_TIME, of);
  return { ...rest, items: items.map((item) => ({ number: numberOf(item), order: orderOf(item) })) };
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

/** How much stands under a kind of work. */
export async function countWork(table: string, work: 'undelivered' | 'needs-a-person'): Promise<number> {
  let found = 0;
  let cursor: string | undefined;
  do {
    const page = await listByWork(table, work, END_OF_TIME, { limit: 1000, cursor });
    found += page.items.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/**
 * Every case on somebody's list, in no order: its department, and when it is due.
 *
 * The index holds nothing else, so reading it whole is one request for some thousands of open cases.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function* scanOpen(table: string): AsyncGenerator<OpenListed> {
  try {
    const input = { TableName: table, IndexName: 'ByHandler', ProjectionExpression: 'sk, dueAt, listed' };
    for await (const { Items = [] } of paginateScan({ client: dynamo }, input)) {
      for (const item of Items) {
        // Each stands there once more, for its department.
        if (item.sk === sortKey.finding) continue;
        const open = OpenListed.safeParse({ ...item.listed, dueAt: item.dueAt });
        // One that nobody has been named for yet has no department.
        if (open.success) yield open.data;
      }
    }
  } catch (error) {
    throw asTransient(error, 'reading every open case');
  }
}

const OpenListed = z.object({ department: z.string(), dueAt: Instant, pausedAt: z.string().optional() });
type OpenListed = z.infer<typeof OpenListed>;

/** Numbers of complaints that have waited since before an instant for a start or a hearing, the oldest first. */
export async function listUnrelayed(table: string, before: string, of: PageOf): Promise<Page<string>> {
  const { items, ...rest } = await listByWork(table, 'relay', before, of);
  return { ...rest, items: items.map(numberOf) };
}

const orderOf = ({ sk }: Item): number => Number(String(sk).slice('notice#'.length));
