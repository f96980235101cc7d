import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { CursorUnknown } from '#schemas/errors.ts';
import { type Item, openShards } from './complaint-items.ts';
import type { Page, PageOf } from './complaint-lists.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** What complaints are looked for by: receipt from and to (both included), words that all stand in them, and what they are. */
export type Searched = {
  readonly from: string;
  readonly to: string;
  readonly words: readonly string[];
  readonly equal: Readonly<Partial<Record<'status' | 'district' | 'kind' | 'topic', string>>>;
};

/** A page of what was found; `searchedTo`: the receipts down to which it is complete, if the search can go on from there. */
export type Found = Page<Item> & { readonly searchedTo?: string };

/** The partitions of the index that hold what no department has yet. */
export const unassigned: readonly string[] = Array.from({ length: openShards }, (_, shard) => `unassigned#${shard}`);

/** How many complaints one request looks at when it finds too little, 40,000: some 40 MB of the index. */
const MOST_LOOKED_AT = 40_000;

/** How many of a partition are looked at first, at least; where words or members are compared, most of them are not meant. */
const [FEWEST, FEWEST_COMPARED] = [10, 100];

/** How many partitions are read at once. */
const AT_ONCE = 12;

/** Where the next page begins: below this receipt, or at it with a smaller number; without a number at it. */
const Position = z.tuple([z.string()]).rest(z.string());
type Position = { readonly receivedAt: string; readonly number?: string | undefined };

type Hit = { readonly receivedAt: string; readonly number: string; readonly listed: Item };

/** How far one partition was read: what it gave, how many that were, and the key to go on from while there is more. */
type Lane = {
  readonly partition: string;
  readonly hits: readonly Hit[];
  readonly lookedAt: number;
  readonly isOpen: boolean;
  readonly last: Item | undefined;
};

/**
 * Complaints of some departments, the one received last on top.
 *
 * The index is read from the newest receipt on until a page is full, all partitions side by side and each time twice as much of
 * them; DynamoDB compares the words on its side. A page can be short, or empty, and still have a cursor: then so much was looked
 * at as one request may, and the next goes on below `searchedTo`.
 *
 * @param partitions departments by id, and {@link unassigned}
 * @throws CursorUnknown; TransientFault when DynamoDB was busy
 */
export async function searchComplaints(
  table: string,
  partitions: readonly string[],
  searched: Searched,
  { limit, cursor }: PageOf,
): Promise<Found> {
  const start = positionOf(cursor);
  const to = start === undefined || searched.to < start.receivedAt ? searched.to : start.receivedAt;
  // Nothing lies between, and DynamoDB takes no such question.
  if (to < searched.from) return { items: [] };
  const isCompared = searched.words.length > 0 || Object.keys(searched.equal).length > 0;
  const share = Math.ceil(((limit + 1) * 2) / Math.max(1, partitions.length));
  const first = Math.max(isCompared ? FEWEST_COMPARED : FEWEST, share);
  let lanes = partitions.map(
    (partition): Lane => ({ partition, hits: [], lookedAt: 0, isOpen: true, last: undefined }),
  );
  for (let count = first; ; count *= 2) {
    lanes = await atOnce(lanes, (lane) => readOn(table, lane, { ...searched, to }, count, start));
    const horizon = horizonOf(lanes);
    const sure = lanes
      .flatMap(({ hits }) => hits)
      .filter(({ receivedAt }) => horizon === undefined || receivedAt > horizon)
      .sort(newestFirst);
    const lookedAt = lanes.reduce((sum, lane) => sum + lane.lookedAt, 0);
    // A horizon as new as the beginning is no way on yet: so many complaints arrived in that instant.
    const isEnough = sure.length > limit || (lookedAt >= MOST_LOOKED_AT && horizon !== undefined && horizon < to);
    if (horizon === undefined || isEnough) return pageOf(sure, limit, horizon);
  }
}

