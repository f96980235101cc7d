import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepSignal } from '#functions/aws/complaint-change.ts';
import { keepFiling } from '#functions/aws/complaint-filing.ts';
import type { KeptKey } from '#functions/aws/complaint-writes.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { at, complaintAt, deskWith, number, pk, sdkError, signalOf, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
  mock.on(TransactWriteCommand).resolves({});
});

const sent = () => mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems;

const failing = (...members: boolean[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: 'of a test',
    $metadata: {},
    CancellationReasons: members.map((hasFailed) => ({ Code: hasFailed ? 'ConditionalCheckFailed' : 'None' })),
  });

const isNew = 'attribute_not_exists(pk)';
const put = (Item: object) => ({ Put: { TableName: table, Item, ConditionExpression: isNew } });

const key: KeptKey = { key: 'k1', bodyHash: 'b1', answer: { signal: 2 }, usedAt: 1_000, expiresAt: 2_000 };
const keyPut = {
  Put: {
    TableName: table,
    Item: { pk: 'idempotency#k1', sk: 'idempotency', bodyHash: 'b1', answer: { signal: 2 }, expiresAt: 2_000 },
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :usedAt',
    ExpressionAttributeValues: { ':usedAt': 1_000 },
  },
};

describe('a filing', () => {
  const complaint = complaintAt('receive', { status: 'received', assignment: undefined, deadline: undefined });
  const words = { title: '누수', text: '물이 샙니다' };
  const petitioner = { name: '김하나', notifyBy: [] };
  const telling = { at, actor: { kind: 'person', id: 'app-web' }, action: 'filed', facts: { channel: 'web' } } as const;
  const access = { salt: 's', hash: 'h' };
  const file = (petitionerIn = table, tellsApp = false) =>
    keepFiling(table, { complaint, words, petitioner, petitionerIn, access, key, tellsApp, telling });

  it('through an app that is told what happens says so on the desk, and in the key of every audit entry', async () => {
    await file(table, true);
    const items = sent()?.map(({ Put }) => Put?.Item) ?? [];
    expect(items.find((item) => item?.sk === 'desk')).toMatchObject({ tellsApp: true });
    expect(items.map((item) => item?.sk)).toContain('audit#000001#app');
    mock.resetHistory();
    await keepSignal(table, number, deskWith({ tellsApp: true }), signalOf(2, { kind: 'withdrawal' }), telling);
    expect(sent()?.map(({ Put }) => Put?.Item?.sk)).toContain('audit#000007#app');
  });

  it('is one transaction of key, complaint, desk, words, petitioner, access and the first audit entry', async () => {
    expect(await file()).toBe('filed');
    expect(sent()).toEqual([
      keyPut,
      put({ pk, sk: 'complaint', changedBy: 1, complaint }),
      put({
        pk,
        sk: 'desk',
        version: 1,
        open: true,
        said: 0,
        heard: 0,
        entries: 1,
        execution: 1,
        started: 0,
        halted: false,
        owed: true,
        work: 'relay',
        since: at,
      }),
      put({ pk, sk: 'words', words }),
      put({ pk, sk: 'petitioner', petitioner }),
      put({ pk, sk: 'access', salt: 's', hash: 'h', wrong: 0 }),
      put({ pk, sk: 'audit#000001', audit: { entry: 1, ...telling } }),
    ]);
  });

  it('keeps a petitioner who lives apart in the table it is told, in the same transaction', async () => {
    await file('identities');
    expect(sent()?.filter(({ Put }) => Put?.TableName === 'identities')).toEqual([
      { Put: { TableName: 'identities', Item: { pk, sk: 'petitioner', petitioner }, ConditionExpression: isNew } },
    ]);
    expect(JSON.stringify(sent()?.filter(({ Put }) => Put?.TableName === table))).not.toContain(petitioner.name);
  });

  it.each([
    ['key-used', [true, false, false]],
    ['key-used', [true, true, true]],
    ['number-taken', [false, true, true]],
  ] as const)('is told %s by the members that failed: %j', async (outcome, members) => {
    mock.on(TransactWriteCommand).rejects(failing(...members));
    expect(await file()).toBe(outcome);
  });

  it('that cannot be kept now is a transient fault', async () => {
    mock.on(TransactWriteCommand).rejects(sdkError('ThrottlingException'));
    await expect(file()).rejects.toMatchObject({
      name: 'TransientFault',
      message: `filing complaint ${number}: ThrottlingException`,
    });
  });
});

