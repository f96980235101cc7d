import { describe, expect, it } from 'vitest';
import { mayRecordAbsence, refusalOfAbsence } from '#rules/people/new-absence.ts';
import { Absence } from '#schemas/absence.ts';
import { Instant } from '#schemas/instant.ts';
import { Person } from '#schemas/person.ts';

const day = (on: number): Instant => Instant.parse(`2026-11-${on}T00:00:00.000Z`);
const absent = (id: string, deputy: string, from: number, until: number): Absence =>
  Absence.parse({ id, deputy, fromAt: day(from), untilAt: day(until) });
const person = (id: string, groups: readonly string[] = ['official'], department = 'water'): Person =>
  Person.parse({ id, name: '박여울', groups, department });

/** Asked on the 23rd: a is away from the 24th to the 27th, and b is to stand in. */
const ask = (
  changes: Partial<{ absence: Absence; deputy: Person | undefined; absences: readonly Absence[] }> = {},
): string | undefined => {
  const { absence = absent('a', 'b', 24, 27), absences = [] } = changes;
  const deputy = 'deputy' in changes ? changes.deputy : person('b');
  return refusalOfAbsence(absence, { at: day(23), person: person('a'), deputy, absences })?.code;
};

describe('an absence is recorded', () => {
  it.each<[string, readonly Absence[]]>([
    ['when nobody else is absent', []],
    ['when the deputy’s own ends as it begins', [absent('b', 'c', 20, 24)]],
    ['when the deputy’s own begins as it ends', [absent('b', 'c', 27, 29)]],
    ['when the deputy’s own is over', [absent('b', 'a', 10, 12)]],
    ['instead of an earlier one of the same person', [absent('a', 'c', 24, 26)]],
    ['when the deputy stands in for somebody else, too', [absent('c', 'b', 24, 26)]],
    ['by somebody who stands in for another: their deputy has both', [absent('c', 'a', 24, 26)]],
  ])('%s', (_, absences) => {
    expect(ask({ absences })).toBeUndefined();
  });

  it('when it has begun, and when only a millisecond of it is left', () => {
    const untilAt = Instant.parse('2026-11-23T00:00:00.001Z');
    expect(ask({ absence: { ...absent('a', 'b', 20, 27), untilAt } })).toBeUndefined();
  });
});

describe('an absence is refused', () => {
  it.each([
    ['that ends as it begins', { absence: absent('a', 'b', 24, 24) }, 'absence-without-time'],
    ['that ends before it begins', { absence: absent('a', 'b', 27, 24) }, 'absence-without-time'],
    ['that ends now', { absence: absent('a', 'b', 20, 23) }, 'absence-over'],
    ['with a deputy nobody knows', { deputy: undefined }, 'deputy-unknown'],
    ['with oneself as deputy', { deputy: person('a') }, 'deputy-self'],
    ['with a deputy from elsewhere', { deputy: person('b', ['official'], 'parks') }, 'deputy-of-another-department'],
    ['with a deputy who is no official', { deputy: person('b', ['operator']) }, 'deputy-no-official'],
    ['while the deputy is away on its last day', { absences: [absent('b', 'c', 26, 29)] }, 'deputy-absent'],
    ['while the deputy is away on its first day', { absences: [absent('b', 'c', 20, 25)] }, 'deputy-absent'],
    ['while the deputy relies on the person', { absences: [absent('b', 'a', 26, 29)] }, 'deputy-circle'],
    [
      'while the deputy’s deputy relies on the person',
      { absences: [absent('b', 'c', 25, 26), absent('c', 'a', 24, 27)] },
      'deputy-circle',
    ],
    [
      'while the deputy’s deputies go round among themselves',
      { absences: [absent('b', 'c', 25, 26), absent('c', 'b', 24, 27)] },
      'deputy-absent',
    ],
  ])('%s', (_, changes, code) => {
    expect(ask(changes)).toBe(code);
  });

  it('in words that tell the fact', () => {
    const refusal = refusalOfAbsence(absent('a', 'b', 24, 27), {
      at: day(23),
      person: person('a'),
      deputy: person('b', ['official'], 'parks'),
      absences: [],
    });
    expect(refusal?.message).toBe("'b' (official of parks) cannot stand in for 'a' of water");
  });
});

describe('an absence is recorded by', () => {
  it.each([
    ['the person', person('a'), true],
    ['the lead of their department', person('lead-water', ['lead']), true],
    ['an operator', person('operator-1', ['operator'], 'central-desk'), true],
    ['no colleague', person('b'), false],
    ['no other lead', person('lead-parks', ['lead'], 'parks'), false],
  ])('%s', (_, by, may) => {
    expect(mayRecordAbsence(by, 'a', 'lead-water')).toBe(may);
  });

  it('nobody but operators where there is no lead', () => {
    expect(mayRecordAbsence(person('b'), 'a', undefined)).toBe(false);
  });
});
