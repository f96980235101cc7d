import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  readAccess,
  readBeforeSaying,
  readCase,
  readCorrespondence,
  readDesk,
  readDesks,
  readDocket,
  readPetitioner,
  readSignal,
  readToken,
  readWords,
} from '#functions/aws/complaint-table.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Desk } from '#schemas/desk.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { Signal } from '#schemas/signal.ts';
import {
  complaintAt,
  deskWith,
  itemsOf,
  noticeOf,
  number,
  pk,
  sdkError,
  signalOf,
  table,
} from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const complaint = complaintAt('answer');
const withdrawal = signalOf(2, { kind: 'withdrawal' });

/** What stands under each sort key of the complaint. */
function keep(desk: Desk, kept: Complaint, ...signals: Signal[]): void {
  mock.on(GetCommand).resolves({});
  mock.on(GetCommand, { Key: { pk, sk: 'desk' } }).resolves({ Item: { pk, sk: 'desk', ...desk } });
  mock.on(GetCommand, { Key: { pk, sk: 'complaint' } }).resolves({ Item: { pk, complaint: kept } });
  for (const signal of signals) {
    const sk = `signal#00000${signal.number}`;
    mock.on(GetCommand, { Key: { pk, sk } }).resolves({ Item: { pk, sk, signal } });
  }
}

const read = (): unknown[] => mock.commandCalls(GetCommand).map(({ args }) => args[0].input.Key?.sk);

describe('many desks', () => {
  it('are read a hundred at once, consistently, by number; one that is not there is left out', async () => {
    const numbers = Array.from({ length: 130 }, (_, index) => `20261123-${index}`);
    mock.on(BatchGetCommand).callsFake(({ RequestItems }) => ({
      Responses: { [table]: RequestItems[table].Keys.slice(1).map((key: object) => ({ ...key, ...deskWith() })) },
    }));
    const desks = await readDesks(table, numbers);
    expect(desks.size).toBe(128);
    expect(desks.get('20261123-1')).toEqual(deskWith());
    expect(mock.commandCalls(BatchGetCommand)[1]?.args[0].input.RequestItems?.[table]).toEqual({
      Keys: numbers.slice(100).map((one) => ({ pk: `complaint#${one}`, sk: 'desk' })),
      ConsistentRead: true,
    });
  });

  it('that DynamoDB has no time for are a fault that passes', async () => {
    mock.on(BatchGetCommand).rejects(sdkError('ThrottlingException'));
    await expect(readDesks(table, [number])).rejects.toMatchObject({
      name: 'TransientFault',
      message: /reading 1 desks/,
    });
  });
});

describe('a case', () => {
  it('is read whole and consistently, over all pages', async () => {
    const items = itemsOf(complaint, deskWith());
    const sent: unknown[] = [];
    mock.on(QueryCommand).callsFake((input: object) => {
      sent.push({ ...input });
      return sent.length === 1 ? { Items: items.slice(0, 2), LastEvaluatedKey: { pk } } : { Items: items.slice(2) };
    });
    expect((await readCase(table, number))?.complaint).toEqual(complaint);
    const query = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    };
    expect(sent).toEqual([query, { ...query, ExclusiveStartKey: { pk } }]);
  });

  it('that does not exist is undefined', async () => {
    mock.on(QueryCommand).resolves({ Items: [] });
    expect(await readCase(table, number)).toBeUndefined();
  });

  it('that cannot be read now is a transient fault', async () => {
    mock.on(QueryCommand).rejects(sdkError('InternalServerError'));
    const fault = await readCase(table, number).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: `reading complaint ${number}: InternalServerError` });
  });
});

/** What a query of a part of the collection asks, both ends included. */
const between = (from: string, to: string): object => ({
  TableName: table,
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
  ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
});