describe('something said', () => {
  const desk = deskWith({ version: 4, said: 1, heard: 1, entries: 6 });
  const signal = signalOf(2, { kind: 'withdrawal' });
  const telling = { at, actor: { kind: 'petitioner' }, action: 'withdrawal-said', facts: { signal: 2 } } as const;
  const say = (kept?: KeptKey) => keepSignal(table, number, desk, signal, telling, kept);

  const moved = {
    Update: {
      TableName: table,
      Key: { pk, sk: 'desk' },
      ConditionExpression: '#open = :open AND #version = :version AND #entries = :entries AND #said = :said',
      UpdateExpression:
        'SET #open = :true, #execution = :execution, #version = :next, #entries = :entry, #said = :signal, #work = :relay, #since = if_not_exists(#since, :at)',
      ExpressionAttributeNames: {
        '#execution': 'execution',
        '#open': 'open',
        '#version': 'version',
        '#entries': 'entries',
        '#said': 'said',
        '#work': 'work',
        '#since': 'since',
      },
      ExpressionAttributeValues: {
        ':open': true,
        ':true': true,
        ':execution': 1,
        ':version': 4,
        ':next': 5,
        ':entries': 6,
        ':entry': 7,
        ':said': 1,
        ':signal': 2,
        ':relay': 'relay',
        ':at': at,
      },
    },
  };
  const kept = [
    moved,
    put({ pk, sk: 'signal#000002', signal }),
    put({ pk, sk: 'audit#000007', audit: { entry: 7, ...telling } }),
  ];

  it('moves the desk as it was read, if it is open, and keeps signal and audit entry with it', async () => {
    expect(await say()).toBe('kept');
    expect(sent()).toEqual(kept);
  });

  it('to a closed desk opens it again and asks for the next execution', async () => {
    const closed = { ...desk, open: false, execution: 2 };
    expect(await keepSignal(table, number, closed, signal, telling, key)).toBe('kept');
    const { Update } = sent()?.[0] ?? {};
    expect(Update?.ExpressionAttributeValues).toMatchObject({ ':open': false, ':true': true, ':execution': 3 });
    expect(sent()?.slice(3)).toEqual([keyPut, put({ pk, sk: 'execution#3', askedAt: at })]);
  });

  it('to a closed desk that somebody opened meanwhile is decided anew', async () => {
    mock.on(TransactWriteCommand).rejects(failing(true, false, false, true));
    expect(await keepSignal(table, number, { ...desk, open: false }, signal, telling)).toBe('moved');
  });

  it('with an idempotency key keeps the key in the same transaction', async () => {
    expect(await say(key)).toBe('kept');
    expect(sent()).toEqual([...kept, keyPut]);
  });

  it.each([
    ['moved', [true, false, false, false]],
    ['moved', [true, true, true, false]],
    ['key-used', [false, false, false, true]],
    ['key-used', [true, true, true, true]],
  ] as const)('is told %s by the members that failed: %j', async (outcome, members) => {
    mock.on(TransactWriteCommand).rejects(failing(...members));
    expect(await say(key)).toBe(outcome);
  });

  it('that cannot be kept now is a transient fault', async () => {
    mock.on(TransactWriteCommand).rejects(sdkError('TransactionInProgressException'));
    await expect(say()).rejects.toMatchObject({
      name: 'TransientFault',
      message: `saying to complaint ${number}: TransactionInProgressException`,
    });
  });
});
