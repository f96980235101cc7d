import { describe, expect, it } from 'vitest';
import {
  asDeputy,
  centralDesk,
  type Handler,
  listedUnder,
  mayHandle,
  mayInstitutionSee,
  roleOf,
  sightOf,
} from '#rules/people/access.ts';
import { type Complaint, Stage } from '#schemas/complaint.ts';
import { Person } from '#schemas/person.ts';
import { at, complaintAt, director, dueAt, lead, official, outside } from '#test/functions/samples.ts';
import { corruption } from '../hearing/spoken.ts';

const named = complaintAt('answer');
const { person: _person, ...unnamed } = { ...named.assignment, department: centralDesk, lead: 'lead-central-desk' };
const atCentralDesk = complaintAt('classification', { assignment: unnamed });
const unassigned = complaintAt('classify', { assignment: undefined });

const personOf = (id: string, groups: readonly string[], department?: string): Person =>
  Person.parse({ id, name: '박여울', groups, department });

describe('a case', () => {
  it.each<[string, Complaint, 'official' | 'lead' | 'operator', string, boolean]>([
    ['with a person named is theirs', named, 'official', official, true],
    ['with a person named is their lead’s', named, 'lead', lead, true],
    ['with a person named is no colleague’s', named, 'official', 'official-water-2', false],
    ['with a person named is no other lead’s', named, 'lead', 'lead-parks', false],
    ['with a person named is not the director’s to answer', named, 'lead', director, false],
    ['with a person named is no operator’s', named, 'operator', 'operator-1', false],
    ['nobody is named for is any operator’s', atCentralDesk, 'operator', 'operator-1', true],
    ['nobody is named for is the desk’s lead’s', atCentralDesk, 'lead', 'lead-central-desk', true],
    ['nobody is named for is no official’s', atCentralDesk, 'official', official, false],
    ['that is not assigned is any operator’s', unassigned, 'operator', 'operator-1', true],
    ['that is not assigned is no lead’s', unassigned, 'lead', lead, false],
  ])('%s', (_, complaint, role, id, may) => {
    expect(mayHandle(complaint, { role, id })).toBe(may);
  });
});

describe('a deputy', () => {
  const colleague = { role: 'official', id: 'official-water-2' } as const;
  const operator = { role: 'operator', id: 'operator-1' } as const;

  it.each<[string, Complaint, Handler, readonly string[], string | undefined]>([
    ['of the person named handles it in their place', named, colleague, [official], official],
    ['of the lead handles it in theirs', named, colleague, [lead], lead],
    ['of both does it for the person named', named, colleague, [lead, official], official],
    ['who is the lead needs nobody’s place', named, { role: 'lead', id: lead }, [official], undefined],
    [
      'of the desk’s lead handles what nobody is named for',
      atCentralDesk,
      colleague,
      ['lead-central-desk'],
      'lead-central-desk',
    ],
    ['of an operator is no operator', unassigned, colleague, ['operator-1'], undefined],
    ['of somebody else has nothing to do with it', named, colleague, ['official-water-3'], undefined],
    ['who is an operator needs nobody’s place', atCentralDesk, operator, ['lead-central-desk'], undefined],
  ])('%s', (_, complaint, by, absent, place) => {
    expect('for' in asDeputy(complaint, by, absent) ? asDeputy(complaint, by, absent).for : undefined).toBe(place);
    expect(mayHandle(complaint, asDeputy(complaint, by, absent))).toBe(place !== undefined || mayHandle(complaint, by));
  });

  it('sees a case whole while they stand in, and only that it is there when that has ended', () => {
    const deputy = personOf('official-water-2', ['official'], 'water');
    expect(sightOf(named, deputy, [official])).toBe('whole');
    expect(sightOf(named, deputy, [])).toBe('its-existence');
  });
});

