import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { officialOf, routeComplaint, routeToDesk } from '#rules/people/routing.ts';
import { Department } from '#schemas/department.ts';
import type { DistrictId } from '#schemas/district.ts';
import { AllBarred, CentralDeskMissing } from '#schemas/errors.ts';
import type { KindId } from '#schemas/kind.ts';
import { Person } from '#schemas/person.ts';
import type { TopicId } from '#schemas/topic.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../city/${name}`, import.meta.url), 'utf8'));
const departments = z.array(Department).parse(read('departments.json'));
const people = z.array(Person).parse(read('people.json'));
const number = '20261123-7KQ4M2-X';
const routeOf = (kind: KindId, topic: TopicId, district?: DistrictId) =>
  routeComplaint({ number, kind, topic, district, departments, people });

describe('routing', () => {
  it.each([
    ['complaint', 'illegal-parking', 'jongno', 'jongno-office', 'topic-in-district'],
    ['complaint', 'illegal-parking', 'gangnam', 'gangnam-office', 'topic-in-district'],
    ['complaint', 'illegal-parking', 'songpa', 'parking', 'topic'],
    ['complaint', 'illegal-parking', undefined, 'parking', 'topic'],
    ['complaint', 'water', 'jongno', 'water', 'topic'],
    ['inquiry', 'lost-property', 'mapo', 'public-transport', 'topic'],
    ['corruption', 'illegal-parking', 'gangnam', 'audit-office', 'kind'],
    ['public-interest', 'waste', 'mapo', 'audit-office', 'kind'],
    ['human-rights', 'welfare', 'jung', 'human-rights-center', 'kind'],
    ['welfare', 'welfare', 'jung', 'welfare-policy', 'topic'],
    ['welfare', 'housing', 'jung', 'welfare-support', 'kind'],
    ['budget-waste', 'road-damage', 'jongno', 'audit-office', 'kind'],
    ['complaint', 'other', 'jongno', 'central-desk', 'central-desk'],
  ] as const)('a %s about %s in %s goes to %s, by %s', (kind, topic, district, departmentId, reason) => {
    expect(routeOf(kind, topic, district)).toMatchObject({ departmentId, reason, leadId: `lead-${departmentId}` });
  });

  it('names an official of the department, always the same for one number', () => {
    const { departmentId, personId } = routeOf('complaint', 'water');
    expect(people.find(({ id }) => id === personId)).toMatchObject({ department: departmentId, groups: ['official'] });
    expect(routeOf('complaint', 'water').personId).toBe(personId);
  });

  it('does not depend on the order of departments and people', () => {
    const turned = { departments: departments.toReversed(), people: people.toReversed() };
    const question = { number, kind: 'complaint', topic: 'noise', district: 'mapo' } as const;
    expect(routeComplaint({ ...question, ...turned })).toEqual(routeComplaint({ ...question, departments, people }));
  });

  it('spreads the numbers evenly over the officials', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 3000; index += 1) {
      const question = { kind: 'complaint', topic: 'illegal-parking', departments, people } as const;
      const { personId } = routeComplaint({ ...question, number: `20261123-${index}` });
      counts.set(personId, (counts.get(personId) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual(['official-parking-1', 'official-parking-2', 'official-parking-3']);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('comes to the central desk last, whatever that desk says it takes', () => {
    const greedy = departments.map((department): Department => {
      return department.id === 'central-desk' ? { ...department, kinds: ['corruption', 'complaint'] } : department;
    });
    const question = { number, topic: 'other', people, departments: greedy } as const;
    expect(routeComplaint({ ...question, kind: 'corruption' }).departmentId).toBe('audit-office');
    expect(routeComplaint({ ...question, kind: 'complaint' }).reason).toBe('central-desk');
  });

  it('leaves the cases of a department without officials to its lead', () => {
    const withoutOfficials = people.filter(({ groups }) => !groups.includes('official'));
    const route = routeComplaint({ number, kind: 'complaint', topic: 'tax', departments, people: withoutOfficials });
    expect(route).toMatchObject({ departmentId: 'tax', personId: 'lead-tax' });
  });

  it('refuses to guess where nothing matches and there is no central desk', () => {
    const question = { number, kind: 'complaint', topic: 'other', departments: [], people } as const;
    expect(() => routeComplaint(question)).toThrow(CentralDeskMissing);
    expect(() => routeComplaint(question)).toThrow(
      "no department takes this complaint, and 'central-desk' does not exist",
    );
  });
});

describe('routing around those who are barred', () => {
  const barredFrom = (...ids: string[]) => ({ people: [], departments: ids });

  it.each([
    [[], 'audit-office', 'kind'],
    [['water'], 'audit-office', 'kind'],
    [['audit-office'], 'central-desk', 'central-desk'],
  ] as const)('a report of corruption that bars %j goes to %s, by %s', (departmentIds, departmentId, reason) => {
    const question = { number, kind: 'corruption', topic: 'water', departments, people } as const;
    const route = routeComplaint({ ...question, barred: barredFrom(...departmentIds) });
    expect(route).toMatchObject({ departmentId, reason });
  });

  it.each([
    [['jongno-office'], 'parking', 'topic'],
    [['jongno-office', 'parking'], 'central-desk', 'central-desk'],
    [['jongno-office', 'parking', 'central-desk'], 'audit-office', 'audit-office'],
  ] as const)('takes the next closest department: without %j it is %s', (departmentIds, departmentId, reason) => {
    const question = { number, kind: 'complaint', topic: 'illegal-parking', district: 'jongno' } as const;
    const barred = barredFrom(...departmentIds);
    expect(routeComplaint({ ...question, departments, people, barred })).toMatchObject({ departmentId, reason });
  });

  it('names another official of a department, and the lead when nobody else is left', () => {
    const department = { id: 'parking', leadId: 'lead-parking' };
    const all = ['official-parking-1', 'official-parking-2', 'official-parking-3'];
    const first = officialOf({ number, department, people }) ?? '';
    expect(all).toContain(first);
    const second = officialOf({ number, department, people, barred: { people: [first], departments: [] } });
    expect(all.filter((id) => id !== first)).toContain(second);
    const ofThree = { people: all, departments: [] };
    expect(officialOf({ number, department, people, barred: ofThree })).toBe('lead-parking');
    const ofAll = { people: [...all, 'lead-parking'], departments: [] };
    expect(officialOf({ number, department, people, barred: ofAll })).toBeUndefined();
    expect(officialOf({ number, department, people, barred: barredFrom('parking') })).toBeUndefined();
  });

  it('lays what nobody has classified on the central desk, or before the audit office', () => {
    expect(routeToDesk({ number, departments, people })).toMatchObject({ departmentId: 'central-desk' });
    const barred = { people: ['operator-1'], departments: ['central-desk'] };
    const { departmentId, personId } = routeToDesk({ number, departments, people, barred });
    expect(departmentId).toBe('audit-office');
    expect(people.find(({ id }) => id === personId)).toMatchObject({ department: 'audit-office' });
  });

  it('refuses to choose where everybody is barred', () => {
    const question = { number, kind: 'corruption', topic: 'other', departments, people } as const;
    const barred = barredFrom('audit-office', 'central-desk');
    expect(() => routeComplaint({ ...question, barred })).toThrow(AllBarred);
    expect(() => routeComplaint({ ...question, barred })).toThrow(
      `everybody who could take complaint ${number} is named in it, or of the department of somebody who is`,
    );
  });
});