function pageOf(sure: readonly Hit[], limit: number, horizon: string | undefined): Found {
  const items = sure.slice(0, limit).map(({ listed }) => listed);
  const last = sure[limit - 1];
  if (sure.length > limit && last !== undefined) {
    return { items, cursor: cursorOf(last), searchedTo: last.receivedAt };
  }
  return horizon === undefined ? { items } : { items, cursor: cursorOf({ receivedAt: horizon }), searchedTo: horizon };
}

/** The newest receipt below which some partition was not read; `undefined` when all were read to their ends. */
function horizonOf(lanes: readonly Lane[]): string | undefined {
  const open = lanes.flatMap(({ last }) => (last === undefined ? [] : String(last.receivedAt)));
  return open.length === 0 ? undefined : open.reduce((newest, each) => (each > newest ? each : newest));
}

const newestFirst = (one: Hit, other: Hit): number =>
  compare(other.receivedAt, one.receivedAt) || compare(other.number, one.number);

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

async function atOnce(lanes: readonly Lane[], read: (lane: Lane) => Promise<Lane>): Promise<Lane[]> {
  const done: Lane[] = [];
  for (let start = 0; start < lanes.length; start += AT_ONCE) {
    done.push(...(await Promise.all(lanes.slice(start, start + AT_ONCE).map(read))));
  }
  return done;
}

async function readOn(
  table: string,
  lane: Lane,
  searched: Searched,
  count: number,
  start: Position | undefined,
): Promise<Lane> {
  const { partition, hits, lookedAt, isOpen, last } = lane;
  if (!isOpen) return lane;
  try {
    const {
      Items = [],
      ScannedCount = 0,
      LastEvaluatedKey: next,
    } = await dynamo.send(
      new QueryCommand({
        ...queryOf(table, partition, searched),
        Limit: count,
        ...(last === undefined ? {} : { ExclusiveStartKey: last }),
      }),
    );
    const more = Items.map(hitOf).filter((hit) => isBelow(hit, start));
    return {
      partition,
      hits: [...hits, ...more],
      lookedAt: lookedAt + ScannedCount,
      isOpen: next !== undefined,
      last: next,
    };
  } catch (error) {
    throw asTransient(error, `searching ${partition}`);
  }
}

/** Which of the partition's complaints are asked for, newest first. */
function queryOf(table: string, partition: string, { from, to, words, equal }: Searched) {
  const wanted = Object.entries(equal).filter(([, value]) => value !== undefined);
  const filters = [
    ...words.map((_, index) => `contains(words, :word${index})`),
    ...wanted.map(([name]) => `listed.#${name} = :${name}`),
  ];
  return {
    TableName: table,
    IndexName: 'ByDepartment',
    ScanIndexForward: false,
    KeyConditionExpression: 'department = :department AND receivedAt BETWEEN :from AND :to',
    ProjectionExpression: 'receivedAt, listed',
    ExpressionAttributeValues: {
      ':department': partition,
      ':from': from,
      ':to': to,
      ...Object.fromEntries(words.map((word, index) => [`:word${index}`, word])),
      ...Object.fromEntries(wanted.map(([name, value]) => [`:${name}`, value])),
    },
    ...(filters.length === 0 ? {} : { FilterExpression: filters.join(' AND ') }),
    ...(wanted.length === 0
      ? {}
      : { ExpressionAttributeNames: Object.fromEntries(wanted.map(([name]) => [`#${name}`, name])) }),
  } satisfies QueryCommandInput;
}

const LISTED = z.object({ receivedAt: z.string(), listed: z.looseObject({ number: z.string() }) });

function hitOf(item: Item): Hit {
  const { receivedAt, listed } = LISTED.parse(item);
  return { receivedAt, number: listed.number, listed };
}

const isBelow = ({ receivedAt, number }: Hit, start: Position | undefined): boolean =>
  start?.number === undefined || receivedAt < start.receivedAt || number < start.number;

const cursorOf = ({ receivedAt, number }: Position): string =>
  Buffer.from(JSON.stringify(number === undefined ? [receivedAt] : [receivedAt, number])).toString('base64url');

function positionOf(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [receivedAt, number] = Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { receivedAt, number };
  } catch (error) {
    throw new CursorUnknown({ cause: error });
  }
}
