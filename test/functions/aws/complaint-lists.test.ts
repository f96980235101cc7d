import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { listDigests, listMissed, listNeeds, listOpen, listUnrelayed } from '#functions/aws/complaint-lists.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { at, dueAt, lead, number, pk, sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const cursorOf = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

describe('the operator’s queue', () => {
  it('is asked of the index by work, the oldest first, up to the end of time', async () => {
    const need = { number, since: at, execution: `${number}-1`, state: 'Assign', error: 'CityRecordMissing' };
    mock.on(QueryCommand).resolves({ Items: [{ pk, work: 'needs-a-person', since: at, need }] });
    expect(await listNeeds(table, { limit: 50 })).toEqual({ items: [need] });
    expect(mock.call(0).args[0].input).toEqual({
      TableName: table,
      IndexName: 'ByWork',
      KeyConditionExpression: '#work = :work AND #since < :before',
      ExpressionAttributeNames: { '#work': 'work', '#since': 'since' },
      ExpressionAttributeValues: { ':work': 'needs-a-person', ':before': '9999' },
      Limit: 50,
    });
  });
});

describe('what was not relayed', () => {
  it('are the numbers of desks that have waited since before an instant', async () => {
    mock.on(QueryCommand).resolves({ Items: [{ pk, work: 'relay', since: at }], LastEvaluatedKey: { pk } });
    expect(await listUnrelayed(table, dueAt, { limit: 100 })).toEqual({ items: [number], cursor: cursorOf({ pk }) });
    expect(mock.call(0).args[0].input).toMatchObject({
      IndexName: 'ByWork',
      ExpressionAttributeValues: { ':work': 'relay', ':before': dueAt },
    });
  });
});

/** What is asked of the index by work, up to the end of time. */
const work = (name: string, limit: number): object => ({
  TableName: table,
  IndexName: 'ByWork',
  KeyConditionExpression: '#work = :work AND #since < :before',
  ExpressionAttributeNames: { '#work': 'work', '#since': 'since' },
  ExpressionAttributeValues: { ':work': name, ':before': '9999' },
  Limit: limit,
});

describe('the open complaints', () => {
  it('are listed part by part, by their numbers', async () => {
    const key = { pk, sk: 'complaint', work: 'open-5', since: dueAt };
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [key], LastEvaluatedKey: key })
      .resolves({ Items: [] });
    const page = await listOpen(table, 5, { limit: 50 });
    expect(page).toEqual({ items: [number], cursor: cursorOf(key) });
    expect(mock.call(0).args[0].input).toEqual(work('open-5', 50));
    expect(await listOpen(table, 5, { limit: 50, cursor: page.cursor })).toEqual({ items: [] });
    expect(mock.call(1).args[0].input).toEqual({ ...work('open-5', 50), ExclusiveStartKey: key });
  });

  it('that cannot be read now are a transient fault', async () => {
    mock.on(QueryCommand).rejects(sdkError('ThrottlingException'));
    await expect(listOpen(table, 0, { limit: 1 })).rejects.toMatchObject({
      name: 'TransientFault',
      message: 'listing by ByWork: ThrottlingException',
    });
  });
});

describe('what a recipient missed', () => {
  it('is all that waits for their digest, over all pages', async () => {
    const first = { pk, sk: 'notice#000070', work: `digest#${lead}`, since: at };
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [first], LastEvaluatedKey: first })
      .resolves({ Items: [{ ...first, sk: 'notice#000121' }] });
    expect(await listMissed(table, { role: 'lead', id: lead })).toEqual([
      { number, order: 70 },
      { number, order: 121 },
    ]);
    expect(mock.calls().map(({ args }) => args[0].input)).toEqual([
      work(`digest#${lead}`, 500),
      { ...work(`digest#${lead}`, 500), ExclusiveStartKey: first },
    ]);
  });
});

describe('the digests that are open', () => {
  const to = { role: 'lead', id: lead } as const;
  const digest = { pk: `digest#${lead}`, sk: 'digest', work: 'digest', since: at };

  it('are told by whose they are: the index carries keys, the rest is read', async () => {
    const another = { ...digest, pk: 'digest#audit-office' };
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [digest], LastEvaluatedKey: digest })
      .resolves({ Items: [another] });
    mock.on(GetCommand, { Key: { pk: digest.pk, sk: 'digest' } }).resolves({ Item: { ...digest, to } });
    mock.on(GetCommand, { Key: { pk: another.pk, sk: 'digest' } }).resolves({
      Item: { ...another, to: { role: 'audit-office' } },
    });
    expect(await listDigests(table)).toEqual([to, { role: 'audit-office' }]);
    expect(mock.commandCalls(QueryCommand).map(({ args }) => args[0].input)).toEqual([
      work('digest', 100),
      { ...work('digest', 100), ExclusiveStartKey: digest },
    ]);
    expect(mock.commandCalls(GetCommand)[0]?.args[0].input).toEqual({
      TableName: table,
      Key: { pk: digest.pk, sk: 'digest' },
    });
  });

  it('are not those that were closed since they were listed', async () => {
    mock.on(QueryCommand).resolves({ Items: [digest] });
    mock.on(GetCommand).resolves({});
    expect(await listDigests(table)).toEqual([]);
  });

  it('that cannot be read now are a transient fault', async () => {
    mock.on(QueryCommand).resolves({ Items: [digest] });
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(listDigests(table)).rejects.toMatchObject({
      name: 'TransientFault',
      message: `reading digest#${lead}: ThrottlingException`,
    });
  });
});
