import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { log } from '#functions/middleware/log.ts';
import { sendNotices } from '#functions/notices/send-notices.ts';
import { Notice } from '#schemas/notice.ts';
import { at, complaintAt, deskWith, itemsOf, lead, noticeOf, number, pk, sdkError } from '#test/functions/samples.ts';
import { settings } from './settings.ts';

const table = mockClient(dynamo);
const topic = mockClient(SNSClient);
const queue = mockClient(SQSClient);

/** The ledger of one complaint, by sort key. */
const ledger = new Map<string, Notice>();
const plan = (...notices: Notice[]): void => {
  for (const notice of notices) ledger.set(`notice#0000${notice.order}`, notice);
};
const standing = (): string[] =>
  [...ledger.values()].map(({ step, status, channel, attempt }) => `${step} ${status} ${channel ?? '-'} ${attempt}`);

function move({ Key, ExpressionAttributeValues: values = {} }: UpdateCommandInput): object {
  // What is counted of a day's text messages.
  if (values[':notice'] === undefined) return {};
  const before = ledger.get(String(Key?.sk));
  if (before?.status !== values[':status'] || before?.attempt !== values[':attempt']) {
    throw new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} });
  }
  ledger.set(String(Key?.sk), Notice.parse(values[':notice']));
  return {};
}

const complaint = complaintAt('answer', { channelApp: 'app-chat' });
const subscription = { app: 'app-chat', endpoint: { kind: 'https', url: 'https://a.example/' }, since: at };
let petitioner: object;
const items = () =>
  itemsOf(complaint, deskWith()).map((item) => (item.sk === 'petitioner' ? { ...item, petitioner } : item));

beforeEach(() => {
  for (const mock of [table, topic, queue]) mock.reset();
  ledger.clear();
  petitioner = { phone: '+821012345678', notifyBy: ['channel'] };
  table.on(QueryCommand).callsFake(() => ({
    Items: [...items(), ...[...ledger].map(([sk, notice]) => ({ pk, sk, notice }))],
  }));
  table.on(UpdateCommand).callsFake(move);
  table.on(GetCommand).resolves({ Item: { subscription } });
  topic.on(PublishCommand).resolves({ MessageId: 'message-1' });
  queue.on(SendMessageBatchCommand).resolves({});
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const published = (): (string | undefined)[] =>
  topic.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input.PhoneNumber ?? input.Message);
const queued = (): unknown[] =>
  queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ MessageBody, DelaySeconds }) => [DelaySeconds, JSON.parse(MessageBody ?? '')]);
const toApp = (order: number, step: string) => JSON.stringify({ number, event: 'notice', at, step, order });

const reception = noticeOf(20);
const silent = { order: 20, attempt: 1 };

describe('a notice by the app', () => {
  it('is told without a word, waits for the app, and is looked at again after ten minutes', async () => {
    plan(reception);
    await sendNotices(settings, { number });
    expect(published()).toEqual([toApp(20, 'reception')]);
    expect(standing()).toEqual(['reception sending channel 1']);
    expect(queued()).toEqual([[600, { number, silent }]]);
  });

  it('holds up nobody: the next one goes to the app after it, and others are told by text message', async () => {
    plan(reception, noticeOf(30, { step: 'assignment' }), noticeOf(31, { to: { role: 'lead', id: lead } }));
    table.on(GetCommand, { Key: { pk: 'person', sk: lead } }).resolves({
      Item: { person: { id: lead, name: '팀장', groups: ['lead'], phone: '010-1111-2222' } },
    });
    await sendNotices(settings, { number });
    expect(published()).toEqual([toApp(20, 'reception'), toApp(30, 'assignment'), '+821011112222']);
  });

  it('goes by text message once its silence is over, or by mail to who left no phone', async () => {
    plan({ ...reception, status: 'sending', attempt: 1, channel: 'channel' });
    await sendNotices(settings, { number, silent });
    expect(published()).toEqual(['+821012345678']);
    expect(standing()).toEqual(['reception accepted sms 2']);
    expect([...ledger.values()][0]).toMatchObject({ isUnheard: true });
    petitioner = { notifyBy: ['channel'] };
    plan({ ...reception, status: 'sending', attempt: 1, channel: 'channel' });
    await sendNotices(settings, { number, silent });
    expect(standing()).toEqual(['reception unreachable channel 1']);
  });

  it('is left with the app until its time is over, though somebody looks at the complaint', async () => {
    const waiting = { ...reception, status: 'sending', attempt: 1, channel: 'channel' } as const;
    for (const asked of [
      {},
      { begun: silent },
      { silent: { order: 20, attempt: 2 } },
      { silent: { order: 30, attempt: 1 } },
    ]) {
      plan(waiting);
      await sendNotices(settings, { number, ...asked });
      expect(standing()).toEqual(['reception sending channel 1']);
    }
    expect(published()).toEqual([]);
  });

  it('that the app took meanwhile goes no other way', async () => {
    plan({ ...reception, status: 'accepted', attempt: 1, channel: 'channel' });
    await sendNotices(settings, { number, silent });
    expect(published()).toEqual([]);
    expect(queued()).toEqual([]);
  });

  it('that the topic does not take is silence', async () => {
    topic.on(PublishCommand).rejects(sdkError('ThrottlingException', { $response: { statusCode: 429 } }));
    plan(reception);
    await sendNotices(settings, { number });
    expect(standing()).toEqual(['reception sending channel 1']);
    expect(queued()).toEqual([[600, { number, silent }]]);
  });

  it('goes by text message at once when the app is told nothing any more', async () => {
    table.on(GetCommand).resolves({});
    plan(reception);
    await sendNotices(settings, { number });
    expect(standing()).toEqual(['reception accepted sms 1']);
  });
});