/** The items of the complaint that lie between two sort keys, as the table would give them. */
function keepAll(...more: { sk: string }[]): void {
  const items = [...itemsOf(complaint, deskWith()), ...more];
  mock.on(QueryCommand).callsFake(({ ExpressionAttributeValues: values }) => ({
    Items: items.filter(({ sk }) => String(sk) >= values[':from'] && String(sk) <= values[':to']),
  }));
}

describe('a docket', () => {
  it('is the complaint and its desk alone, read consistently', async () => {
    keepAll({ sk: 'audit#000001' }, { sk: 'notice#000010' });
    expect(await readDocket(table, number)).toEqual({ complaint, changedBy: 3, desk: deskWith() });
    expect(mock.call(0).args[0].input).toEqual(between('complaint', 'desk'));
  });

  it.each(['complaint', 'desk'])('without its %s is undefined', async (missing) => {
    const items = itemsOf(complaint, deskWith()).filter(({ sk }) => sk !== missing);
    mock.on(QueryCommand).resolves({ Items: items });
    expect(await readDocket(table, number)).toBeUndefined();
  });
});

describe('a correspondence', () => {
  it('is the complaint with its petitioner and its notices in order, read consistently', async () => {
    const notices = [noticeOf(20), noticeOf(31, { step: 'assignment' })];
    keepAll(...notices.map((notice) => ({ pk, sk: `notice#0000${notice.order}`, notice })));
    expect(await readCorrespondence(table, number)).toEqual({
      complaint,
      choice: { statutoryOnly: false },
      petitioner: { name: '김하나', phone: '+821012345678', notifyBy: ['sms'] },
      notices,
    });
    expect(mock.call(0).args[0].input).toEqual(between('complaint', 'petitioner'));
  });

  it('without its complaint is undefined', async () => {
    const items = itemsOf(complaint, deskWith()).filter(({ sk }) => sk !== 'complaint');
    mock.on(QueryCommand).resolves({ Items: items });
    expect(await readCorrespondence(table, number)).toBeUndefined();
  });

  it('has no petitioner where they live apart', async () => {
    const items = itemsOf(complaint, deskWith()).filter(({ sk }) => sk !== 'petitioner');
    mock.on(QueryCommand).resolves({ Items: items });
    expect(await readCorrespondence(table, number)).toEqual({
      complaint,
      petitioner: undefined,
      notices: [],
      choice: { statutoryOnly: false },
    });
  });

  it.each([
    ['docket', readDocket],
    ['correspondence', readCorrespondence],
  ])('or a %s that cannot be read now is a transient fault', async (_, read) => {
    mock.on(QueryCommand).rejects(sdkError('ThrottlingException'));
    await expect(read(table, number)).rejects.toMatchObject({
      name: 'TransientFault',
      message: `reading complaint ${number}: ThrottlingException`,
    });
  });
});

describe('a single item', () => {
  const words = { title: '누수', text: '물이 샙니다' };
  const petitioner = { name: '김하나', phone: '+821012345678', notifyBy: ['sms'] };
  const items = {
    petitioner: { petitioner },
    access: { salt: 's', hash: 'h' },
    'signal#000002': { signal: withdrawal },
    words: { words },
  };
  const reads: [keyof typeof items, () => Promise<unknown>, unknown][] = [
    ['signal#000002', () => readSignal(table, number, 2), withdrawal],
    ['petitioner', () => readPetitioner(table, number), petitioner],
    ['words', () => readWords(table, number), words],
    ['access', () => readAccess(table, number), { access: { salt: 's', hash: 'h', wrong: 0 } }],
  ];

  it.each(reads)('%s is read consistently by its key', async (sk, read, expected) => {
    mock.on(GetCommand).resolves({ Item: { pk, sk, ...items[sk] } });
    expect(await read()).toEqual(expected);
    expect(mock.call(0).args[0].input).toEqual({ TableName: table, Key: { pk, sk }, ConsistentRead: true });
  });

  it.each(reads)('%s that does not exist is undefined', async (_, read) => {
    mock.on(GetCommand).resolves({});
    expect(await read()).toBeUndefined();
  });

  it.each(reads)('%s that cannot be read now is a transient fault', async (sk, read) => {
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(read()).rejects.toMatchObject({
      name: 'TransientFault',
      message: `reading ${sk} of complaint ${number}: ThrottlingException`,
    });
  });
});

