import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { openCity } from '#scripts/open-city.ts';
import { layDownHome } from './prepared-home.ts';

type Item = Readonly<Record<string, { readonly S?: string }>>;

const standAt = Date.parse('2026-11-23T00:00:00.000Z');
const folder = mkdtempSync(join(tmpdir(), 'daedap-homes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All that a city keeps, without what chance has made: keys, passwords, ids of users and of streams. */
async function keptBy({ gateway, dynamoDb, journal, url, clock }: Cloud): Promise<Record<string, unknown>> {
  const ask = (operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> =>
    gateway.call({ principal: { kind: 'outside' }, service: 'dynamodb', operation, input });
  const kept: Record<string, unknown> = { now: clock.now(), isRunning: clock.isRunning };
  for (const name of (await ask('ListTables', {})).TableNames as string[]) {
    const { Items } = await ask('Scan', { TableName: name, ConsistentRead: true });
    kept[name] = inOrder(Items as Item[], ({ pk, sk }) => `${pk?.S} ${sk?.S}`);
    kept[`${name} has a stream`] = dynamoDb.table(name)?.streamArn !== undefined;
  }
  const { messages } = await look<{ messages: unknown[] }>(`${url}/_local/outbox`);
  const { people } = await look<{ people: { id: string }[] }>(`${url}/_local/people`);
  Object.assign(kept, { messages, people: inOrder(people, ({ id }) => id) });
  const tables = journal.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables) kept[`journal ${name}`] = journal.db.prepare(`SELECT * FROM "${name}"`).all().length;
  return kept;
}

/** Records are loaded several at once, so they stand in whatever order. */
const inOrder = <T>(all: readonly T[], name: (one: T) => string): T[] =>
  all.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));

async function look<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

test('a home that was laid down is the home of a fresh start: same items, people, messages and journal', async () => {
  const homes = join(folder, 'homes');
  const [fresh, first, second] = ['fresh', 'first', 'second'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await layDownHome(first, standAt, homes);
  await layDownHome(second, standAt, homes);
  const kept: unknown[] = [];
  for (const home of [fresh, first, second]) {
    const cloud = await openCity({ home, standAt });
    kept.push(await keptBy(cloud));
    await cloud.close();
  }
  expect(kept[0]).toMatchObject({ now: standAt, isRunning: false });
  expect(kept[1]).toEqual(kept[0]);
  expect(kept[2]).toEqual(kept[0]);
});
