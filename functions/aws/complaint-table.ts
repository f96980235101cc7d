import { BatchGetCommand, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { type Complaint, Words } from '#schemas/complaint.ts';
import type { Desk } from '#schemas/desk.ts';
import { type Notice, NoticeChoice } from '#schemas/notice.ts';
import type { Petitioner } from '#schemas/petitioner.ts';
import type { Signal } from '#schemas/signal.ts';
import {
  Access,
  type Case,
  caseOf,
  complaintKey,
  type Item,
  noticesOf,
  numberOf,
  parsed,
  sortKey,
} from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** What a handler reads before something is said: the desk first, then what it must be judged by. */
export type BeforeSaying = {
  readonly desk: Desk;
  readonly complaint: Complaint;
  readonly unheard: readonly Signal[];
};

/** A complaint with its desk: what most steps decide over. `changedBy` is the audit entry that last changed the complaint. */
export type Docket = Pick<Case, 'complaint' | 'changedBy' | 'desk'>;

/** What is needed to tell people of a complaint. */
export type Correspondence = Pick<Case, 'complaint' | 'petitioner'> & {
  readonly notices: readonly Notice[];
  readonly choice: NoticeChoice;
};

/**
 * All that the table holds of one complaint, read consistently; `undefined` when there is none.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function readCase(table: string, number: string): Promise<Case | undefined> {
  return caseOf(await readItems(table, number));
}

/**
 * A complaint and its desk, which stand beside each other in the collection; `undefined` when there is none.
 *
 * It is no snapshot: whoever writes says which desk and which complaint they read.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function readDocket(table: string, number: string): Promise<Docket | undefined> {
  const items = await readItems(table, number, [sortKey.complaint, sortKey.desk]);
  const [complaint, desk] = [sortKey.complaint, sortKey.desk].map((sk) => items.find((item) => item.sk === sk));
  if (complaint === undefined || desk === undefined) return undefined;
  return {
    complaint: parsed.complaint(complaint),
    changedBy: parsed.changedBy(complaint),
    desk: parsed.desk(desk),
  };
}

/** A complaint with its petitioner, unless they live apart, their choice and its notices, in their order; `undefined` when there is none. */
export async function readCorrespondence(table: string, number: string): Promise<Correspondence | undefined> {
  const items = await readItems(table, number, [sortKey.complaint, sortKey.petitioner]);
  const [complaint, petitioner] = [sortKey.complaint, sortKey.petitioner].map((sk) =>
    items.find((item) => item.sk === sk),
  );
  if (complaint === undefined) return undefined;
  const chosen = items.find(({ sk }) => sk === sortKey.noticeChoice);
  return {
    complaint: parsed.complaint(complaint),
    petitioner: petitioner === undefined ? undefined : parsed.petitioner(petitioner),
    notices: noticesOf(items),
    choice: chosen === undefined ? { statutoryOnly: false } : NoticeChoice.parse(chosen.choice),
  };
}

/** A complaint's items, all of them or those whose sort keys lie between two, both included. */
async function readItems(table: string, number: string, between?: readonly [string, string]): Promise<Item[]> {
  const items: Item[] = [];
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: between === undefined ? 'pk = :pk' : 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': complaintKey(number),
        ...(between === undefined ? {} : { ':from': between[0], ':to': between[1] }),
      },
    },
  );
  try {
    for await (const page of pages) items.push(...(page.Items ?? []));
  } catch (error) {
    throw asTransient(error, `reading complaint ${number}`);
  }
  return items;
}

async function readItem(table: string, number: string, sk: string): Promise<Item | undefined> {
  try {
    const { Item: item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: { pk: complaintKey(number), sk }, ConsistentRead: true }),
    );
    return item;
  } catch (error) {
    throw asTransient(error, `reading ${sk} of complaint ${number}`);
  }
}

/** The desk of a complaint, read consistently. */
export async function readDesk(table: string, number: string): Promise<Desk | undefined> {
  const item = await readItem(table, number, sortKey.desk);
  return item === undefined ? undefined : parsed.desk(item);
}

/** The most items that one request reads. */
const BATCH = 100;

