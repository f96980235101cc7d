import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { TransientFault } from '#schemas/errors.ts';
import { asTransient, dynamo } from './dynamo.ts';

type Key = { readonly pk: string; readonly sk: string };

/** The most items that one request reads. */
const READS = 100;

/** How often what DynamoDB left over is asked for again at once. */
const LAPS = 5;

/** Reads up to any number of items consistently, in no order. */
export async function readItems(table: string, keys: readonly Key[], what: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (let start = 0; start < keys.length; start += READS) {
    let Keys: Record<string, unknown>[] = keys.slice(start, start + READS).map((key) => ({ ...key }));
    for (let lap = 0; Keys.length > 0; lap += 1) {
      if (lap === LAPS) throw new TransientFault(`${what}: ${Keys.length} items were left over`, undefined);
      try {
        const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(
          new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
        );
        found.push(...(Responses[table] ?? []));
        Keys = UnprocessedKeys[table]?.Keys ?? [];
      } catch (error) {
        throw asTransient(error, what);
      }
    }
  }
  return found;
}
