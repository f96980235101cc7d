import { describe, expect, it } from 'vitest';
import { deputyOf, recipientAt, standsInFor, unfitness, validAbsences } from '#rules/people/absence.ts';
import { Absence } from '#schemas/absence.ts';
import { Instant } from '#schemas/instant.ts';
import type { Recipient } from '#schemas/notice.ts';
import { Person } from '#schemas/person.ts';

const at = (time: string): Instant => Instant.parse(`2026-11-${time}Z`);
const from = '24T00:00:00.000';
const until = '27T00:00:00.000';

/** Absent from Tuesday until Friday unless said otherwise: `absent('a', 'b')`, and b stands in. */
const absent = (id: string, deputy: string, fromAt = from, untilAt = until): Absence =>
  Absence.parse({ id, deputy, fromAt: at(fromAt), untilAt: at(untilAt) });
const during = at('25T03:00:00.000');

describe('who has a person’s cases', () => {
  const one = [absent('a', 'b')];
  const chain = [absent('a', 'b'), absent('b', 'c', '25T00:00:00.000', '26T00:00:00.000')];
  const circle = [absent('a', 'b'), absent('b', 'c'), absent('c', 'a'), absent('d', 'b')];

  it.each<[string, readonly Absence[], string, string, string]>([
    ['nobody is absent', [], 'a', '25T03:00:00.000', 'a'],
    ['the instant before it begins', one, 'a', '23T23:59:59.999', 'a'],
    ['the instant it begins', one, 'a', from, 'b'],
    ['its last millisecond', one, 'a', '26T23:59:59.999', 'b'],
    ['the instant it ends', one, 'a', until, 'a'],
    ['somebody else is absent', one, 'c', '25T03:00:00.000', 'c'],
    ['it was called off before it began', [absent('a', 'b', from, '23T00:00:00.000')], 'a', from, 'a'],
    ['the deputy is absent too', chain, 'a', '25T00:00:00.000', 'c'],
    ['the deputy is back before them', chain, 'a', '26T00:00:00.000', 'b'],
    ['the deputies lead round to them', circle, 'a', '25T03:00:00.000', 'a'],
    ['the deputies lead into a circle', circle, 'd', '25T03:00:00.000', 'd'],
  ])('when %s', (_, absences, person, time, deputy) => {
    expect(deputyOf(person, absences, at(time))).toBe(deputy);
  });
});

describe('for whom somebody stands in', () => {
  const absences = [absent('a', 'b'), absent('b', 'c', '25T00:00:00.000', '26T00:00:00.000'), absent('d', 'c')];

  it.each([
    ['b', '24T12:00:00.000', ['a']],
    ['b', '25T00:00:00.000', []],
    ['c', '25T00:00:00.000', ['a', 'b', 'd']],
    ['c', '26T00:00:00.000', ['d']],
    ['c', until, []],
    ['a', '25T00:00:00.000', []],
  ])('%s at %s: %j', (person, time, expected) => {
    expect(standsInFor(person, absences, at(time))).toEqual(expected);
  });

  it('is nobody in a circle, not even oneself', () => {
    const circle = [absent('a', 'b'), absent('b', 'a')];
    expect(standsInFor('a', circle, during)).toEqual([]);
    expect(standsInFor('b', circle, during)).toEqual([]);
  });
});

const person = (id: string, groups: readonly string[], department?: string): Person =>
  Person.parse({ id, name: '박여울', groups, department });
const official = person('a', ['official'], 'water');

describe('who can stand in for somebody', () => {
  it.each([
    ['a colleague', person('b', ['official'], 'water'), official, undefined],
    ['their lead', person('b', ['lead'], 'water'), official, undefined],
    ['a director, for a director', person('b', ['director']), person('a', ['director']), undefined],
    ['not they themselves', official, official, 'deputy-self'],
    ['nobody of another department', person('b', ['official'], 'parks'), official, 'deputy-of-another-department'],
    ['nobody without a department', person('b', ['official']), official, 'deputy-of-another-department'],
    ['no operator', person('b', ['operator'], 'water'), official, 'deputy-no-official'],
    ['no director, for an official', person('b', ['director'], 'water'), official, 'deputy-no-official'],
    ['no auditor, for a director', person('b', ['auditor']), person('a', ['director']), 'deputy-no-official'],
    ['no app, for a director', person('b', ['channel-app']), person('a', ['director']), 'deputy-no-official'],
  ])('%s', (_, deputy, absentee, code) => {
    expect(unfitness(deputy, absentee)).toBe(code);
  });
});

describe('an absence', () => {
  const absences = [absent('a', 'b')];

  it.each([
    ['holds while both are as they were', [official, person('b', ['official'], 'water')], absences],
    ['ends when the deputy changes department', [official, person('b', ['official'], 'parks')], []],
    ['ends when the deputy is an official no more', [official, person('b', ['auditor'], 'water')], []],
    ['ends when the city knows the deputy no more', [official], []],
    ['ends when the city knows the person no more', [person('b', ['official'], 'water')], []],
  ])('%s', (_, people, expected) => {
    expect(validAbsences(absences, people)).toEqual(expected);
  });
});

describe('a notice', () => {
  const absences = [absent('a', 'b')];
  it.each<[string, Recipient, Instant, Recipient]>([
    ['to somebody present is theirs', { role: 'official', id: 'c' }, during, { role: 'official', id: 'c' }],
    ['to somebody absent is their deputy’s', { role: 'lead', id: 'a' }, during, { role: 'lead', id: 'b', for: 'a' }],
    ['to somebody back again is theirs', { role: 'director', id: 'a' }, at(until), { role: 'director', id: 'a' }],
    ['to the petitioner stays so', { role: 'petitioner' }, during, { role: 'petitioner' }],
    ['to the audit office stays so', { role: 'audit-office' }, during, { role: 'audit-office' }],
  ])('%s', (_, to, when, expected) => {
    expect(recipientAt(to, absences, when)).toEqual(expected);
  });
});
