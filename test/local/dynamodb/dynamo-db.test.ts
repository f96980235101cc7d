import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsPlace, lettersTable, monday } from '#test/local/wire/aws-place.ts';

let place: Awaited<ReturnType<typeof awsPlace>>;
let client: DynamoDBClient;

beforeAll(async () => {
  place = await awsPlace();
  await place.dynamoDb.provider.create(lettersTable);
  await place.dynamoDb.start();
  await place.clock.catchUp();
  client = new DynamoDBClient(place.sdk);
});

afterAll(async () => {
  client.destroy();
  await place.close();
});

const letter = (pk: string, rest: Record<string, { S: string } | { N: string }> = {}) => ({
  pk: { S: pk },
  sk: { S: 'letter' },
  ...rest,
});

describe('a table of the template', () => {
  test('keeps what the SDK writes', async () => {
    await client.send(new PutItemCommand({ TableName: 'letters', Item: letter('a', { text: { S: 'dark street' } }) }));
    const { Item } = await client.send(new GetItemCommand({ TableName: 'letters', Key: letter('a') }));
    expect(Item).toEqual(letter('a', { text: { S: 'dark street' } }));
  });

  test('has ARNs of our region, and may be called by them', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'letters' }));
    expect(Table?.TableArn).toBe('arn:aws:dynamodb:ap-northeast-2:000000000000:table/letters');
    expect(Table?.LatestStreamArn).toMatch(/^arn:aws:dynamodb:ap-northeast-2:000000000000:table\/letters\/stream\/.+/);
    const { Item } = await client.send(new GetItemCommand({ TableName: Table?.TableArn, Key: letter('a') }));
    expect(Item?.text).toEqual({ S: 'dark street' });
  });

  test('tells its listeners of every write, and of no refused one', async () => {
    let writes = 0;
    const end = place.dynamoDb.onWrite('letters', () => {
      writes += 1;
    });
    const put = { Put: { TableName: 'letters', Item: letter('b'), ConditionExpression: 'attribute_not_exists(pk)' } };
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put] }));
    await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [put] }))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    });
    end();
    expect(writes).toBe(1);
  });

  test('lets a transaction with a token happen once', async () => {
    const add = (by: string) =>
      new TransactWriteItemsCommand({
        ClientRequestToken: 'token-1',
        TransactItems: [
          {
            Update: {
              TableName: 'letters',
              Key: letter('d'),
              UpdateExpression: 'ADD pages :by',
              ExpressionAttributeValues: { ':by': { N: by } },
            },
          },
        ],
      });
    const pages = async () =>
      (await client.send(new GetItemCommand({ TableName: 'letters', Key: letter('d') }))).Item?.pages;
    await client.send(add('1'));
    await client.send(add('1'));
    expect(await pages()).toEqual({ N: '1' });
    await expect(client.send(add('2'))).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    await place.clock.advanceTo(place.clock.now() + 10 * 60_000 + 1);
    await client.send(add('1'));
    expect(await pages()).toEqual({ N: '2' });
  });

  test('loses an expired item at the next full hour of the virtual clock', async () => {
    const expiresAt = { N: String(monday / 1_000 + 60) };
    await client.send(new PutItemCommand({ TableName: 'letters', Item: letter('c', { expiresAt }) }));
    const get = new GetItemCommand({ TableName: 'letters', Key: letter('c'), ConsistentRead: true });
    await place.clock.advanceTo(monday + 59 * 60_000);
    expect((await client.send(get)).Item).toBeDefined();
    await place.clock.advanceTo(monday + 60 * 60_000);
    expect((await client.send(get)).Item).toBeUndefined();
  });

  test('sets no timer for hours at which nothing can expire or be trimmed', async () => {
    await place.clock.advanceTo(place.clock.now() + 48 * 3_600_000);
    expect(place.clock.timerCount).toBe(0);
    const expiresAt = { N: String(place.clock.now() / 1_000 + 5 * 86_400) };
    await client.send(new PutItemCommand({ TableName: 'letters', Item: letter('e', { expiresAt }) }));
    const get = new GetItemCommand({ TableName: 'letters', Key: letter('e'), ConsistentRead: true });
    expect(await place.clock.advanceTo(place.clock.now() + 4 * 86_400_000)).toBeLessThan(6);
    expect((await client.send(get)).Item).toBeDefined();
    await place.clock.advanceTo(place.clock.now() + 2 * 86_400_000);
    expect((await client.send(get)).Item).toBeUndefined();
  });
});
