import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DeleteCommand,
  type DeleteCommandInput,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Item } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { log } from '#functions/middleware/log.ts';
import { planDigest, queueOpenDigests, sendDigest } from '#functions/notices/digest.ts';
import { Instant } from '#schemas/instant.ts';
import { Notice } from '#schemas/notice.ts';
import { at, complaintAt, deskWith, itemsOf, lead, noticeOf, number, pk, sdkError } from '#test/functions/samples.ts';
import { settings } from './settings.ts';

const to = { role: 'lead', id: lead } as const;
const email = 'lead@example.com';
/** Monday 23 November, 09:00 in Seoul, and after hours. */
const evening = Instant.parse('2026-11-23T09:00:00.001Z');

const table = mockClient(dynamo);
const topic = mockClient(SNSClient);
const mail = mockClient(SESv2Client);
const queue = mockClient(SQSClient);

/** The notices of one complaint, by sort key, and the digests that are open. */
const ledger = new Map<string, Notice>();
const digests = new Map<string, Item>();
let person: object;

const missed = (order: number, changes: Partial<Notice> = {}): Notice =>
  noticeOf(order, { step: 'escalate-to-lead', to, missedAt: at, ...changes });
const plan = (...notices: Notice[]): void => {
  for (const notice of notices) ledger.set(`notice#0000${notice.order}`, notice);
};
const standing = (): string[] => [...ledger.values()].map(({ order, status }) => `${order} ${status}`);

const gone = (): never => {
  throw new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} });
};

function move({ Key, ExpressionAttributeValues: values = {} }: UpdateCommandInput): object {
  const before = ledger.get(String(Key?.sk));
  if (before?.status !== values[':status'] || before?.attempt !== values[':attempt']) gone();
  ledger.set(String(Key?.sk), Notice.parse(values[':notice']));
  return {};
}

function open({ Item: item = {} }: PutCommandInput): object {
  const before = digests.get(String(item.pk));
  if (before !== undefined && before.openedBy !== item.openedBy) gone();
  digests.set(String(item.pk), item);
  return {};
}

/** The index by work, a complaint's own items, or the days that the city decreed. */
function query({ TableName, IndexName, ExpressionAttributeValues: values = {} }: QueryCommandInput): object {
  if (TableName === 'city') return { Items: [] };
  if (IndexName === undefined) {
    const notices = [...ledger].map(([sk, notice]) => ({ pk, sk, notice }));
    return { Items: [...itemsOf(complaintAt('answer'), deskWith()), ...notices] };
  }
  if (values[':work'] === 'digest') return { Items: [...digests.values()] };
  const waiting = [...ledger].filter(([, { status }]) => status === 'planned' || status === 'sending');
  return { Items: waiting.map(([sk]) => ({ pk, sk })) };
}

beforeEach(() => {
  for (const mock of [table, topic, mail, queue]) mock.reset();
  ledger.clear();
  digests.clear();
  person = { id: lead, name: '황지안', groups: ['lead'], email };
  table.on(QueryCommand).callsFake(query);
  table.on(UpdateCommand).callsFake(move);
  table.on(PutCommand).callsFake(open);
  table.on(DeleteCommand).callsFake(({ Key }: DeleteCommandInput) => ({ done: digests.delete(String(Key?.pk)) }));
  table.on(GetCommand).callsFake(({ TableName, Key }) => {
    if (TableName === 'complaints') return { Item: digests.get(Key.pk) };
    return Key.pk === 'person' ? { Item: { person } } : {};
  });
  mail.on(SendEmailCommand).resolves({ MessageId: 'mail-1' });
  topic.on(PublishCommand).resolves({ MessageId: 'message-1' });
  queue.on(SendMessageBatchCommand).resolves({});
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const queued = (): unknown[] =>
  queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ MessageBody, DelaySeconds }) => [DelaySeconds, JSON.parse(MessageBody ?? '')]);
const mails = () => mail.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);
const send = (when = at) => sendDigest(settings, { digest: to }, when);
const refused = sdkError('Throttling', { $response: { statusCode: 429 } });

