import { describe, expect, it } from 'vitest';
import { departmentsOf, maySeeLine, seesEveryDepartment } from '#rules/people/sight-of-lists.ts';
import type { Department } from '#schemas/department.ts';
import { KeptLine } from '#schemas/finding.ts';
import type { Person } from '#schemas/person.ts';
import { at, number } from '#test/functions/samples.ts';

const department = (id: string, leadId: string, directorId: string): Department => ({
  id,
  name: id,
  nameEn: id,
  kinds: [],
  topics: [],
  leadId,
  directorId,
});
const departments = [
  department('water', 'lead-water', 'director-environment'),
  department('parks', 'lead-parks', 'director-environment'),
  department('roads', 'lead-roads', 'director-roads'),
];
const person = (id: string, own?: string): Person => ({
  id,
  name: '김하늘',
  groups: ['official'],
  ...(own === undefined ? {} : { department: own }),
});

describe('the departments whose cases somebody works with', () => {
  it.each([
    [person('official-water-1', 'water'), ['water']],
    [person('lead-parks', 'parks'), ['parks']],
    [person('director-environment'), ['water', 'parks']],
    [person('director-roads', 'water'), ['water', 'roads']],
    [person('nobody'), []],
  ])('of %o are %o', (whose, theirs) => {
    expect(departmentsOf(whose, departments)).toEqual(theirs);
  });

  it('are all of them for operators and auditors, for nobody else', () => {
    for (const group of ['operator', 'auditor'] as const) expect(seesEveryDepartment({ groups: [group] })).toBe(true);
    for (const group of ['official', 'lead', 'director', 'channel-app', 'institution'] as const) {
      expect(seesEveryDepartment({ groups: [group] })).toBe(false);
    }
  });
});

describe('a line', () => {
  const line = KeptLine.parse({ number, status: 'assigned', stage: 'answer', channel: 'web', receivedAt: at });
  const barred = { ...line, barred: { people: ['official-water-1'], departments: ['water'] } };

  it.each([
    ['official-water-1', ['parks'], false],
    ['official-water-2', ['water'], false],
    ['director-environment', ['parks', 'water'], false],
    ['official-parks-1', ['parks'], true],
    ['auditor-1', [], true],
  ])('that bars water-1 and the waterworks is shown to %s of %o: %s', (id, theirs, isShown) => {
    expect(maySeeLine(barred, person(id), theirs)).toBe(isShown);
    expect(maySeeLine(line, person(id), theirs)).toBe(true);
  });
});
