import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { named } from './aws-side.ts';
import { type City, openCity } from './city.ts';

type Item = Record<string, unknown>;

const TABLE = named('ComplaintTable');
const MOST_AT_ONCE = 25;

let city: City;
let close: () => Promise<void>;
let table: DynamoDBDocumentClient;
beforeAll(async () => {
  ({ city, close } = await openCity());
  const { body } = await city.ask<ConstructorParameters<typeof DynamoDBClient>[0]>('GET', '/_local/endpoint');
  table = DynamoDBDocumentClient.from(new DynamoDBClient(body ?? {}));
});
afterAll(async () => {
  table.destroy();
  await close();
});

/** All that is kept of a complaint: what a restored table would have of it. */
async function itemsOf({ number }: Receipt): Promise<Item[]> {
  const items: Item[] = [];
  const query = {
    TableName: TABLE,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': `complaint#${number}` },
  };
  for await (const { Items = [] } of paginateQuery({ client: table }, query)) items.push(...Items);
  return items;
}

async function write(requests: object[]): Promise<void> {
  for (let from = 0; from < requests.length; from += MOST_AT_ONCE) {
    const RequestItems = { [TABLE]: requests.slice(from, from + MOST_AT_ONCE) };
    await table.send(new BatchWriteCommand({ RequestItems }));
  }
  await city.rest();
}

/** Loses all of a complaint, and puts it back as it was. */
async function loseAndRestore(receipt: Receipt): Promise<void> {
  const items = await itemsOf(receipt);
  await write(items.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })));
  expect((await city.track(receipt)).status).toBe(404);
  await write(items.map((Item) => ({ PutRequest: { Item } })));
  expect(await itemsOf(receipt)).toEqual(items);
}

async function filed(): Promise<Receipt> {
  const { body } = await city.file();
  await city.rest();
  return body;
}

async function answer({ number }: Receipt): Promise<void> {
  const person = await city.personNamed(number);
  const { etag } = await city.case(person, number);
  expect((await city.answer(person, number, etag)).status).toBe(202);
  await city.rest();
}

async function rate(receipt: Receipt): Promise<void> {
  expect((await city.rate(receipt, 4)).status).toBe(202);
  await city.rest();
}

describe('a complaint put back from a back-up', () => {
  test('goes on where it stood, in the execution that waited, and nobody is told anything twice', async () => {
    const receipt = await filed();
    const before = await city.outbox(receipt.number);
    await loseAndRestore(receipt);
    expect(await city.outbox(receipt.number)).toEqual(before);
    await answer(receipt);
    await loseAndRestore(receipt);
    await rate(receipt);
    expect((await city.track(receipt)).body).toMatchObject({ status: 'closed', rating: { score: 4 } });
    const { executions, notices } = await city.history(receipt.number);
    expect(executions).toEqual([`${receipt.number}-1`]);
    expect(notices.map(({ step }) => step).sort()).toEqual(['assignment', 'new-case', 'reception', 'result']);
    expect(await city.outbox(receipt.number)).toHaveLength(4);
  });

  test('stays closed when it was', async () => {
    const receipt = await filed();
    await answer(receipt);
    await rate(receipt);
    const before = await city.outbox(receipt.number);
    await loseAndRestore(receipt);
    await city.advance('P2D');
    expect((await city.track(receipt)).body.status).toBe('closed');
    expect(await city.outbox(receipt.number)).toEqual(before);
    expect(await city.queue()).toEqual([]);
  });
});