describe('a report', () => {
  const named = { people: [official, 'operator-1'], departments: ['water', 'central-desk'] };
  const reported = { identity: 'protected', classification: corruption, named };

  it.each<[string, Complaint, 'official' | 'lead' | 'operator', string, boolean]>([
    ['is not theirs whom it names', complaintAt('answer', reported), 'official', official, false],
    ['is their lead’s, who is not named', complaintAt('answer', reported), 'lead', lead, true],
    [
      'is no operator’s whom it names',
      complaintAt('classification', { ...reported, assignment: unnamed }),
      'operator',
      'operator-1',
      false,
    ],
    [
      'is another operator’s',
      complaintAt('classification', { ...reported, assignment: unnamed }),
      'operator',
      'operator-2',
      true,
    ],
    [
      'bars by its kind, though its reporter is named',
      complaintAt('answer', { ...reported, identity: 'named' }),
      'official',
      official,
      false,
    ],
    ['that is none bars nobody', complaintAt('answer', { named }), 'official', official, true],
    [
      'is nobody’s before it is classified',
      complaintAt('classify', { assignment: undefined, identity: 'anonymous' }),
      'operator',
      'operator-2',
      false,
    ],
    [
      'by the kind its petitioner chose is nobody’s either',
      complaintAt('classify', { assignment: undefined, kindChosen: 'corruption' }),
      'operator',
      'operator-2',
      false,
    ],
  ])('%s', (_, complaint, role, id, may) => {
    expect(mayHandle(complaint, { role, id })).toBe(may);
  });

  it.each([
    ['whom it names', personOf(official, ['official'], 'water')],
    ['their colleague', personOf('official-water-2', ['official'], 'water')],
    ['their lead', personOf(lead, ['lead'], 'water')],
    ['an operator whose department it names', personOf('operator-2', ['operator'], 'central-desk')],
  ])('does not exist for %s', (_, person) => {
    expect(sightOf(complaintAt('answer', reported), person)).toBe('nothing');
    expect(sightOf(complaintAt('classification', { ...reported, assignment: unnamed }), person)).toBe('nothing');
  });
});

describe('what a person may know of a case', () => {
  it.each([
    ['the person named', personOf(official, ['official'], 'water'), 'whole'],
    ['their lead', personOf(lead, ['lead'], 'water'), 'whole'],
    ['a colleague', personOf('official-water-2', ['official'], 'water'), 'its-existence'],
    ['an official of another department', personOf('official-parks-1', ['official'], 'parks'), 'nothing'],
    ['somebody of no department', personOf('official-x', ['official']), 'nothing'],
    ['an operator', personOf('operator-1', ['operator'], centralDesk), 'nothing'],
  ])('%s', (_, person, sight) => {
    expect(sightOf(named, person)).toBe(sight);
  });

  it('of a case without a department is nothing for somebody without one', () => {
    expect(sightOf(unassigned, personOf('official-x', ['official']))).toBe('nothing');
  });
});

describe('what an institution may see', () => {
  const acceptedAt = at;
  it.each([
    ['is asked to take', complaintAt('acceptance', { outside }), true],
    ['has accepted', complaintAt('close', { outside: { ...outside, acceptedAt, reference: '1' } }), true],
    ['accepted long ago', complaintAt('closed', { outside: { ...outside, acceptedAt, reference: '1' } }), true],
    ['refused, or kept silent about', complaintAt('answer', { outside }), false],
    ['was asked to take when it was withdrawn', complaintAt('closed', { outside }), false],
    ['was never asked to take', complaintAt('answer'), false],
  ])('of a case that it %s', (_, complaint, may) => {
    expect(mayInstitutionSee(complaint, 'seoul-police')).toBe(may);
    expect(mayInstitutionSee(complaint, 'han-river-bureau')).toBe(false);
    expect(mayInstitutionSee(complaint, undefined)).toBe(false);
  });
});

describe('the role somebody speaks as', () => {
  it.each([
    [['official'], 'official'],
    [['official', 'lead'], 'lead'],
    [['lead', 'operator'], 'operator'],
    [['auditor'], 'official'],
  ])('with the groups %j is %s', (groups, role) => {
    expect(roleOf(personOf('x', groups))).toBe(role);
  });
});

describe('an open case', () => {
  it.each(Stage.options)('at %s is listed only while a person has to do something', (stage) => {
    const isListed = ['answer', 'acceptance', 'classification', 'assign', 'adjudicate', 'adjudication'].includes(stage);
    // On its way between departments it has no assignment: it is nobody's for a moment.
    expect(listedUnder(complaintAt(stage, { assignment: undefined }))).toBeUndefined();
    expect(listedUnder(complaintAt(stage))).toEqual(isListed ? { handler: official, dueAt } : undefined);
  });

  it('nobody is named for is listed under the central desk', () => {
    expect(listedUnder(atCentralDesk)).toEqual({ handler: centralDesk, dueAt });
  });

  it('is listed under the end of the petitioner’s term while its clock stands', () => {
    const untilAt = '2026-12-11T15:00:00.000Z';
    const paused = complaintAt('answer', { pausedAt: at, supplement: { asked: 1, untilAt } });
    expect(listedUnder(paused)).toEqual({ handler: official, dueAt: untilAt });
    expect(listedUnder(complaintAt('answer', { supplement: { asked: 1, untilAt } }))).toMatchObject({ dueAt });
  });

  it('without a deadline is not listed', () => {
    expect(listedUnder(complaintAt('answer', { deadline: undefined }))).toBeUndefined();
  });
});
