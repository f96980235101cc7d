import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import {
  districtsCounted,
  readBarring,
  readCaseFact,
  readCases,
  readCells,
  readRounds,
} from '#functions/aws/statistics-table.ts';
import { caseFact } from '#rules/statistics/case-fact.ts';
import { TransientFault } from '#schemas/errors.ts';
import { complaintAt, number, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
const table = 'statistics';
const fact = caseFact(complaintAt('answer', { district: 'gangnam' }));
const cell = { pk: 'cells#2026-11#gangnam', sk: '2026-11-23#none#water#water#web#complaint#3', received: 2, open: 1 };

/** What the table holds, by partition. */
function holds(partitions: Readonly<Record<string, readonly object[]>>): void {
  mock.on(QueryCommand).callsFake(({ ExpressionAttributeValues }) => ({
    Items: partitions[ExpressionAttributeValues[':pk']] ?? [],
  }));
}

const asked = (): unknown[] =>
  mock.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input.ExpressionAttributeValues?.[':pk']);

beforeEach(() => mock.reset());

describe('the cells of a month', () => {
  it('are read of every district that changed, and again only of those that changed since', async () => {
    const changes = (gangnam: number) => [
      { sk: 'gangnam#1', changes: gangnam },
      { sk: 'gangnam#3', changes: 2 },
      { sk: 'none#3', changes: 1 },
    ];
    const month = '2026-11';
    holds({ [`changes#${month}`]: changes(1), [`cells#${month}#gangnam`]: [cell] });
    const [gangnam] = await readCells(table, month);
    expect(gangnam).toEqual([
      {
        cell: {
          day: '2026-11-23',
          district: 'gangnam',
          ward: 'none',
          field: 'water',
          department: 'water',
          channel: 'web',
          kind: 'complaint',
        },
        measures: { received: 2, open: 1 },
      },
    ]);
    expect(asked()).toEqual(['changes#2026-11', 'cells#2026-11#gangnam', 'cells#2026-11#none']);
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({ TableName: table, ConsistentRead: true });
    mock.resetHistory();
    // What did not change is the same object.
    expect((await readCells(table, month))[0]).toBe(gangnam);
    expect(asked()).toEqual(['changes#2026-11']);
    mock.resetHistory();
    holds({ [`changes#${month}`]: changes(2), [`cells#${month}#gangnam`]: [{ ...cell, received: 3 }] });
    expect((await readCells(table, month, 'gangnam'))[0]?.[0]?.measures).toEqual({ received: 3, open: 1 });
    expect(asked()).toEqual(['changes#2026-11', 'cells#2026-11#gangnam']);
  });

  it('are of the districts of which anything was received', async () => {
    holds({
      'changes#2026-10': [
        { sk: 'none#1', changes: 1 },
        { sk: 'jongno#2', changes: 1 },
        { sk: 'jongno#4', changes: 9 },
      ],
    });
    expect(await districtsCounted(table, '2026-10')).toEqual(['jongno', 'none']);
  });
});

describe('the cases behind the numbers', () => {
  it('are read by number, after the last one given', async () => {
    holds({ 'cases#2026-11#gangnam': [{ pk: 'x', sk: number, fact }] });
    const found = await Array.fromAsync(readCases(table, { month: '2026-11', district: 'gangnam', after: '20261101' }));
    expect(found).toEqual([{ number, fact }]);
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: { ':pk': 'cases#2026-11#gangnam', ':after': '20261101' },
    });
  });

  it('one of them, and none that is not counted', async () => {
    const one = { number, day: '2026-11-23', district: 'gangnam' };
    mock.on(GetCommand).resolvesOnce({ Item: { fact } }).resolves({});
    expect(await readCaseFact(table, one)).toEqual(fact);
    expect(await readCaseFact(table, one)).toBeUndefined();
    expect(mock.commandCalls(GetCommand)[0]?.args[0].input).toEqual({
      TableName: table,
      Key: { pk: 'cases#2026-11#gangnam', sk: number },
      ConsistentRead: true,
    });
  });

  it('without the places that were emptied', async () => {
    const round = { department: 'water', month: '2026-11', round: 1, dueAt: '2026-11-30T09:00:00.000Z' };
    holds({
      barring: [{ sk: number, fact }, { sk: number }],
      'rounds#2026-11#water': [{ sk: `${number}#1`, round }, { sk: `${number}#2` }],
    });
    expect(await readBarring(table)).toEqual([{ number, fact }]);
    expect(await readRounds(table, '2026-11', 'water')).toEqual([{ number, round }]);
  });

  it('can be asked for again when the table was busy', async () => {
    mock.on(QueryCommand).rejects(sdkError('ThrottlingException'));
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(readBarring(table)).rejects.toThrow(TransientFault);
    await expect(readCells(table, '2026-09')).rejects.toThrow(TransientFault);
    await expect(readCaseFact(table, { number, day: '2026-11-23', district: 'none' })).rejects.toThrow(TransientFault);
    await expect(Array.fromAsync(readCases(table, { month: '2026-09', district: 'none' }))).rejects.toThrow(
      TransientFault,
    );
  });
});
