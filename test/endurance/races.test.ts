import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributeValue, BatchWriteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { parseInstant, seoulDateOf } from '#rules/clock/instant.ts';
import { complaintNumber } from '#rules/complaint-number.ts';
import { openCity } from '#scripts/open-city.ts';
import { forEach } from '#test/journeys/at-once.ts';
import { AwsSide } from '#test/journeys/aws-side.ts';
import { City, later, type Message } from '#test/journeys/city.ts';
import { seededChance } from './seeded-chance.ts';

/*
 *   one complaint is filed and assigned ─► copied 10,000 times in the table, each with its own number
 *   for each: an answer by the API  ‖  the rung at the deadline  (both functions at once)  ─► Hear ─► the rung once more
 */

const RACES = Number(process.env.RACES ?? 10_000);
const TABLE = 'Daedap-ComplaintTable';
const dueAt = '2026-11-23T15:00:00.000Z';
const seed = Number(process.env.RACES_SEED ?? Date.now() % 1_000_000);
const chance = seededChance(seed);

type Item = Record<string, AttributeValue>;
type Racer = { readonly number: string; readonly instant: number };

const home = mkdtempSync(join(tmpdir(), 'daedap-races-'));
let cloud: Cloud;
let city: City;
let aws: AwsSide;
let table: DynamoDBClient;
let person: string;
let etag: string;
let template: Item[];
let pattern: string;

beforeAll(async () => {
  process.stdout.write(`races: RACES_SEED=${seed}\n`);
  cloud = await openCity({ home, standAt: Date.parse('2026-11-23T00:00:00.000Z') });
  city = new City(cloud.url);
  aws = await AwsSide.of(city);
  table = new DynamoDBClient((await city.ask<never>('GET', '/_local/endpoint')).body);
  const assigned = await city.assigned();
  ({ person } = assigned);
  pattern = assigned.receipt.number;
  ({ etag } = await city.case(person, pattern));
  template = (await items()).filter(({ pk }) => pk?.S === `complaint#${pattern}`);
}, 120_000);
afterAll(async () => {
  table.destroy();
  aws.close();
  await cloud.close();
  rmSync(home, { recursive: true, force: true });
});

async function items(): Promise<Item[]> {
  const found: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client: table }, { TableName: TABLE, ConsistentRead: true })) {
    found.push(...Items);
  }
  return found;
}

/** The pattern's items under another number; nobody waits in its execution, so nothing but the race happens to it. */
function copyOf(number: string): Item[] {
  return template
    .filter(({ sk }) => !/^(wait|notice#|audit#)/.test(sk?.S ?? ''))
    .map((item) => JSON.parse(JSON.stringify(item).replaceAll(pattern, number)) as Item);
}

const numberOf = (serial: number): string =>
  complaintNumber({ receivedOn: seoulDateOf(parseInstant('2026-11-23T00:00:00Z')), serial });

describe('ten thousand answers against their deadline', () => {
  test('have one outcome each: none is lost, none told twice, nobody reported late whose answer was kept', async () => {
    const racers: Racer[] = Array.from({ length: RACES }, (_, index) => ({
      number: numberOf(index),
      instant: [-1, 0, 1, 10_000][index % 4] ?? 0,
    }));
    await forEach(racers, async ({ number }) => {
      const requests = copyOf(number).map((Item) => ({ PutRequest: { Item } }));
      await table.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: requests } }));
    });
    await city.rest();
    for (const instant of [-1, 0, 1, 10_000]) {
      await city.to(later(dueAt, instant));
      const now = racers.filter((racer) => racer.instant === instant);
      await forEach(now, ({ number }) => race(number, later(dueAt, 10_000)));
    }
    await city.rest();

    const byNumber = Map.groupBy(await items(), ({ pk }) => pk?.S?.slice('complaint#'.length) ?? '');
    const { messages } = (await city.ask<{ messages: Message[] }>('GET', '/_local/outbox')).body;
    const sent = Map.groupBy(messages, ({ text }) => /\d{8}-\w{6}-\w/.exec(text)?.[0] ?? '');
    const orders = new Map<string, number>();
    for (const { number, instant } of racers) {
      const order = outcomeOf(byNumber.get(number) ?? [], sent.get(number) ?? [], instant > 0);
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    process.stdout.write(`races: ${JSON.stringify(Object.fromEntries(orders))}\n`);
    expect([...orders.keys()].toSorted()).toEqual(['answer first', 'rung first']);
  });
});

/** Answer and rung at once, one of them a little ahead; then what the state machine does next. */
async function race(number: string, at: string): Promise<void> {
  const input = { number, execution: `${number}-1`, at };
  const rung = { ...input, rung: 'escalate-to-lead' };
  const ahead = 14 * chance(2);
  const [answered] = await Promise.all([
    city.answer(person, number, etag),
    (async () => {
      for (let asked = 0; asked < ahead; asked += 1) await fetch(`${city.url}/_local/clock`).then((one) => one.text());
      return aws.step('EscalateToLead', rung);
    })(),
  ]);
  expect(answered.status, number).toBe(202);
  expect(await aws.step('Hear', input), number).toBeUndefined();
}

/** Who came first by the audit trail; throws when anything was lost, doubled or told wrongly. */
function outcomeOf(kept: readonly Item[], messages: readonly Message[], isLate: boolean): string {
  const sorted = (prefix: string): Item[] => kept.filter(({ sk }) => sk?.S?.startsWith(prefix));
  const acts = sorted('audit#').map(({ audit }) => ({
    entry: Number(audit?.M?.entry?.N),
    act: `${audit?.M?.action?.S} ${audit?.M?.facts?.M?.rung?.S ?? ''}`.trim(),
  }));
  const entryOf = (act: string): number[] => acts.flatMap((one) => (one.act === act ? [one.entry] : []));
  const [said, applied, climbed] = ['answer-said', 'signal-applied', 'rung-climbed escalate-to-lead'].map(entryOf);
  expect([said?.length, applied?.length]).toEqual([1, 1]);
  expect(climbed?.length).toBeLessThanOrEqual(1);
  expect(sorted('answer#').map(({ answer }) => answer?.M?.isLate?.BOOL)).toEqual([isLate]);
  expect(messages.map(({ text }) => text.includes('경과'))).toEqual(climbed?.map(() => true));
  const first = climbed?.[0];
  if (first === undefined) return 'answer first';
  // A rung that is climbed although the answer was kept would report somebody late who was not.
  return first < (said?.[0] ?? 0) ? 'rung first' : 'rung after the answer';
}
