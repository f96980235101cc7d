import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { classify } from '#functions/tasks/classify.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { at, complaintAt, deskWith, itemsOf, number, pk } from '#test/functions/samples.ts';
import departments from '../../../city/departments.json' with { type: 'json' };
import kinds from '../../../city/kinds.json' with { type: 'json' };
import people from '../../../city/people.json' with { type: 'json' };

const settings = {
  COMPLAINT_TABLE: 'complaints',
  CITY_TABLE: 'city',
  IDENTITY_TABLE: 'identities',
  STATISTICS_TABLE: 'statistics',
};
const mock = mockClient(dynamo);
const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? '';
let version = 0;

/** A complaint with these words that waits to be classified. */
function keep(text: string, changes: Partial<Complaint> = {}): void {
  const complaint = complaintAt('classify', { assignment: undefined, deadline: undefined, ...changes });
  const items: Item[] = itemsOf(complaint, deskWith()).map((item) =>
    item.sk === 'words' ? { ...item, words: { title: '신고', text } } : item,
  );
  mock.on(QueryCommand, { TableName: 'complaints' }).resolves({ Items: items });
  mock.on(GetCommand, { TableName: 'complaints' }).callsFake(({ Key }) => ({
    Item: items.find(({ sk }) => sk === Key.sk),
  }));
}

beforeEach(() => {
  mock.reset();
  version += 1;
  const city: Record<string, object[]> = {
    department: departments.map((department) => ({ department })),
    person: people.map((person) => ({ person })),
    kind: kinds.map((kind) => ({ kind })),
  };
  mock.on(QueryCommand, { TableName: 'city' }).callsFake(({ ExpressionAttributeValues: values }) => ({
    Items: city[String(values[':pk'])] ?? [],
  }));
  mock.on(GetCommand, { TableName: 'city' }).callsFake(() => ({ Item: { version } }));
  mock.on(TransactWriteCommand).resolves({});
});

const run = () => classify(settings, { number, execution: `${number}-1`, at });
const written = () => mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];
const kept = (member: string): Item[] =>
  written().flatMap(({ Put }) => (Put?.Item?.[member] === undefined ? [] : [Put.Item[member]]));

const bribe = '공무원이 금품을 받았습니다. 뇌물 비리를 신고합니다.';

describe('a complaint that is surely a report', () => {
  it('has its petitioner moved into the identity table, before anybody has it', async () => {
    keep(bribe, { kindChosen: 'corruption' });
    await run();
    expect(kept('complaint')).toMatchObject([{ identity: 'protected', classification: { kind: 'corruption' } }]);
    expect(written().filter(({ Put }) => Put?.TableName === 'identities')).toMatchObject([
      { Put: { Item: { pk, sk: 'petitioner', petitioner: { name: '김하나' } } } },
    ]);
    expect(written().flatMap(({ Delete }) => Delete ?? [])).toMatchObject([{ Key: { pk, sk: 'petitioner' } }]);
    expect(kept('audit')).toMatchObject([{ facts: { kind: 'corruption', identity: 'protected' } }]);
  });

  it('of a protected reporter moves nobody: they never were there', async () => {
    keep(bribe, { kindChosen: 'corruption', identity: 'protected' });
    await run();
    expect(written().filter(({ Put, Delete }) => Put?.TableName === 'identities' || Delete !== undefined)).toEqual([]);
    expect(kept('audit')[0]).not.toHaveProperty('facts.identity');
  });

  it('keeps whom it names with their departments, and tells them to nobody', async () => {
    keep(`${nameOf('official-water-1')} 주무관. ${bribe}`, { kindChosen: 'corruption' });
    await run();
    expect(kept('complaint')).toMatchObject([{ named: { people: ['official-water-1'], departments: ['water'] } }]);
    expect(JSON.stringify(kept('audit'))).not.toContain('official-water-1');
  });
});

describe('a complaint that is none', () => {
  it('leaves its petitioner named, and remembers whom it names in case it turns into one', async () => {
    keep(`${nameOf('official-water-1')} 주무관 연락 바랍니다. 수도 누수`, { kindChosen: 'complaint' });
    await run();
    expect(kept('complaint')).toMatchObject([{ identity: 'named', named: { people: ['official-water-1'] } }]);
    expect(written().filter(({ Delete }) => Delete !== undefined)).toEqual([]);
  });
});

describe('a complaint that leaves the rules unsure', () => {
  const unsure = '안녕하세요. 말씀드릴 것이 있습니다.';

  it('lies on the central desk, where nobody is named', async () => {
    keep(unsure, { identity: 'protected' });
    await run();
    expect(kept('complaint')).toMatchObject([{ assignment: { department: 'central-desk' } }]);
    expect(kept('complaint')[0]).not.toHaveProperty('assignment.person');
    expect(kept('notice')).toMatchObject([{ to: { role: 'lead', id: 'lead-central-desk' } }]);
  });

  it('goes to a person of the audit office when a protected reporter names one of the desk', async () => {
    keep(`${unsure} ${nameOf('operator-1')}`, { identity: 'protected' });
    await run();
    const person = expect.stringMatching(/^official-audit-office-\d$/);
    expect(kept('complaint')).toMatchObject([{ assignment: { department: 'audit-office', person } }]);
    expect(kept('notice')).toMatchObject([{ to: { role: 'official', id: person } }]);
    expect(kept('listed')).toMatchObject([{ barred: { people: ['operator-1'], departments: ['central-desk'] } }]);
  });

  it('needs somebody else when it names people of both', async () => {
    keep(`${unsure} ${nameOf('operator-1')}, ${nameOf('lead-audit-office')}`, { identity: 'protected' });
    await expect(run()).rejects.toMatchObject({ name: 'AllBarred' });
    expect(written()).toEqual([]);
  });
});
