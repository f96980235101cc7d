import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Item } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { askInstitution, queueAsking } from '#functions/institutions/ask-institution.ts';
import { log } from '#functions/middleware/log.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { Instant } from '#schemas/instant.ts';
import type { Signal } from '#schemas/signal.ts';
import { type Answer, ownServer } from '#test/functions/outbound/own-server.ts';
import { at, complaintAt, deskWith, itemsOf, number, outside, sdkError, signalOf } from '#test/functions/samples.ts';

const table = mockClient(dynamo);
const queue = mockClient(SQSClient);
const settings = {
  COMPLAINT_TABLE: 'complaints',
  CITY_TABLE: 'city',
  INSTITUTION_QUEUE_URL: 'https://sqs.example/institutions',
  PRIVATE_TARGETS: 'loopback',
} as const;

let server: Awaited<ReturnType<typeof ownServer>>;
let answer: Answer;
let complaint = complaintAt('acceptance', { outside: { ...outside, contact: 'open311' } });
let contact: object;
let unheard: Signal[];

/** What the tables hold, by key. */
function found({ sk }: Record<string, unknown>): Item | undefined {
  if (sk === 'seoul-police') {
    return { institution: { id: sk, name: '경찰', nameEn: 'Police', fields: [], address: '서울', contact } };
  }
  const signals = unheard.map((signal) => ({ sk: `signal#00000${signal.number}`, signal }));
  const desk = deskWith({ said: 1 + unheard.length, heard: 1 });
  return [...itemsOf(complaint, desk), ...signals].find((item) => item.sk === sk);
}

beforeEach(async () => {
  server = await ownServer(() => answer);
  answer = [200, '[{"service_request_id":"R1"}]'];
  contact = { kind: 'open311', url: server.url, serviceCode: 'S' };
  complaint = complaintAt('acceptance', { outside: { ...outside, contact: 'open311' } });
  unheard = [];
  for (const mock of [table, queue]) mock.reset();
  table.on(GetCommand).callsFake(({ Key }) => ({ Item: found(Key) }));
  table.on(QueryCommand).callsFake(({ TableName }) => ({
    Items: TableName === 'city' ? [] : itemsOf(complaint, deskWith()),
  }));
  table.on(TransactWriteCommand).resolves({});
  queue.on(SendMessageBatchCommand).resolves({});
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

const run = (more: object = {}, when: Instant = at) =>
  askInstitution(settings, { number, asked: 1, attempt: 1, ...more }, when);
const said = () =>
  table
    .commandCalls(TransactWriteCommand)
    .flatMap(({ args }) => args[0].input.TransactItems ?? [])
    .flatMap(({ Put }) => (Put?.Item?.signal === undefined ? [] : [Put.Item.signal]));
const queued = (): unknown[] =>
  queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ MessageBody, DelaySeconds }) => [DelaySeconds, JSON.parse(MessageBody ?? '')]);

describe('a transfer that begins to wait', () => {
  it('for a machine is queued at once', async () => {
    await queueAsking(settings, number);
    expect(queued()).toEqual([[0, { number, asked: 1, attempt: 1 }]]);
  });

  it.each([
    ['is asked by mail', complaintAt('acceptance', { outside: { ...outside, contact: 'email' } })],
    ['waits no more', complaintAt('answer', { outside: { ...outside, contact: 'open311' } })],
  ])('is not, when it %s', async (_, now) => {
    complaint = now;
    await queueAsking(settings, number);
    expect(queued()).toEqual([]);
  });
});

describe('what a machine answers', () => {
  it('is said to the case by the institution, at the time of the message', async () => {
    await run();
    expect(said()).toEqual([
      {
        number: 2,
        at,
        by: { role: 'institution', institution: 'seoul-police' },
        said: { kind: 'acceptance', reference: 'R1' },
        status: 'said',
      },
    ]);
    expect(queued()).toEqual([]);
  });

  it('is nothing when the complaint moved too often meanwhile: the message comes again', async () => {
    table.on(TransactWriteCommand).rejects(sdkError('ThrottlingException'));
    await expect(run()).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it.each([
    [1, 30],
    [2, 60],
    [5, 480],
    [6, 900],
    [50, 900],
  ])('after %i tries in vain is asked for in %i seconds', async (attempt, seconds) => {
    answer = [502, ''];
    await run({ attempt });
    expect(queued()).toEqual([[seconds, { number, asked: 1, attempt: attempt + 1 }]]);
    expect(said()).toEqual([]);
    expect(vi.mocked(log.warn).mock.calls).toEqual([
      [
        'institution not reached',
        { complaintNumber: number, institution: 'seoul-police', attempt, failure: 'status 502' },
      ],
    ]);
  });

  it('may be a token, which is followed with tries of its own', async () => {
    answer = [200, '[{"token":"t"}]'];
    await run({ attempt: 7 });
    expect(queued()).toEqual([[900, { number, asked: 1, attempt: 1, token: 't' }]]);
    await run({ attempt: 1, token: 't' });
    expect(queued().at(-1)).toEqual([30, { number, asked: 1, attempt: 2, token: 't' }]);
  });
});

describe('nobody is asked', () => {
  const untilAt = Instant.parse(outside.untilAt);
  it.each<[string, () => void]>([
    ['of a case that is back', () => (complaint = complaintAt('answer', { outside }))],
    ['of a later transfer', () => (complaint = complaintAt('acceptance', { outside: { ...outside, asked: 2 } }))],
    [
      'when the acceptance was said, though not heard',
      () => (unheard = [signalOf(2, { kind: 'acceptance', reference: '1' })]),
    ],
    ['when the petitioner took it back', () => (unheard = [signalOf(2, { kind: 'withdrawal' })])],
    ['who is asked in another way by now', () => (contact = { kind: 'sign-in' })],
  ])('%s', async (_, change) => {
    change();
    await run();
    expect([server.requests, said(), queued()]).toEqual([[], [], []]);
  });

  it('after the term, but at its last instant', async () => {
    await run({}, toInstant(toMillis(untilAt) + 1));
    expect(server.requests).toEqual([]);
    await run({}, untilAt);
    expect(server.requests).toHaveLength(1);
  });
});
