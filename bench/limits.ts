import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { ask, type BenchCity, inFlight } from './city.ts';

/** What this machine can do at best, measured beside the system: synced writes, and bare transactions through the SDK. */
export type Limits = { readonly syncsPerSecond: number; readonly transactionsPerSecond: number };

/** Measures the limits on the city's own disk and through its own database. */
export async function measureLimits(city: BenchCity): Promise<Limits> {
  return { syncsPerSecond: syncs(), transactionsPerSecond: await transactions(city) };
}

function syncs(): number {
  const folder = mkdtempSync(join(tmpdir(), 'daedap-sync-'));
  const file = openSync(join(folder, 'file'), 'w');
  const block = Buffer.alloc(4096);
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < 2_000) {
    writeSync(file, block, 0, block.length, 0);
    fdatasyncSync(file);
    count += 1;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return count / seconds;
}

/** Transactions of a filing's shape (seven new items), 16 in flight, by one SDK client that does nothing else. */
async function transactions({ url }: BenchCity): Promise<number> {
  const { body } = await ask<{
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  }>(url, 'GET', '/_local/endpoint');
  const client = new DynamoDBClient(body);
  const count = 800;
  const run = (index: number): Promise<unknown> =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: Array.from({ length: 7 }, (_, item) => ({
          Put: {
            TableName: 'Daedap-CityTable',
            Item: { pk: { S: `bench#${index}` }, sk: { S: String(item) }, text: { S: 'x'.repeat(200) } },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        })),
      }),
    );
  await inFlight(50, 16, (index) => run(-1 - index).then(() => {}));
  const startedAt = performance.now();
  await inFlight(count, 16, (index) => run(index).then(() => {}));
  client.destroy();
  return count / ((performance.now() - startedAt) / 1000);
}
