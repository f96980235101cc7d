import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { log } from '#functions/middleware/log.ts';
import { relayMessages, relayRecords } from '#functions/relay/relay.ts';
import { at, complaintAt, number, pk, sdkError, table } from '#test/functions/samples.ts';

const database = mockClient(dynamo);
const topic = mockClient(SNSClient);
const queue = mockClient(SQSClient);
const settings = {
  COMPLAINT_TABLE: table,
  STATE_MACHINE_ARN: 'arn:machine',
  RELAY_QUEUE_URL: 'https://queue',
  SUBSCRIPTION_TABLE: 'subscriptions',
  APP_TOPIC_ARN: 'arn:apps',
};
const subscription = { app: 'app-web', endpoint: { kind: 'https', url: 'https://a.example/' }, since: at };
const entryOf = (entry: number, action: string) => ({
  pk,
  sk: `audit#00000${entry}#app`,
  audit: { entry, at, actor: { kind: 'petitioner' }, action, facts: {} },
});
const record: DynamoDBRecord = { dynamodb: { Keys: { pk: { S: pk }, sk: { S: 'audit#000003#app' } } } };

beforeEach(() => {
  for (const mock of [database, topic, queue]) mock.reset();
  database.on(QueryCommand, { TableName: 'subscriptions' }).resolves({ Items: [{ subscription }] });
  database.on(QueryCommand, { TableName: table }).resolves({
    Items: [entryOf(1, 'filed'), entryOf(2, 'received'), entryOf(3, 'classified')],
  });
  database.on(GetCommand).resolves({});
  database.on(GetCommand, { Key: { pk, sk: 'complaint' } }).resolves({
    Item: { pk, sk: 'complaint', changedBy: 1, complaint: complaintAt('answer') },
  });
  database.on(UpdateCommand).resolves({});
  topic.on(PublishCommand).resolves({ MessageId: 'm' });
  queue.on(SendMessageBatchCommand).resolves({});
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const published = () => topic.commandCalls(PublishCommand).map(({ args }) => args[0].input.MessageDeduplicationId);
const queued = (): unknown[] =>
  queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ MessageBody }) => JSON.parse(MessageBody ?? ''));
const messageOf = (body: unknown) => [{ messageId: 'm-1', body: JSON.stringify(body) }] as never;

describe('a new audit entry', () => {
  it('is told to the app with all that it was not told, once a batch, in order, and it is kept how far', async () => {
    await relayRecords(settings, [record, record]);
    expect(published()).toEqual([`${number}.1`, `${number}.3`]);
    expect(database.commandCalls(UpdateCommand)[0]?.args[0].input.ExpressionAttributeValues).toEqual({ ':told': 3 });
    expect(queued()).toEqual([]);
  });

  it('costs one small read as long as no app has subscribed, and two when another one has', async () => {
    database.on(QueryCommand, { TableName: 'subscriptions' }).resolves({ Items: [] });
    await relayRecords(settings, [record]);
    expect(database.calls()).toHaveLength(1);
    database.on(QueryCommand, { TableName: 'subscriptions' }).resolves({
      Items: [{ subscription: { ...subscription, app: 'app-chat' } }],
    });
    await relayRecords(settings, [record]);
    expect(database.calls()).toHaveLength(3);
    expect(published()).toEqual([]);
  });

  it('that cannot be published is told later, and what was published before is not kept as all', async () => {
    topic.on(PublishCommand).resolvesOnce({ MessageId: 'm' }).rejects(sdkError('ThrottlingException'));
    await relayRecords(settings, [record]);
    expect(database.commandCalls(UpdateCommand)).toEqual([]);
    expect(queued()).toEqual([{ number, tell: true }]);
  });

  it('is told later when the apps are not known', async () => {
    database.on(QueryCommand, { TableName: 'subscriptions' }).rejects(sdkError('ThrottlingException'));
    await relayRecords(settings, [record]);
    expect(queued()).toEqual([{ number, tell: true }]);
  });
});

describe('the retry queue', () => {
  it('brings what is to be told, and nothing is looked at for that', async () => {
    expect(await relayMessages(settings, messageOf({ number, tell: true }))).toEqual([]);
    expect(published()).toHaveLength(2);
    expect(database.commandCalls(GetCommand, { Key: { pk, sk: 'desk' } })).toEqual([]);
  });

  it('keeps what still cannot be told', async () => {
    topic.on(PublishCommand).rejects(sdkError('ThrottlingException'));
    expect(await relayMessages(settings, messageOf({ number, tell: true }))).toEqual(['m-1']);
  });
});
