import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { countedAs } from '#functions/tasks/counted-as.ts';
import { caseFact, countingVersion } from '#rules/statistics/case-fact.ts';
import { complaintAt } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => mock.reset());

const open = complaintAt('answer', { district: 'gangnam', counted: undefined });
const answered = complaintAt('rating', { district: 'gangnam', answeredAt: open.receivedAt, isLate: false });

describe('a changed complaint', () => {
  it('is moved from where it is counted by today’s rules, without looking', async () => {
    const { complaint, change } = await countedAs('statistics', { ...open, counted: countingVersion }, answered);
    expect(complaint.counted).toBe(countingVersion);
    expect(change?.counting.moves.map(({ add }) => add)).toEqual([{ open: -1, answered: 1, onTime: 1 }]);
    expect(mock.commandCalls(GetCommand)).toHaveLength(0);
  });

  it('is counted whole, if it never was', async () => {
    mock.on(GetCommand).resolves({});
    const { complaint, change } = await countedAs('statistics', open, answered);
    expect(complaint.counted).toBe(countingVersion);
    expect(change?.counting.moves.map(({ add }) => add)).toEqual([{ received: 1, answered: 1, onTime: 1 }]);
  });

  it('is moved from where it stands, if it was counted by other rules', async () => {
    const fact = caseFact(open);
    const elsewhere = { ...fact, cell: { ...fact.cell, field: 'parks' as const } };
    mock.on(GetCommand).resolves({ Item: { fact: elsewhere } });
    const { change } = await countedAs('statistics', { ...open, counted: countingVersion + 1 }, answered);
    expect(change?.counting.moves).toMatchObject([
      { cell: elsewhere.cell, add: { received: -1, open: -1 } },
      { cell: fact.cell, add: { received: 1, answered: 1 } },
    ]);
  });

  it('is marked, and nothing moves, where nothing that is counted changed', async () => {
    const before = { ...open, counted: countingVersion };
    const { complaint, change } = await countedAs('statistics', before, {
      ...before,
      rungsDone: ['remind-official-50'],
    });
    expect(change).toBeUndefined();
    expect(complaint).toMatchObject({ counted: countingVersion, rungsDone: ['remind-official-50'] });
  });
});
