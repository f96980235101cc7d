import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { readBeforeSaying, readCase, readDesk, readToken } from '#functions/aws/complaint-table.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Desk } from '#schemas/desk.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { Signal } from '#schemas/signal.ts';
import { complaintAt, deskWith, itemsOf, number, pk, sdkError, signalOf, table } from '#test/functions/samples.ts';

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