describe('desk and token', () => {
  it('are read consistently, each by its key', async () => {
    mock.on(GetCommand, { Key: { pk, sk: 'desk' } }).resolves({ Item: { pk, sk: 'desk', ...deskWith() } });
    mock.on(GetCommand, { Key: { pk, sk: 'wait' } }).resolves({ Item: { pk, sk: 'wait', token: 'token-1' } });
    expect(await readDesk(table, number)).toEqual(deskWith());
    expect(await readToken(table, number)).toBe('token-1');
    expect(mock.call(0).args[0].input).toEqual({ TableName: table, Key: { pk, sk: 'desk' }, ConsistentRead: true });
    expect(mock.call(1).args[0].input).toEqual({ TableName: table, Key: { pk, sk: 'wait' }, ConsistentRead: true });
  });

  it('that do not exist are undefined', async () => {
    mock.on(GetCommand).resolves({});
    expect([await readDesk(table, number), await readToken(table, number)]).toEqual([undefined, undefined]);
  });

  it('that cannot be read now are a transient fault', async () => {
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(readToken(table, number)).rejects.toMatchObject({
      name: 'TransientFault',
      message: `reading wait of complaint ${number}: ThrottlingException`,
    });
  });
});

describe('what is read before something is said', () => {
  it('is the desk, then the complaint, then each signal not yet heard', async () => {
    const desk = deskWith({ said: 3, heard: 1 });
    const rating = signalOf(3, { kind: 'rating', score: 5 });
    keep(desk, complaint, withdrawal, rating);
    expect(await readBeforeSaying(table, number)).toEqual({ desk, complaint, unheard: [withdrawal, rating] });
    expect(read()).toEqual(['desk', 'complaint', 'signal#000002', 'signal#000003']);
    expect(mock.commandCalls(GetCommand).every(({ args }) => args[0].input.ConsistentRead === true)).toBe(true);
  });

  it('is nothing of a complaint that does not exist', async () => {
    mock.on(GetCommand).resolves({});
    expect(await readBeforeSaying(table, number)).toBeUndefined();
    expect(read()).toEqual(['desk']);
  });

  it('is read anew when a signal was heard between the complaint and the signal, so that its effect is not missed', async () => {
    // desk (said 2, heard 1) ─ complaint ('answer') ─ Hear applies signal 2: 'close' ─ signal 2 ('applied')
    keep(deskWith({ said: 2, heard: 1 }), complaint);
    mock
      .on(GetCommand, { Key: { pk, sk: 'desk' } })
      .resolvesOnce({ Item: deskWith({ said: 2, heard: 1 }) })
      .resolves({ Item: deskWith({ said: 2, heard: 2 }) });
    mock
      .on(GetCommand, { Key: { pk, sk: 'complaint' } })
      .resolvesOnce({ Item: { complaint } })
      .resolves({ Item: { complaint: complaintAt('close') } });
    mock
      .on(GetCommand, { Key: { pk, sk: 'signal#000002' } })
      .resolves({ Item: { signal: { ...withdrawal, status: 'applied' } } });
    const before = await readBeforeSaying(table, number);
    expect(before?.complaint.stage).toBe('close');
    expect(before?.desk.heard).toBe(2);
    expect(before?.unheard).toEqual([]);
  });

  it('is read five times at most: then the write decides', async () => {
    keep(deskWith({ said: 2, heard: 1 }), complaint, { ...withdrawal, status: 'applied' });
    expect((await readBeforeSaying(table, number))?.unheard).toEqual([]);
    expect(read().filter((sk) => sk === 'desk')).toHaveLength(5);
  });
});
