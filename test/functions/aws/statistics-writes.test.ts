import { describe, expect, it } from 'vitest';
import { type Counting, countingWrites } from '#functions/aws/statistics-writes.ts';
import { caseFact } from '#rules/statistics/case-fact.ts';
import { complaintAt, number } from '#test/functions/samples.ts';

const fact = caseFact(complaintAt('classified', { assignment: undefined, district: 'gangnam' }));
const filed: Counting = {
  fact,
  wasBarring: false,
  moves: [{ cell: fact.cell, add: { received: 1, open: 1 } }],
  rounds: {},
};
const of = (changes: Partial<Counting>) =>
  countingWrites(number, { table: 'statistics', counting: { ...filed, ...changes } });
const sk = '2026-11-23#none#none#none#web#none#5';

describe('the writes of a counted change', () => {
  it('add to the cell, tell that the district changed, and keep the case behind the number', () => {
    expect(of({})).toEqual([
      {
        Update: {
          TableName: 'statistics',
          Key: { pk: 'cells#2026-11#gangnam', sk },
          UpdateExpression: 'ADD #received :received, #open :open',
          ExpressionAttributeNames: { '#received': 'received', '#open': 'open' },
          ExpressionAttributeValues: { ':received': 1, ':open': 1 },
        },
      },
      {
        Update: {
          TableName: 'statistics',
          Key: { pk: 'changes#2026-11', sk: 'gangnam#5' },
          UpdateExpression: 'ADD changes :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
      { Put: { TableName: 'statistics', Item: { pk: 'cases#2026-11#gangnam', sk: number, fact } } },
    ]);
  });

  it('take out of one cell and put into another in the same transaction', () => {
    const to = { ...fact.cell, department: 'water' };
    const writes = of({
      moves: [
        { cell: fact.cell, add: { received: -1, open: -1 } },
        { cell: to, add: { received: 1, open: 1 } },
      ],
    });
    expect(writes).toHaveLength(4);
    expect(writes[0]).toMatchObject({ Update: { ExpressionAttributeValues: { ':received': -1, ':open': -1 } } });
    expect(writes[1]).toMatchObject({ Update: { Key: { sk: sk.replace('#none#none#web', '#none#water#web') } } });
  });

  it('keep a round, and empty the place where it was', () => {
    const kept = {
      department: 'parks',
      month: '2026-11',
      round: 1,
      dueAt: fact.round?.dueAt ?? complaintAt('answer').receivedAt,
    };
    const removed = { ...kept, department: 'water', month: '2026-12' };
    expect(of({ moves: [], rounds: { removed, kept } }).slice(1)).toEqual([
      { Put: { TableName: 'statistics', Item: { pk: 'rounds#2026-12#water', sk: `${number}#1` } } },
      { Put: { TableName: 'statistics', Item: { pk: 'rounds#2026-11#parks', sk: `${number}#1`, round: kept } } },
    ]);
  });

  it('keep once more what somebody may not know of, and empty that place when they may', () => {
    const barred = { people: ['official-water-1'], departments: ['water'] };
    const report = { ...fact, barred };
    expect(of({ fact: report, moves: [] }).at(-1)).toEqual({
      Put: { TableName: 'statistics', Item: { pk: 'barring', sk: number, fact: report } },
    });
    expect(of({ moves: [], wasBarring: true }).at(-1)).toEqual({
      Put: { TableName: 'statistics', Item: { pk: 'barring', sk: number } },
    });
  });
});
