import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { TransientFault } from '#schemas/errors.ts';
import { complaintKey, type Item, numberOf, sortKey } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** The most items that one request reads. */
const BATCH = 100;

/**
 * Those of the lines whose complaints hold the words now, read consistently from the table itself, and as they are now.
 *
 * @param words none: the lines are given as they are
 * @throws TransientFault when DynamoDB was busy
 */
export async function confirmWords(table: string, words: readonly string[], lines: readonly Item[]): Promise<Item[]> {
  if (words.length === 0) return [...lines];
  const numbers = lines.map(({ number }) => String(number));
  const found = new Map<string, Item>();
  for (let start = 0; start < numbers.length; start += BATCH) {
    const Keys = numbers
      .slice(start, start + BATCH)
      .map((number) => ({ pk: complaintKey(number), sk: sortKey.finding }));
    for (const item of await readFindings(table, Keys)) found.set(numberOf(item), item);
  }
  return numbers.flatMap((number) => {
    const now = CONFIRMED.safeParse(found.get(number)).data;
    return now !== undefined && words.every((word) => now.words.includes(word)) ? [now.listed] : [];
  });
}

const CONFIRMED = z.object({ words: z.string().default(''), listed: z.record(z.string(), z.unknown()) });

async function readFindings(table: string, Keys: { pk: string; sk: string }[]): Promise<Item[]> {
  try {
    const RequestItems = { [table]: { Keys, ConsistentRead: true } };
    const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(new BatchGetCommand({ RequestItems }));
    if (table in UnprocessedKeys) throw new TransientFault(`confirming ${Keys.length} complaints: no time`, undefined);
    return Responses[table] ?? [];
  } catch (error) {
    throw asTransient(error, `confirming ${Keys.length} complaints`);
  }
}
