import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { barredBy, isBarred, isHiddenFromAuditor, namedIn } from '#rules/people/named-people.ts';
import { Department } from '#schemas/department.ts';
import { Person } from '#schemas/person.ts';
import { complaintAt } from '#test/functions/samples.ts';
import departments from '../../../city/departments.json' with { type: 'json' };
import people from '../../../city/people.json' with { type: 'json' };
import { corruption } from '../hearing/spoken.ts';

const person = (id: string, name: string, more: Partial<Person> = {}): Person =>
  Person.parse({ id, name, groups: ['official'], department: 'water', ...more });
const city = { departments: z.array(Department).parse(departments), people: z.array(Person).parse(people) };

const naming = (name: string, text: string, title = '신고합니다'): boolean =>
  namedIn({ title, text }, { people: [person('x', name)], departments: [] }) !== undefined;

describe('a name in a complaint', () => {
  it.each([
    ['김나래', '김나래 주무관이 돈을 받았습니다', true],
    ['김나래', '주무관은 김나래입니다', true],
    ['김나래', '담당자김나래씨가', true],
    ['김나래', '김 나래 주무관', true],
    ['김나래', '김\n나래', true],
    ['김나래', '김나래'.normalize('NFD'), true],
    ['김나래', '김\u200b나\u200b래', true],
    ['김나래', '나래 주무관', false],
    ['김나래', '김나라 주무관', false],
    ['김나래', '김  나래', false],
    ['남궁민수', '남궁 민수 팀장', true],
    ['이산', '이산 과장이', true],
    ['이산', '(이산)', true],
    ['이산', '종이산업과', false],
    ['이산', '이 산에 쓰레기가', false],
    ['John Smith', 'john  smith에게 주었습니다', true],
    ['John Smith', 'Mr. John Smith, the clerk', true],
    ['John Smith', 'ＪＯＨＮ ＳＭＩＴＨ', true],
    ['John Smith', 'Johnny John Smithson', false],
    ['John Smith', 'Smith took it', false],
    ['J. (Jo) Smith', 'by J. (Jo) Smith', true],
    ['김', '김 과장', false],
  ])('%s in "%s" is found: %s', (name, text, isFound) => {
    expect(naming(name, text)).toBe(isFound);
  });

  it('is found in the title as well', () => {
    expect(naming('김나래', '돈을 받았습니다', '김나래 비리')).toBe(true);
  });

  it('of two people is both of them, and of an app nobody', () => {
    const two = [person('b', '김나래'), person('a', '김나래', { department: undefined })];
    const app = person('app-chat', '채팅 상담', { groups: ['channel-app'], department: undefined });
    const words = { title: '채팅 상담', text: '김나래' };
    expect(namedIn(words, { people: [...two, app], departments: [] })).toEqual({
      people: ['a', 'b'],
      departments: ['water'],
    });
  });

  it.each([
    ['an official', 'official-water-1', ['water']],
    ['a lead', 'lead-water', ['water']],
    ['a director', 'director-audit', ['audit-office', 'human-rights-center']],
    ['an operator', 'operator-1', ['central-desk']],
  ])('of %s is of all departments they belong to, lead or direct', (_, id, theirs) => {
    const name = city.people.find((each) => each.id === id)?.name ?? '';
    expect(namedIn({ title: '신고', text: `${name}을 신고합니다` }, city)).toEqual({
      people: [id],
      departments: theirs,
    });
  });

  it('stands in none of the sample city’s complaints by chance', () => {
    const text = readFileSync(new URL('../../../city/sample-complaints.csv', import.meta.url), 'utf8');
    expect(text.length).toBeGreaterThan(10_000);
    expect(namedIn({ title: '', text }, city)).toBeUndefined();
  });
});

describe('who is named in a complaint', () => {
  const named = { people: ['official-water-1'], departments: ['water'] };
  const nobody = { people: [], departments: [] };

  it.each([
    ['of a protected reporter', { identity: 'protected', classification: { ...corruption, kind: 'complaint' } }, named],
    ['without a name', { identity: 'anonymous', classification: { ...corruption, kind: 'complaint' } }, named],
    ['of a kind that protects', { classification: corruption }, named],
    ['of any other kind', { classification: { ...corruption, kind: 'complaint' } }, nobody],
  ])('%s is barred from it, or nobody: %j', (_, changes, barred) => {
    expect(barredBy(complaintAt('answer', { named, ...changes }))).toEqual(barred);
  });

  it.each([
    [{ person: 'official-water-1' }, true],
    [{ person: 'official-water-2' }, false],
    [{ person: 'official-water-2', department: 'water' }, true],
    [{ department: 'water' }, true],
    [{ department: 'parks' }, false],
    [{ person: 'official-parks-1', department: 'parks' }, false],
    [{}, false],
  ])('is asked by person, department or both: %j is barred %s', (taker, is) => {
    expect(isBarred(complaintAt('answer', { named, classification: corruption }), taker)).toBe(is);
  });

  it('is not known before it is classified: a report bars everybody until then, any other complaint nobody', () => {
    expect(isBarred(complaintAt('classify', { identity: 'protected' }), { person: 'official-parks-1' })).toBe(true);
    expect(isBarred(complaintAt('classify', { kindChosen: 'corruption' }), { department: 'parks' })).toBe(true);
    expect(isBarred(complaintAt('classify'), { person: 'official-water-1' })).toBe(false);
  });
});

describe('a report that names an auditor', () => {
  const named = { people: ['auditor-1'], departments: ['audit-office'] };

  it.each([
    ['hidden from them', 'auditor-1', 'protected', true],
    ['not from their colleagues, whatever department is named', 'auditor-2', 'protected', false],
    ['not when nobody asked for protection', 'auditor-1', 'named', false],
  ] as const)('is %s', (_what, auditor, identity, isHidden) => {
    expect(isHiddenFromAuditor(complaintAt('answer', { named, identity }), auditor)).toBe(isHidden);
  });
});
