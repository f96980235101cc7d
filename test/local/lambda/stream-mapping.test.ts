import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsPlace, lettersTable, monday, resource } from '#test/local/wire/aws-place.ts';

type Event = { Records: { eventName: string; dynamodb: { Keys: { pk: { S: string } }; SequenceNumber: string } }[] };

let place: Awaited<ReturnType<typeof awsPlace>>;
let client: DynamoDBClient;
let batches: string[][];
let answer: (keys: string[], event: Event) => unknown;
let given: string[];

beforeEach(async () => {
  place = await awsPlace();
  client = new DynamoDBClient(place.sdk);
  [batches, given, answer] = [[], [], () => undefined];
  place.gateway.register('sqs', {
    call: async ({ input }) => {
      given.push(String(input.MessageBody));
      return {};
    },
    permissions: () => [],
  });
  place.functions.define('reader', (event) => {
    const batch = event as Event;
    const keys = batch.Records.map(({ dynamodb }) => dynamodb.Keys.pk.S);
    batches.push(keys);
    return answer(keys, batch);
  });
});

afterEach(async () => {
  client.destroy();
  await place.close();
});

async function map(properties: Record<string, unknown> = {}): Promise<void> {
  const { attributes } = await place.dynamoDb.provider.create(lettersTable);
  await place.functions.provider.create(
    resource('AWS::Lambda::EventSourceMapping', 'Mapping', {
      FunctionName: 'reader',
      EventSourceArn: attributes.StreamArn,
      StartingPosition: 'TRIM_HORIZON',
      ...properties,
    }),
  );
}

async function start(): Promise<void> {
  await place.dynamoDb.start();
  await place.functions.start();
  await place.clock.catchUp();
}

async function put(...keys: string[]): Promise<void> {
  for (const pk of keys)
    await client.send(
      new PutItemCommand({ TableName: 'letters', Item: { pk: { S: pk }, sk: { S: 'letter' }, n: { N: '1' } } }),
    );
}

const quiet = () => place.quiet.whenQuiet();

describe('a mapping from a stream', () => {
  test('hands every record to the function once the write is done', async () => {
    await map();
    await start();
    let seen: unknown;
    answer = (_keys, event) => {
      seen = event.Records[0];
    };
    await put('a');
    await quiet();
    expect(batches).toEqual([['a']]);
    expect(seen).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'ap-northeast-2',
      eventSourceARN: place.dynamoDb.table('letters')?.streamArn,
      dynamodb: {
        ApproximateCreationDateTime: monday / 1_000,
        Keys: { pk: { S: 'a' }, sk: { S: 'letter' } },
        SequenceNumber: '1',
        SizeBytes: expect.any(Number),
        StreamViewType: 'KEYS_ONLY',
      },
    });
  });

  test('takes up what was written before it began, in batches', async () => {
    await map({ BatchSize: 2 });
    await put('a', 'b', 'c');
    await start();
    await quiet();
    expect(batches).toEqual([['a', 'b'], ['c']]);
  });

  test('hands on nothing that its filters do not want', async () => {
    const Pattern = JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'yes' }] } } } });
    await map({ FilterCriteria: { Filters: [{ Pattern }] } });
    await start();
    await put('no-1', 'yes-1', 'yes-1');
    await quiet();
    expect(batches).toEqual([['yes-1']]);
  });

  test('does not hand on again after a restart what was handled', async () => {
    await map();
    await start();
    await put('a');
    await quiet();
    await place.close.keepingHome();
    place = await awsPlace({ home: place.home });
    place.functions.define('reader', (event) =>
      batches.push((event as Event).Records.map(({ dynamodb }) => dynamodb.Keys.pk.S)),
    );
    await map();
    await start();
    await quiet();
    expect(batches).toEqual([['a']]);
  });
});

describe('a database that runs elsewhere', () => {
  test('has its stream read by the API', async () => {
    const elsewhere = place;
    place = await awsPlace({ database: await elsewhere.dynamoDb.endpoint() });
    client = new DynamoDBClient(place.sdk);
    place.functions.define('reader', (event) =>
      batches.push((event as Event).Records.map(({ dynamodb }) => dynamodb.Keys.pk.S)),
    );
    await map({ BatchSize: 2 });
    await put('a');
    await start();
    await quiet();
    await put('b', 'c');
    await quiet();
    expect(batches.flat()).toEqual(['a', 'b', 'c']);
    expect(place.dynamoDb.table('letters')?.streamArn).toContain(':ap-northeast-2:000000000000:table/letters/stream/');
    await elsewhere.close();
  });
});

describe('when the function fails', () => {
  const fail = (): never => {
    throw new Error('not now');
  };

  test('the batch comes again after a wait of virtual time, until it succeeds', async () => {
    await map();
    await start();
    answer = fail;
    await put('a');
    await quiet();
    expect(batches).toEqual([['a']]);
    await place.clock.advanceTo(monday + 1_000);
    expect(batches).toEqual([['a'], ['a']]);
    answer = () => undefined;
    await place.clock.advanceTo(monday + 10_000);
    expect(batches).toEqual([['a'], ['a'], ['a']]);
    await place.clock.advanceTo(monday + 3_600_000);
    expect(batches).toHaveLength(3);
  });

  test('a batch that reports failed items comes again from the first of them', async () => {
    await map({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await put('a', 'b', 'c');
    answer = (_keys, event) =>
      batches.length === 1
        ? { batchItemFailures: [{ itemIdentifier: event.Records[1]?.dynamodb.SequenceNumber }] }
        : undefined;
    await start();
    await place.clock.advanceTo(monday + 10_000);
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  test('a batch is halved until the bad record stands alone, which then goes to the destination', async () => {
    await map({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:ap-northeast-2:000000000000:dead' } },
    });
    await put('a', 'bad', 'c', 'd');
    answer = (keys) => (keys.includes('bad') ? fail() : undefined);
    await start();
    await place.clock.advanceTo(monday + 60_000);
    expect(batches).toEqual([['a', 'bad', 'c', 'd'], ['a', 'bad'], ['a'], ['bad'], ['c', 'd']]);
    expect(given.map((body) => JSON.parse(body))).toMatchObject([
      {
        requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 },
        DDBStreamBatchInfo: { startSequenceNumber: '2', endSequenceNumber: '2', batchSize: 1 },
      },
    ]);
  });

  test('a record too old is given up', async () => {
    await map({ MaximumRecordAgeInSeconds: 60 });
    await start();
    answer = fail;
    await put('a');
    await place.clock.advanceTo(monday + 300_000);
    const tries = batches.length;
    await place.clock.advanceTo(monday + 600_000);
    expect(tries).toBeGreaterThan(3);
    expect(batches).toHaveLength(tries);
  });

  test('other keys go on in their own lane, and each key stays in order', async () => {
    await map({ ParallelizationFactor: 4, BatchSize: 1 });
    const keys = Array.from({ length: 12 }, (_, at) => `key-${at}`);
    answer = (batch) => (batch[0] === 'key-0' && batches.length < 100 ? fail() : undefined);
    await start();
    await put(...keys);
    await quiet();
    const handled = new Set(batches.flat());
    expect(handled.size).toBeGreaterThan(6);
  });

  test('a throttled invocation leaves the batch to be tried again', async () => {
    await map();
    await start();
    place.faults.set({ service: 'lambda', operation: 'Invoke', kind: 'throttle', count: 1 });
    await put('a');
    await quiet();
    expect(batches).toEqual([]);
    await place.clock.advanceTo(monday + 1_000);
    expect(batches).toEqual([['a']]);
  });
});
