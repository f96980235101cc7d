import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileReads } from '#local/dynamodb/file-reads.ts';
import { TableFile } from '#local/dynamodb/table-file.ts';
import type { Table } from '#local/dynamodb/tables.ts';
import { awsPlace, lettersTable } from '#test/local/wire/aws-place.ts';

let place: Awaited<ReturnType<typeof awsPlace>>;
let client: DynamoDBClient;
let file: TableFile;
let table: Table;

/** Sort keys whose order by UTF-16 is another than by bytes, or that differ in one character. */
const sortKeys = [
  'a',
  'aa',
  'b',
  'notice#000010',
  'notice#000020',
  'notice#00002a',
  '가',
  '나',
  '\uffee',
  '😀',
  'Z',
  '~',
];

beforeAll(async () => {
  place = await awsPlace();
  await place.dynamoDb.provider.create(lettersTable);
  await place.dynamoDb.start();
  client = new DynamoDBClient(place.sdk);
  file = new TableFile(join(place.home, 'dynamodb.sqlite'));
  table = place.dynamoDb.table('letters') as Table;
  for (const pk of ['one', 'two', '둘'])
    for (const sk of sortKeys.filter((_, index) => pk === 'one' || index % 3 > 0))
      await client.send(
        new PutItemCommand({
          TableName: 'letters',
          Item: { pk: { S: pk }, sk: { S: sk }, pages: { N: '1' }, text: { S: `"${pk}\\${sk}"\n` }, list: { L: [] } },
        }),
      );
  // More than one page of an answer, and more items than are read at once.
  for (let at = 0; at < 8; at += 1)
    await client.send(
      new PutItemCommand({
        TableName: 'letters',
        Item: { pk: { S: 'long' }, sk: { S: `${at}` }, text: { S: 'x'.repeat(200_000) } },
      }),
    );
});

afterAll(async () => {
  client.destroy();
  file.close();
  await place.close();
});

/** What the database itself answers. */
async function database(operation: string, input: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(await place.dynamoDb.endpoint(), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/dynoxide/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20260101T000000Z',
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}

const all = { TableName: 'letters', KeyConditionExpression: 'pk = :pk' };
const some = { TableName: 'letters', KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to' };
const asked = (pk: unknown, from: unknown, to: unknown) => ({
  ...some,
  ConsistentRead: true,
  ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
});
const key = fc.oneof(fc.constantFrom(...sortKeys, 'nowhere'), fc.string({ maxLength: 3 }));
const value = fc.oneof(
  { weight: 9, arbitrary: key.map((text) => ({ S: text })) },
  fc.constantFrom({ N: '1' }, { S: 'a', N: '1' }, {}, { S: 1 }, { B: 'YQ==' }, null, { S: 'x'.repeat(2_000) }),
);
const partition = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('one', 'two', '둘', 'none', '').map((text) => ({ S: text })) },
  fc.constantFrom({ N: '1' }, { S: ['one'] }),
);

