import { DescribeTableCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsPlace, lettersTable, monday } from '#test/local/wire/aws-place.ts';

let place: Awaited<ReturnType<typeof awsPlace>>;
let client: DynamoDBClient;

beforeEach(async () => {
  place = await awsPlace();
  client = new DynamoDBClient(place.sdk);
});

afterEach(async () => {
  client.destroy();
  await place.close();
});

const stand = (changes: Record<string, unknown> = {}) =>
  place.dynamoDb.provider.create({ ...lettersTable, properties: { ...lettersTable.properties, ...changes } });
const put = (pk: string, day = 'monday') =>
  client.send(
    new PutItemCommand({ TableName: 'letters', Item: { pk: { S: pk }, sk: { S: 'letter' }, day: { S: day } } }),
  );

const byDay = {
  AttributeDefinitions: [
    ...(lettersTable.properties.AttributeDefinitions as object[]),
    { AttributeName: 'day', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byDay',
      KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

describe('a table that stands already', () => {
  test('is left as it is by the same template', async () => {
    const first = await stand();
    expect(await stand()).toEqual(first);
  });

  test('gets an index that the template adds, over the items it has, and loses it again', async () => {
    await stand();
    await put('a');
    await stand(byDay);
    const query = new QueryCommand({
      TableName: 'letters',
      IndexName: 'byDay',
      KeyConditionExpression: '#day = :day',
      ExpressionAttributeNames: { '#day': 'day' },
      ExpressionAttributeValues: { ':day': { S: 'monday' } },
    });
    expect((await client.send(query)).Items).toMatchObject([{ pk: { S: 'a' } }]);
    await stand();
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'letters' }));
    expect(Table?.GlobalSecondaryIndexes ?? []).toEqual([]);
  });

  test('gets a stream that the template adds', async () => {
    const { StreamSpecification: _, ...withoutStream } = lettersTable.properties;
    await place.dynamoDb.provider.create({ ...lettersTable, properties: withoutStream });
    expect((await stand()).attributes.StreamArn).toMatch(/:table\/letters\/stream\//);
  });

  test('is refused other keys', async () => {
    await stand();
    const KeySchema = [{ AttributeName: 'pk', KeyType: 'HASH' }];
    await expect(stand({ KeySchema })).rejects.toThrow(
      "table 'letters' has other keys in the template than in the home",
    );
  });

  test('may be declared as a global table', async () => {
    const { StreamSpecification, ...rest } = lettersTable.properties;
    const created = await place.dynamoDb.provider.create({
      ...lettersTable,
      type: 'AWS::DynamoDB::GlobalTable',
      properties: {
        ...rest,
        StreamSpecification,
        Replicas: [{ Region: 'ap-northeast-2', DeletionProtectionEnabled: true }],
      },
    });
    expect(created.ref).toBe('letters');
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'letters' }));
    expect(Table?.DeletionProtectionEnabled).toBe(true);
  });
});

describe('its stream', () => {
  test('can be read with the SDK', async () => {
    const { attributes } = await stand();
    await put('a');
    const streams = new DynamoDBStreamsClient(place.sdk);
    const StreamArn = String(attributes.StreamArn);
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn,
        ShardId: StreamDescription?.Shards?.[0]?.ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records).toMatchObject([
      { eventName: 'INSERT', awsRegion: 'ap-northeast-2', dynamodb: { Keys: { pk: { S: 'a' } } } },
    ]);
    streams.destroy();
  });

  test('loses records a day after all have read them, but never the newest', async () => {
    const HOUR = 3_600_000;
    await stand();
    await place.dynamoDb.start();
    let consumed = 0;
    const reader = place.dynamoDb.streamReader('letters', () => consumed);
    await place.clock.catchUp();
    for (const key of ['a', 'b', 'c']) await put(key);
    const left = async () => (await reader.recordsAfter(0, 10)).map(({ sequence }) => sequence);
    await place.clock.advanceTo(monday + 30 * HOUR);
    expect(await left()).toEqual([1, 2, 3]);
    consumed = 3;
    await place.clock.advanceTo(monday + 31 * HOUR);
    expect(await left()).toEqual([3]);
    await put('d');
    expect(await left()).toEqual([3, 4]);
  });
});