describe('the digest of a recipient', () => {
  it('is opened by the first notice they missed, and looked at once it has collected the others', async () => {
    plan(missed(20), missed(30));
    await planDigest(settings, number, missed(20));
    await planDigest(settings, number, missed(30));
    expect([...digests.values()]).toMatchObject([{ pk: `digest#${lead}`, to, openedBy: `${number} 20` }]);
    expect(queued()).toEqual([[600, { digest: to }]]);
  });

  it('is queued again by the notice that opened it: its message may never have been sent', async () => {
    await planDigest(settings, number, missed(20));
    await planDigest(settings, number, missed(20));
    expect(queued()).toHaveLength(2);
  });

  it('that is opened after hours waits for the morning, when all that are open are queued', async () => {
    await planDigest(settings, number, missed(20, { plannedAt: evening }));
    expect([digests.size, queued()]).toEqual([1, []]);
    await queueOpenDigests(settings);
    expect(queued()).toEqual([[0, { digest: to }]]);
  });

  it('is one mail with everything, in order; then all of it is accepted and the digest closed', async () => {
    plan(missed(20), missed(30, { step: 'remind-official-50' }));
    await planDigest(settings, number, missed(20));
    await send();
    expect(mails()).toHaveLength(1);
    expect(JSON.stringify(mails()[0])).toContain(
      `11/23 09:00  ${number}  처리기한 경과\\n11/23 09:00  ${number}  처리기간 50% 경과`,
    );
    expect(standing()).toEqual(['20 accepted', '30 accepted']);
    expect(ledger.get('notice#000020')).toMatchObject({ channel: 'email', messageId: 'mail-1', attempt: 1 });
    expect(digests.size).toBe(0);
  });

  it('is claimed in the ledger before it leaves', async () => {
    plan(missed(20), missed(30));
    mail.on(SendEmailCommand).callsFake(() => {
      expect(standing()).toEqual(['20 sending', '30 sending']);
      return { MessageId: 'mail-1' };
    });
    await send();
    expect(standing()).toEqual(['20 accepted', '30 accepted']);
  });

  it('is sent once, however often it is looked at, and not at all when nothing was missed', async () => {
    plan(missed(20));
    await send();
    await send();
    expect(mails()).toHaveLength(1);
  });

  it('stays open after hours', async () => {
    plan(missed(20));
    await planDigest(settings, number, missed(20));
    await send(evening);
    expect([standing(), digests.size, mails()]).toEqual([['20 planned'], 1, []]);
  });

  it('where there is no mail is one SMS that says how many', async () => {
    person = { id: lead, name: '황지안', groups: ['lead'], phone: '010-0000-1005' };
    plan(missed(20), missed(30));
    await send();
    expect(topic.commandCalls(PublishCommand)[0]?.args[0].input).toMatchObject({
      PhoneNumber: '+821000001005',
      Message: '[대답] 제때 알리지 못한 알림 2건. 민원 목록을 확인해 주세요.',
    });
  });

  it('of the audit office goes to its topic, in full, under a subject that a topic takes', async () => {
    plan(missed(20, { to: { role: 'audit-office' }, step: 'escalate-to-audit-office' }));
    await sendDigest(settings, { digest: { role: 'audit-office' } }, at);
    expect(topic.commandCalls(PublishCommand)[0]?.args[0].input).toMatchObject({
      TopicArn: 'arn:audit-office',
      Subject: number,
      Message: expect.stringContaining('처리기한 3일 경과'),
    });
  });

  it('of somebody without an address is unreachable', async () => {
    person = { id: lead, name: '황지안', groups: ['lead'] };
    plan(missed(20));
    await send();
    expect(standing()).toEqual(['20 unreachable']);
  });
});

describe('a digest that did not come through', () => {
  it('is uncertain where its sender died, and never repeated; what was planned since is sent', async () => {
    plan(missed(20, { status: 'sending', attempt: 1 }), missed(30));
    await send();
    expect(standing()).toEqual(['20 uncertain', '30 accepted']);
  });

  it('is uncertain where the answer got lost', async () => {
    mail.on(SendEmailCommand).rejects(sdkError('TimeoutError', { code: 'ECONNRESET' }));
    plan(missed(20));
    await send();
    expect(standing()).toEqual(['20 uncertain']);
    expect(queued()).toEqual([]);
  });

  it('is tried again after a rest where it was refused; open, should the rest end after hours', async () => {
    mail.on(SendEmailCommand).rejectsOnce(refused).resolves({ MessageId: 'mail-2' });
    plan(missed(20));
    await send();
    expect(standing()).toEqual(['20 planned']);
    expect(queued()).toEqual([[300, { digest: to }]]);
    await send(evening);
    await queueOpenDigests(settings);
    expect(queued()).toHaveLength(2);
    await send();
    expect(standing()).toEqual(['20 accepted']);
  });

  it('stands as failed after six tries, each notice for itself', async () => {
    mail.on(SendEmailCommand).rejects(refused);
    plan(missed(20, { attempt: 5, tries: [{ channel: 'email', attempts: 5 }] }), missed(30));
    await send();
    expect(standing()).toEqual(['20 failed', '30 planned']);
    for (let attempt = 2; attempt <= 6; attempt += 1) await send();
    expect(standing()).toEqual(['20 failed', '30 failed']);
    expect(queued()).toHaveLength(5);
  });
});
