import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { log } from '#functions/middleware/log.ts';
import { sendNotices } from '#functions/notices/send-notices.ts';
import { Notice } from '#schemas/notice.ts';
import {
  at,
  complaintAt,
  deskWith,
  itemsOf,
  lead,
  noticeOf,
  number,
  pk,
  sdkError,
  signalOf,
} from '#test/functions/samples.ts';
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
  [...ledger.values()].map(({ step, status, attempt }) => `${step} ${status} ${attempt}`);

function move({ Key, ExpressionAttributeValues: values = {} }: UpdateCommandInput): object {
  // The count of the day's SMS.
  if (String(Key?.pk).startsWith('sms#')) return {};
  const before = ledger.get(String(Key?.sk));
  if (before?.status !== values[':status'] || before?.attempt !== values[':attempt']) {
    throw new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} });
  }
  ledger.set(String(Key?.sk), Notice.parse(values[':notice']));
  return {};
}

let complaint = complaintAt('answer');
const read = () => [...itemsOf(complaint, deskWith()), ...[...ledger].map(([sk, notice]) => ({ pk, sk, notice }))];

beforeEach(() => {
  for (const mock of [table, topic, queue]) mock.reset();
  ledger.clear();
  complaint = complaintAt('answer');
  table.on(QueryCommand).callsFake(() => ({ Items: read() }));
  table.on(QueryCommand, { TableName: 'city' }).resolves({ Items: [] });
  table.on(UpdateCommand).callsFake(move);
  table.on(GetCommand).resolves({});
  topic.on(PublishCommand).resolves({ MessageId: 'message-1' });
  queue.on(SendMessageBatchCommand).resolves({});
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const sent = () => topic.commandCalls(PublishCommand).map(({ args }) => args[0].input.Message?.slice(0, 40));
const queued = (): unknown[] =>
  queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ MessageBody, DelaySeconds }) => [DelaySeconds, JSON.parse(MessageBody ?? '')]);

const reception = noticeOf(20);
const assignment = noticeOf(40, { step: 'assignment' });

describe('what is planned', () => {
  it('is claimed, sent and recorded, in the order it was planned', async () => {
    plan(assignment, reception);
    await sendNotices(settings, { number });
    expect(sent().map((text) => text?.includes('접수'))).toEqual([true, false]);
    expect(standing().sort()).toEqual(['assignment accepted 1', 'reception accepted 1']);
    expect(ledger.get('notice#000020')).toMatchObject({ channel: 'sms', messageId: 'message-1' });
    expect(queued()).toEqual([]);
  });

  it('and looked at twice is sent once', async () => {
    plan(reception);
    await sendNotices(settings, { number });
    await sendNotices(settings, { number });
    expect(sent()).toHaveLength(1);
  });

  it('is claimed in the ledger before it leaves', async () => {
    plan(reception);
    topic.on(PublishCommand).callsFake(() => {
      expect(standing()).toEqual(['reception sending 1']);
      return { MessageId: 'message-1' };
    });
    await sendNotices(settings, { number });
    expect(standing()).toEqual(['reception accepted 1']);
  });

  it('for someone without an address is unreachable, and the next one goes on', async () => {
    plan(noticeOf(20, { step: 'classification-asked', to: { role: 'lead', id: 'nobody' } }), assignment);
    await sendNotices(settings, { number });
    expect(standing()).toEqual(['classification-asked unreachable 0', 'assignment accepted 1']);
  });

  it('of a complaint that does not exist is nothing', async () => {
    table.on(QueryCommand).resolves({ Items: [] });
    await sendNotices(settings, { number });
    expect(sent()).toEqual([]);
  });
});

describe('what is planned for a petitioner who lives apart', () => {
  const identity = { TableName: 'identities', Key: { pk, sk: 'petitioner' } };
  const petitioner = { phone: '+821087654321', notifyBy: ['sms'] };

  beforeEach(() => {
    complaint = complaintAt('answer', { identity: 'protected' });
    table.on(QueryCommand).callsFake(() => ({ Items: read().filter(({ sk }) => sk !== 'petitioner') }));
  });

  it('goes where the identity table says', async () => {
    table.on(GetCommand, identity).resolves({ Item: { ...identity.Key, petitioner } });
    plan(reception);
    await sendNotices(settings, { number });
    expect(topic.commandCalls(PublishCommand)[0]?.args[0].input.PhoneNumber).toBe(petitioner.phone);
    expect(table.commandCalls(GetCommand)[0]?.args[0].input).toEqual({ ...identity, ConsistentRead: true });
    expect(standing()).toEqual(['reception accepted 1']);
  });

  it('is no reason to look there for anybody else', async () => {
    table.on(GetCommand, { Key: { pk: 'person', sk: lead } }).resolves({
      Item: { person: { id: lead, name: '황지안', groups: ['lead'], phone: '010-0000-1005' } },
    });
    plan(noticeOf(20, { step: 'escalate-to-lead', to: { role: 'lead', id: lead } }));
    await sendNotices(settings, { number });
    expect(standing()).toEqual(['escalate-to-lead accepted 1']);
    expect(table.commandCalls(GetCommand, identity)).toHaveLength(0);
  });

  it('stays planned, and is tried again, when they are in neither table', async () => {
    plan(reception);
    await expect(sendNotices(settings, { number })).rejects.toMatchObject({
      name: 'TransientFault',
      message: `complaint ${number} has no petitioner`,
    });
    expect(standing()).toEqual(['reception planned 0']);
  });
});