describe('what the file answers', () => {
  test('for an item is what the database answers', async () => {
    const reads = new FileReads(file);
    let answered = 0;
    const input = fc.record(
      {
        TableName: fc.constant('letters'),
        Key: fc.oneof(
          { weight: 5, arbitrary: fc.record({ pk: partition, sk: value }) },
          fc.constantFrom({}, { pk: { S: 'one' } }, { pk: { S: 'one' }, sk: { S: 'a' }, more: { S: 'b' } }),
        ),
        ConsistentRead: fc.constantFrom(true, true, true, false, 'yes'),
      },
      { requiredKeys: ['TableName', 'Key'] },
    );
    await fc.assert(
      fc.asyncProperty(input, async (wanted) => {
        const own = reads.answer('GetItem', wanted, table);
        if (own === undefined) return;
        answered += 1;
        expect({ status: 200, body: JSON.parse(own) }).toEqual(await database('GetItem', wanted));
      }),
      { numRuns: 500 },
    );
    expect(answered).toBeGreaterThan(20);
  });

  test('for a range of a partition is what the database answers, in its order', async () => {
    const reads = new FileReads(file);
    reads.taken('Query', asked({ S: 'one' }, { S: 'a' }, { S: 'b' }));
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(partition, value, value, async (pk, from, to) => {
        const own = reads.answer('Query', asked(pk, from, to), table);
        if (own === undefined) return;
        answered += 1;
        expect({ status: 200, body: JSON.parse(own) }).toEqual(await database('Query', asked(pk, from, to)));
      }),
      { numRuns: 500 },
    );
    expect(answered).toBeGreaterThan(20);
  });

  test('for a whole partition is what the database answers', async () => {
    const reads = new FileReads(file);
    for (const pk of ['one', 'two', '둘', 'none']) {
      const wanted = { ...all, ExpressionAttributeValues: { ':pk': { S: pk } } };
      reads.taken('Query', wanted);
      expect(JSON.parse(reads.answer('Query', wanted, table) ?? '')).toEqual((await database('Query', wanted)).body);
    }
  });
});

describe('what is left to the database', () => {
  test('a shape of query until the database has taken it', () => {
    const reads = new FileReads(file);
    const wanted = asked({ S: 'one' }, { S: 'a' }, { S: 'b' });
    expect(reads.answer('Query', wanted, table)).toBeUndefined();
    reads.taken('Query', wanted);
    expect(reads.answer('Query', wanted, table)).toBeDefined();
    const unused = { ...wanted.ExpressionAttributeValues, ':unused': { S: 'x' } };
    expect(reads.answer('Query', { ...wanted, ExpressionAttributeValues: unused }, table)).toBeUndefined();
  });

  test('a part of an item', () => {
    const wanted = { TableName: 'letters', Key: { pk: { S: 'one' }, sk: { S: 'a' } } };
    expect(new FileReads(file).answer('GetItem', wanted, table)).toBeDefined();
    const part = { ...wanted, ProjectionExpression: 'pages' };
    expect(new FileReads(file).answer('GetItem', part, table)).toBeUndefined();
  });

  test.each([
    ['a limit', { Limit: 1 }],
    ['an index', { IndexName: 'ByWork' }],
    ['a filter', { FilterExpression: 'pages > :pk' }],
    ['another order', { ScanIndexForward: false }],
    ['a page', { ExclusiveStartKey: { pk: { S: 'one' }, sk: { S: 'a' } } }],
  ])('%s', (_name, more) => {
    const reads = new FileReads(file);
    const wanted = { ...all, ExpressionAttributeValues: { ':pk': { S: 'one' } }, ...more };
    reads.taken('Query', wanted);
    expect(reads.answer('Query', wanted, table)).toBeUndefined();
  });

  test('an answer that the database would cut into pages', async () => {
    const reads = new FileReads(file);
    const wanted = { ...all, ExpressionAttributeValues: { ':pk': { S: 'long' } } };
    reads.taken('Query', wanted);
    expect(reads.answer('Query', wanted, table)).toBeUndefined();
    expect((await database('Query', wanted)).body).toHaveProperty('LastEvaluatedKey');
  });

  test('bounds in the wrong order, which it refuses', async () => {
    const reads = new FileReads(file);
    const wanted = asked({ S: 'one' }, { S: 'b' }, { S: 'a' });
    reads.taken('Query', wanted);
    expect(reads.answer('Query', wanted, table)).toBeUndefined();
    expect((await database('Query', wanted)).status).toBe(400);
  });

  test('a table that is gone from the file', () => {
    const reads = new FileReads(file);
    const gone: Table = { ...table, name: 'gone' };
    expect(
      reads.answer('GetItem', { TableName: 'gone', Key: { pk: { S: 'a' }, sk: { S: 'b' } } }, gone),
    ).toBeUndefined();
    expect(reads.answer('GetItem', { TableName: 'none', Key: {} }, undefined)).toBeUndefined();
  });
});
