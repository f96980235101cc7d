import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Complaint } from '#schemas/complaint.ts';
import type { Desk } from '#schemas/desk.ts';
import type { Signal } from '#schemas/signal.ts';
import { type Case, caseOf, complaintKey, type Item, parsed, sortKey } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** What a handler reads before something is said: the desk first, then what it must be judged by. */
export type BeforeSaying = {
  readonly desk: Desk;
  readonly complaint: Complaint;
  readonly unheard: readonly Signal[];
};

/**
 * All that the table holds of one complaint, read consistently; `undefined` when there is none.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function readCase(table: string, number: string): Promise<Case | undefined> {
  const items: Item[] = [];
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': complaintKey(number) },
    },
  );
  try {
    for await (const page of pages) items.push(...(page.Items ?? []));
  } catch (error) {
    throw asTransient(error, `reading complaint ${number}`);
  }
  return caseOf(items);
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
  const signals = await Promise.all(numbers.map((n) => readItem(table, number, sortKey.signal(n))));
  const unheard = signals.flatMap((item) => (item === undefined ? [] : [parsed.signal(item)]));
  return { desk, complaint: parsed.complaint(complaint), unheard };
}
