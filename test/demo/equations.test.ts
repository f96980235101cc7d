import { describe, expect, test } from 'vitest';
import { equationsOf, type Found } from '../../demo/sums/equations.ts';
import type { Fact } from '../../demo/sums/fact.ts';
import { countMessages } from '../../demo/sums/outbox.ts';

const numbers = ['20261123-AAAAAA-1', '20261123-BBBBBB-2', '20261123-CCCCCC-3'];
const outcomes = ['answered in time', 'answered late', 'open'] as const;
const facts: Fact[] = numbers.map((number, index) => ({
  number,
  outcome: outcomes[index] ?? 'open',
  district: 'mapo',
  rungs: index === 1 ? ['escalate-to-lead'] : [],
  moves: { paused: 0, extended: 0, 'moved by a decree': index },
  score: index === 0 ? 5 : undefined,
  notices: { sent: 2, published: 0, unreachable: 1, unsettled: 0 },
}));
const direct = new Map(numbers.map((number) => [number, 2]));
const right: Found = {
  taken: 4,
  faults: [
    { row: 5, column: 'text', reason: 'is empty' },
    { row: 5, column: 'title', reason: 'is empty' },
  ],
  filed: numbers,
  api: facts,
  table: facts,
  outbox: { direct, byTopic: new Map() },
};
const failing = (found: Found): string[] => equationsOf(found).flatMap(({ holds, name }) => (holds ? [] : [name]));
const first = (change: Partial<Fact>): Fact[] =>
  facts.map((fact, index) => (index === 0 ? { ...fact, ...change } : fact));

describe('the equations', () => {
  test('hold when every source says the same', () => {
    expect(failing(right)).toEqual([]);
    expect(equationsOf(right)[1]).toMatchObject({
      name: 'filed = in time + late + open + needs a person + withdrawn (API)',
      left: '3',
      right: '1 + 1 + 1 + 0 + 0',
    });
  });

  test('leave room for complaints of other runs in the outbox', () => {
    const messages = [
      { text: `[대답] 민원 ${numbers[0]} 접수되었습니다.` },
      { subject: `Daedap ${numbers[1]}`, text: 'answered', topic: 'AuditOffice' },
      { text: '[대답] 민원 20261123-ZZZZZZ-9 접수되었습니다.' },
      { text: 'hello' },
    ];
    const counts = countMessages(messages, new Set(numbers));
    expect([[...counts.direct], [...counts.byTopic]]).toEqual([[[numbers[0], 1]], [[numbers[1], 1]]]);
  });

  test.each<[string, Partial<Found>, string[]]>([
    ['a row is lost', { taken: 5 }, ['rows = filed + faulty']],
    [
      'the API does not know a complaint',
      { api: facts.slice(1) },
      [
        'filed = in time + late + open + needs a person + withdrawn (API)',
        'Σ districts = filed (API)',
        'filed = alike in API and table',
      ],
    ],
    [
      'the table does not hold a complaint',
      { table: facts.slice(1) },
      [
        'filed = in time + late + open + needs a person + withdrawn (table)',
        'Σ districts = filed (table)',
        'filed = alike in API and table',
      ],
    ],
    [
      'the table has another outcome',
      { table: first({ outcome: 'answered late' }) },
      ['filed = alike in API and table'],
    ],
    ['the table has another rating', { table: first({ score: 1 }) }, ['filed = alike in API and table']],
    ['a rung is missing', { api: facts.map((fact) => ({ ...fact, rungs: [] })) }, ['filed = alike in API and table']],
    [
      'a petitioner was not told of a new due date',
      { table: facts.map((fact) => ({ ...fact, moves: { ...fact.moves, 'moved by a decree': 0 } })) },
      ['deadlines moved by a decree (API) = notices of it (table)', 'filed = alike in API and table'],
    ],
    [
      'the API does not show a pause',
      { table: first({ moves: { paused: 1, extended: 0, 'moved by a decree': 0 } }) },
      ['filed = alike in API and table'],
    ],
    [
      'a notice went out twice',
      { outbox: { direct: new Map(direct).set(numbers[0] ?? '', 3), byTopic: new Map() } },
      ['notices in the outbox = notices in the ledger'],
    ],
    [
      'a notice went to the wrong complaint',
      { outbox: { direct: new Map(direct).set(numbers[0] ?? '', 3).set(numbers[1] ?? '', 1), byTopic: new Map() } },
      ['notices in the outbox = notices in the ledger'],
    ],
    [
      'the audit office heard of what was never published',
      { outbox: { direct, byTopic: new Map([[numbers[0] ?? '', 2]]) } },
      ['heard at the audit office = notices to its topic'],
    ],
  ])('fail when %s', (_what, change, names) => {
    expect(failing({ ...right, ...change })).toEqual(names);
  });

  test('name the complaints that differ', () => {
    const told = facts.map((fact, index) => ({ ...fact, moves: { ...fact.moves, 'moved by a decree': 2 - index } }));
    expect(equationsOf({ ...right, table: told }).at(-2)).toMatchObject({
      left: '3',
      right: '3',
      holds: false,
      differing: [numbers[0], numbers[2]],
    });
    const found = { ...right, table: first({ district: 'jung' }) };
    expect(equationsOf(found).at(-1)).toMatchObject({ left: '3', right: '2', differing: [numbers[0]] });
  });
});