describe('why an official did what a notice tells', () => {
  const extension = signalOf(2, {
    kind: 'extension',
    period: { unit: 'days', count: 7 },
    reason: '현장 조사',
  });
  const heard = { status: 'applied' } as const;
  const tell = async (step: 'extension' | 'supplement-request', signal?: number): Promise<string | undefined> => {
    plan(noticeOf(60, { step, ...(signal === undefined ? {} : { signal }) }));
    await sendNotices(settings, { number });
    return topic.commandCalls(PublishCommand)[0]?.args[0].input.Message;
  };

  beforeEach(() => {
    table
      .on(GetCommand, { Key: { pk, sk: 'signal#000002' } })
      .resolves({ Item: { signal: { ...extension, ...heard } } });
  });

  it('is read under the signal that brought it about', async () => {
    expect(await tell('extension', 2)).toBe(`[대답] ${number} 처리기한 12/01 18:00까지 연장. 사유: 현장 조사`);
  });

  it.each(['protected', 'anonymous'])('is not told to who asked for protection: %s', async (identity) => {
    complaint = complaintAt('answer', { identity });
    expect(await tell('extension', 2)).toBe(`[대답] ${number} 처리기한 12/01 18:00까지 연장. 사유는 조회 화면에`);
    expect(table.commandCalls(GetCommand)).toHaveLength(0);
  });

  it('is asked of nothing that no signal brought about', async () => {
    expect(await tell('extension')).toContain('사유는 조회 화면에');
    expect(table.commandCalls(GetCommand)).toHaveLength(0);
  });

  it('is no reason where the official asked for something: that stands on the page alone', async () => {
    complaint = complaintAt('answer', { supplement: { asked: 1, untilAt: '2026-12-11T15:00:00.000Z' } });
    const request = signalOf(2, { kind: 'supplement-request', text: '주소', termDays: 10 });
    table.on(GetCommand, { Key: { pk, sk: 'signal#000002' } }).resolves({ Item: { signal: request } });
    expect(await tell('supplement-request', 2)).not.toContain('주소');
  });
});

describe('a notice of a rung that was missed', () => {
  const to = { role: 'lead', id: lead } as const;
  const missed = noticeOf(50, { step: 'escalate-to-lead', to, missedAt: at });

  it('is not sent by itself: it opens its recipient’s digest, and the next one goes on', async () => {
    plan(missed, { ...assignment, order: 60 });
    await sendNotices(settings, { number });
    expect(standing()).toEqual(['escalate-to-lead planned 0', 'assignment accepted 1']);
    expect(table.commandCalls(PutCommand)[0]?.args[0].input.Item).toMatchObject({ pk: `digest#${lead}` });
    expect(queued()).toEqual([[600, { digest: to }]]);
  });

  it.each(['sending', 'accepted', 'uncertain'] as const)('that is %s is its digest’s', async (status) => {
    plan({ ...missed, status, attempt: 1 });
    await sendNotices(settings, { number });
    expect(standing()).toEqual([`escalate-to-lead ${status} 1`]);
    expect([table.commandCalls(PutCommand), queued()]).toEqual([[], []]);
  });
});

describe('a notice that may have been sent', () => {
  it.each([
    ['the answer got lost', sdkError('TimeoutError', { code: 'ECONNRESET' })],
    ['the answer was never begun', sdkError('Error', { $response: undefined })],
  ])('because %s is uncertain and never sent again', async (_, error) => {
    plan(reception, assignment);
    topic.on(PublishCommand).rejectsOnce(error).resolves({ MessageId: 'message-2' });
    await sendNotices(settings, { number });
    await sendNotices(settings, { number });
    expect(standing()).toEqual(['reception uncertain 1', 'assignment accepted 1']);
    expect(sent()).toHaveLength(2);
  });

  it('because its process died is looked at after a rest, then uncertain', async () => {
    plan({ ...reception, status: 'sending', attempt: 1 }, assignment);
    await sendNotices(settings, { number });
    expect(queued()).toEqual([[60, { number, begun: { order: 20, attempt: 1 } }]]);
    expect(sent()).toEqual([]);
    await sendNotices(settings, { number, begun: { order: 20, attempt: 1 } });
    expect(standing()).toEqual(['reception uncertain 1', 'assignment accepted 1']);
  });

  it('under another attempt than the one that was begun rests anew', async () => {
    plan({ ...reception, status: 'sending', attempt: 2 });
    await sendNotices(settings, { number, begun: { order: 20, attempt: 1 } });
    expect(standing()).toEqual(['reception sending 2']);
    expect(queued()).toEqual([[60, { number, begun: { order: 20, attempt: 2 } }]]);
  });

  it('and could not be recorded is not sent again, even if the table refused like a provider', async () => {
    plan(reception);
    table
      .on(UpdateCommand)
      .callsFakeOnce(move)
      .callsFakeOnce(move)
      .callsFakeOnce(move)
      .rejectsOnce(sdkError('AccessDeniedException', { $response: {} }));
    await expect(sendNotices(settings, { number })).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(standing()).toEqual(['reception sending 1']);
    table.on(UpdateCommand).callsFake(move);
    await sendNotices(settings, { number });
    await sendNotices(settings, { number, begun: { order: 20, attempt: 1 } });
    expect(standing()).toEqual(['reception uncertain 1']);
    expect(sent()).toHaveLength(1);
  });
});

describe('a notice that another call has', () => {
  it('is looked at again, because that call may not know of the later ones', async () => {
    // this call reads (reception, assignment) ─ another one, which read reception alone, claims and sends it
    plan(reception, assignment);
    const stale = read();
    plan({ ...reception, status: 'accepted', attempt: 1 });
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: stale })
      .callsFake(() => ({ Items: read() }));
    await sendNotices(settings, { number });
    expect(sent()).toEqual([]);
    expect(queued()).toEqual([[60, { number }]]);
    await sendNotices(settings, { number });
    expect(standing()).toEqual(['reception accepted 1', 'assignment accepted 1']);
  });
});
