import { describe, expect, it } from 'vitest';
import { nextHand } from '#rules/people/next-hand.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { Department } from '#schemas/department.ts';
import { Person } from '#schemas/person.ts';
import { complaintAt, official } from '#test/functions/samples.ts';
import departmentRows from '../../../city/departments.json' with { type: 'json' };
import peopleRows from '../../../city/people.json' with { type: 'json' };

const departments = departmentRows.map((row) => Department.parse(row));
const people = peopleRows.map((row) => Person.parse(row));
const classification = { kind: 'complaint', topic: 'water', isSimple: false, confidence: 1, isSure: true, terms: [] };
const assigned = complaintAt('classified', { classification });
const hand = (complaint: Complaint, those = people) => {
  const { department, person, reason } = nextHand(complaint, { departments, people: those, rules: [] });
  return [department.id, person, reason];
};
const passed = (to: object): Complaint =>
  complaintAt('assign', { classification, assignment: undefined, passing: { refusals: 1, to } });
const without = (id: string) => people.filter((person) => person.id !== id);

describe('whose a complaint is next', () => {
  it('is found by the rules when nobody has it', () => {
    const [department, person, reason] = hand({ ...assigned, assignment: undefined });
    expect([department, reason]).toEqual(['water', 'topic']);
    expect(person).toMatch(/^official-water-/);
  });

  it('stays with who has it in another round or under another kind', () => {
    expect(hand(assigned)).toEqual(['water', official, 'topic']);
  });

  it('stays with the department when the person has left it', () => {
    const [department, person] = hand(assigned, without(official));
    expect(department).toBe('water');
    expect(person).toMatch(/^official-water-[23]$/);
  });

  it('is the department it was passed on to, and there who had it before', () => {
    expect(hand(passed({ department: 'water', person: official, why: 'refusal' }))).toEqual([
      'water',
      official,
      'refusal',
    ]);
    const [department, person, reason] = hand(passed({ department: 'parks', why: 'transfer' }));
    expect([department, reason]).toEqual(['parks', 'transfer']);
    expect(person).toMatch(/^official-parks-/);
  });

  it('is never whom a report names, nor their department: it goes where the rules lead without them', () => {
    const naming = (departments: string[]): Complaint =>
      complaintAt('classified', { classification, identity: 'protected', named: { people: [official], departments } });
    const [department, person] = hand(naming([]));
    expect(department).toBe('water');
    expect(person).not.toBe(official);
    expect(hand(naming(['water']))[0]).toBe('central-desk');
  });

  it('is no department that does not exist', () => {
    expect(() => hand(passed({ department: 'no-such', why: 'transfer' }))).toThrow(
      "department 'no-such' does not exist",
    );
  });
});