/**
 * The desks of many complaints, read consistently, by number; those that DynamoDB had no time for are left out.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function readDesks(table: string, numbers: readonly string[]): Promise<Map<string, Desk>> {
  const desks = new Map<string, Desk>();
  for (let start = 0; start < numbers.length; start += BATCH) {
    const Keys = numbers.slice(start, start + BATCH).map((number) => ({ pk: complaintKey(number), sk: sortKey.desk }));
    try {
      const { Responses = {} } = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      for (const item of Responses[table] ?? []) desks.set(numberOf(item), parsed.desk(item));
    } catch (error) {
      throw asTransient(error, `reading ${Keys.length} desks`);
    }
  }
  return desks;
}

/** Which notice of which complaint. */
type NoticeKey = { readonly number: string; readonly order: number };

/**
 * Notices of many complaints, read consistently, in the order asked for; those that DynamoDB had no time for are left out.
 *
 * @param wanted at most 100
 * @throws TransientFault when DynamoDB was busy
 */
export async function readNotices<K extends NoticeKey>(
  table: string,
  wanted: readonly K[],
): Promise<(K & { readonly notice: Notice })[]> {
  if (wanted.length === 0) return [];
  const keyOf = ({ number, order }: NoticeKey): Item => ({ pk: complaintKey(number), sk: sortKey.notice(order) });
  try {
    const { Responses = {} } = await dynamo.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted.map(keyOf), ConsistentRead: true } } }),
    );
    const found = new Map((Responses[table] ?? []).map((item) => [`${item.pk} ${item.sk}`, parsed.notice(item)]));
    return wanted.flatMap((one) => {
      const { pk, sk } = keyOf(one);
      const notice = found.get(`${pk} ${sk}`);
      return notice === undefined ? [] : [{ ...one, notice }];
    });
  } catch (error) {
    throw asTransient(error, `reading ${wanted.length} notices`);
  }
}

/** What was said under a number, `undefined` when nothing was. */
export async function readSignal(table: string, number: string, signal: number): Promise<Signal | undefined> {
  const item = await readItem(table, number, sortKey.signal(signal));
  return item === undefined ? undefined : parsed.signal(item);
}

/** The citizen's words. */
export async function readWords(table: string, number: string): Promise<Words | undefined> {
  const item = await readItem(table, number, sortKey.words);
  return item === undefined ? undefined : Words.parse(item.words);
}

/** The petitioner, `undefined` when they live apart. */
export async function readPetitioner(table: string, number: string): Promise<Petitioner | undefined> {
  const item = await readItem(table, number, sortKey.petitioner);
  return item === undefined ? undefined : parsed.petitioner(item);
}

/** What proves the petitioner of a complaint. */
export async function readAccess(table: string, number: string): Promise<{ access: Access } | undefined> {
  const item = await readItem(table, number, sortKey.access);
  return item === undefined ? undefined : { access: Access.parse(item) };
}

/** The token under which the execution waits, `undefined` when it never did. */
export async function readToken(table: string, number: string): Promise<string | undefined> {
  const item = await readItem(table, number, sortKey.wait);
  return typeof item?.token === 'string' ? item.token : undefined;
}

/** How often it is read anew because a signal was heard between the reading of the complaint and of the signal. */
const READINGS = 5;

/**
 * Desk, complaint and unheard signals, in this order.
 *
 * The order matters: a complaint that is newer than the desk can only refuse what was heard meanwhile, while an older one
 * would accept it twice; the desk's version then decides at the write. A signal that was heard after the desk was read may
 * or may not be in the complaint, and nothing decides at a refusal: then all is read anew.
 */
export async function readBeforeSaying(table: string, number: string): Promise<BeforeSaying | undefined> {
  for (let reading = 1; ; reading += 1) {
    const before = await readOnce(table, number);
    if (before === undefined) return undefined;
    const unheard = before.unheard.filter(({ status }) => status === 'said');
    if (unheard.length === before.unheard.length || reading === READINGS) return { ...before, unheard };
  }
}

async function readOnce(table: string, number: string): Promise<BeforeSaying | undefined> {
  const desk = await readDesk(table, number);
  if (desk === undefined) return undefined;
  const complaint = await readItem(table, number, sortKey.complaint);
  if (complaint === undefined) return undefined;
  const numbers = Array.from({ length: desk.said - desk.heard }, (_, index) => desk.heard + 1 + index);
  const signals = await Promise.all(numbers.map((n) => readSignal(table, number, n)));
  return { desk, complaint: parsed.complaint(complaint), unheard: signals.filter((signal) => signal !== undefined) };
}
