import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { classify } from '#rules/classification.ts';
import { routeComplaint } from '#rules/people/routing.ts';
import { Department } from '#schemas/department.ts';
import { District, DistrictId } from '#schemas/district.ts';
import { Institution } from '#schemas/institution.ts';
import { Kind, KindId } from '#schemas/kind.ts';
import { Group, Person } from '#schemas/person.ts';
import { Petitioner } from '#schemas/petitioner.ts';
import { TopicId } from '#schemas/topic.ts';
import { examples, sampleRows } from '../rules/examples.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../city/${name}`, import.meta.url), 'utf8'));
const districts = z.array(District).parse(read('districts.json'));
const departments = z.array(Department).parse(read('departments.json'));
const kinds = z.array(Kind).parse(read('kinds.json'));
const institutions = z.array(Institution).parse(read('institutions.json'));
const people = z.array(Person).parse(read('people.json'));
const personOf = (id: string) => people.find((person) => person.id === id);

describe('the sample city', () => {
  it('has the 25 districts and the 8 kinds, each once and in order', () => {
    expect(districts.map(({ id }) => id)).toEqual(DistrictId.options);
    expect(kinds.map(({ id }) => id)).toEqual(KindId.options);
  });

  it('has at least 12 departments, each with its lead, a director and two officials', () => {
    expect(departments.length).toBeGreaterThanOrEqual(12);
    for (const { id, leadId, directorId } of departments) {
      expect(personOf(leadId), leadId).toMatchObject({ groups: ['lead'], department: id });
      expect(personOf(directorId), directorId).toMatchObject({ groups: ['director'] });
      const officials = people.filter(({ department, groups }) => department === id && groups.includes('official'));
      expect(officials.length, id).toBeGreaterThanOrEqual(2);
    }
  });

  it('has people for every role, with ids and names of their own', () => {
    const atLeast = { 'channel-app': 3, official: 24, lead: 12, director: 2, operator: 2, auditor: 2, institution: 2 };
    for (const group of Group.options) {
      expect(people.filter(({ groups }) => groups.includes(group)).length, group).toBeGreaterThanOrEqual(
        atLeast[group],
      );
    }
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
    expect(new Set(people.map(({ name }) => name)).size).toBe(people.length);
    expect(
      people.flatMap(({ department }) => department ?? []).filter((id) => !departments.some((d) => d.id === id)),
    ).toEqual([]);
  });

  it('has institutions outside, one of each that people answer for, with somebody of their own', () => {
    expect(institutions.map(({ contact }) => contact.kind)).toEqual(['sign-in', 'email']);
    for (const { id } of institutions) {
      expect(
        people.filter(({ institution }) => institution === id),
        id,
      ).toMatchObject([{ groups: ['institution'] }]);
    }
    const known = new Set(institutions.map(({ id }) => id));
    expect(people.filter(({ institution }) => institution !== undefined && !known.has(institution))).toEqual([]);
  });

  it('has addresses that reach nobody', () => {
    for (const { phone, email } of people) {
      expect(phone ?? '010-0000-0000').toMatch(/^010-0000-\d{4}$/);
      expect(email ?? '@example.com').toMatch(/@example\.com$/);
    }
  });

  it('finds a department for every kind, topic and district', () => {
    for (const kind of KindId.options) {
      for (const topic of TopicId.options) {
        for (const district of [undefined, ...DistrictId.options]) {
          const route = routeComplaint({ number: '20261123-7KQ4M2-X', kind, topic, district, departments, people });
          expect(personOf(route.personId)?.department).toBe(route.departmentId);
        }
      }
    }
  });
});

describe('the sample complaints', () => {
  it('are at least 60 in Korean and 20 in English, over all kinds and every topic', () => {
    expect(sampleRows.filter(({ language }) => language === 'ko').length).toBeGreaterThanOrEqual(60);
    expect(sampleRows.filter(({ language }) => language === 'en').length).toBeGreaterThanOrEqual(20);
    expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(KindId.options));
    expect(new Set(examples.map(({ topic }) => topic))).toEqual(new Set(TopicId.options));
  });

  it('have titles of their own, known districts, and petitioners as the API takes them', () => {
    expect(new Set(sampleRows.map(({ title }) => title)).size).toBe(sampleRows.length);
    for (const { district, name, phone, notifyBy } of sampleRows) {
      if (district !== '') DistrictId.parse(district);
      const notified = { ...(name && { name }), ...(phone && { phone }), notifyBy: notifyBy ? [notifyBy] : [] };
      expect(Petitioner.safeParse(notified).success).toBe(true);
      expect(notifyBy === 'sms').toBe(phone !== '');
    }
  });

  it('name their kind sometimes, and rightly; of the others most are sure, and some are left to a person', () => {
    const named = sampleRows.flatMap(({ kind }, index) => (kind === '' ? [] : [[kind, examples[index]?.kind]]));
    expect(named.length).toBeGreaterThan(20);
    for (const [said, judged] of named) expect(said).toBe(judged);
    const unnamed = sampleRows.filter(({ kind }) => kind === '').map(({ title, text }) => classify({ title, text }));
    expect(unnamed.filter(({ isSure }) => isSure).length).toBeGreaterThan(unnamed.length / 2);
    expect(unnamed.filter(({ isSure }) => !isSure).length).toBeGreaterThan(5);
    expect(unnamed.filter(({ isSimple }) => isSimple).length).toBeGreaterThan(20);
  });
});
