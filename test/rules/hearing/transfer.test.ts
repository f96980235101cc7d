import { describe, expect, it } from 'vitest';
import { listedUnder, mayHandle, sightOf } from '#rules/people/access.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { DepartmentId } from '#schemas/department.ts';
import { at, complaintAt, dueAt, lead, number, official } from '#test/functions/samples.ts';
import { afterSaying, byLead, byOfficial, byOperator, byPetitioner, calendar, say, strangers } from './spoken.ts';

const parks = DepartmentId.parse('parks');
const water = DepartmentId.parse('water');
const transfer = (department = parks) => ({ kind: 'transfer', department, reason: '공원 소관' }) as const;
const refusal = { kind: 'refusal', reason: '소관 아님' } as const;
const byParks = { role: 'official', id: 'official-parks-1' } as const;

const hand = (department: DepartmentId, person: string) => ({ department, person, reason: 'topic', at });
const held = complaintAt('answer', { hands: [hand(water, official)] });

/** The complaint after Assign gave it to the parks. */
const withParks = (passed: Complaint): Complaint => {
  const { to: _to, ...passing } = passed.passing ?? { refusals: 0 };
  return {
    ...passed,
    stage: 'answer',
    passing,
    assignment: {
      ...(held.assignment as NonNullable<Complaint['assignment']>),
      department: parks,
      person: byParks.id,
      lead: 'lead-parks',
    },
    hands: [...(passed.hands ?? []), hand(parks, byParks.id)],
  };
};
const atParks = withParks(afterSaying(held, transfer(), at));

describe('a transfer', () => {
  it.each([byOfficial, byLead])(
    'by %j leads to the department named and remembers the sender; the clock runs on',
    (by) => {
      const after = afterSaying(held, transfer(), at, by);
      expect(after).toEqual({
        ...held,
        stage: 'assign',
        assignment: undefined,
        draft: undefined,
        passing: {
          refusals: 0,
          from: { department: water, person: official },
          to: { department: parks, why: 'transfer' },
        },
      });
      expect(after.deadline?.dueAt).toBe(dueAt);
    },
  );

  it('takes the case from whoever had it at once, and tells them no more than that it was theirs', () => {
    const after = afterSaying(held, transfer(), at);
    expect(mayHandle(after, { role: 'official', id: official })).toBe(false);
    expect(mayHandle(after, { role: 'lead', id: lead })).toBe(false);
    expect(listedUnder(after)).toBeUndefined();
    const person = { id: official, name: '김물', groups: ['official' as const], department: water };
    expect(sightOf(atParks, person)).toBe('its-existence');
    expect(sightOf(atParks, { ...person, id: 'official-water-9' })).toBe('its-existence');
    // Also whoever has changed the department since.
    expect(sightOf(atParks, { ...person, department: DepartmentId.parse('tax') })).toBe('its-existence');
    expect(sightOf(atParks, { ...person, id: 'x', department: DepartmentId.parse('tax') })).toBe('nothing');
  });

  it.each(strangers)('by %j is refused: the case is not theirs', (by) => {
    expect(say(held, transfer(), at, by)).toMatchObject({ outcome: 'refused', code: 'not-yours' });
  });

  it('to the department that has it is refused', () => {
    expect(say(held, transfer(water), at)).toEqual({
      outcome: 'refused',
      code: 'same-department',
      message: `complaint ${number} is with department 'water'`,
    });
  });

  it('of a report that names somebody there is refused, and does not say why', () => {
    const report = {
      ...held,
      identity: 'protected' as const,
      named: { people: ['official-parks-3'], departments: [parks] },
    };
    expect(say(report, transfer(), at)).toEqual({
      outcome: 'refused',
      code: 'department-barred',
      message: `complaint ${number} cannot go to department 'parks'`,
    });
    expect(say({ ...report, identity: 'named' }, transfer(), at).outcome).toBe('applied');
  });

  it('back to a department that had it before counts as a refusal', () => {
    expect(afterSaying(atParks, transfer(water), at, byParks)).toMatchObject({
      stage: 'assign',
      passing: { refusals: 1, from: { department: parks }, to: { department: water, why: 'transfer' } },
    });
    const once = { ...atParks, passing: { refusals: 1 } };
    expect(afterSaying(once, transfer(water), at, byParks)).toMatchObject({
      stage: 'adjudicate',
      passing: { refusals: 2 },
    });
  });

  it('keeps a clock that stands standing, and a supplement given on the way lets it run on', () => {
    const asked = afterSaying(held, { kind: 'supplement-request', text: '주소', termDays: 10 }, at);
    const passed = afterSaying(asked, transfer(), at);
    expect(passed.pausedAt).toBe(at);
    const given = say(passed, { kind: 'supplement', text: '강남대로' }, at, byPetitioner);
    expect(given).toMatchObject({ outcome: 'applied', complaint: { stage: 'assign', pausedAt: undefined }, told: [] });
  });
});

describe('a refusal', () => {
  it('leads back to the person who passed it on', () => {
    expect(afterSaying(atParks, refusal, at, byParks)).toMatchObject({
      stage: 'assign',
      passing: { refusals: 1, to: { department: water, person: official, why: 'refusal' } },
    });
  });

  it('the second time leads to the adjudicating desk', () => {
    const again = { ...atParks, passing: { refusals: 1, from: { department: water, person: official } } };
    const after = afterSaying(again, refusal, at, byParks);
    expect(after).toMatchObject({ stage: 'adjudicate', passing: { refusals: 2 } });
    expect(after.assignment).toBeUndefined();
    expect(after.deadline).toEqual(held.deadline);
  });

  it('of a case that nobody passed on is refused', () => {
    expect(say(held, refusal, at)).toEqual({
      outcome: 'refused',
      code: 'nothing-to-refuse',
      message: `complaint ${number} was not passed on to you by another department`,
    });
  });

  it('by who passed it on is refused: it is theirs no more', () => {
    expect(say(atParks, refusal, at, byOfficial)).toMatchObject({ code: 'not-yours' });
  });
});

describe('a decision of the adjudicating desk', () => {
  const { person: _person, ...desk } = held.assignment as NonNullable<Complaint['assignment']>;
  const laid = complaintAt('adjudication', {
    assignment: { ...desk, department: 'central-desk', lead: 'lead-central-desk' },
    passing: { refusals: 2, decideUntil: dueAt },
  });

  it.each([byOperator, { role: 'lead', id: 'lead-central-desk' } as const])('by %j is a transfer, and final', (by) => {
    const after = afterSaying(laid, transfer(), at, by);
    expect(after).toMatchObject({
      stage: 'assign',
      passing: { refusals: 2, to: { department: parks, why: 'decision' }, decidedAt: at },
    });
    expect(after.passing?.decideUntil).toBeUndefined();
    const decided = withParks(after);
    for (const said of [transfer(water), refusal]) {
      expect(say(decided, said, at, byParks)).toEqual({
        outcome: 'refused',
        code: 'adjudicated',
        message: `whose complaint ${number} is was decided at ${at}`,
      });
    }
  });

  it('is not for the departments that disagree', () => {
    expect(say(laid, transfer(), at, byParks)).toMatchObject({ code: 'not-yours' });
    expect(say(laid, refusal, at, byParks)).toMatchObject({ code: 'in-adjudication' });
  });

  it('may be forestalled by the petitioner who takes the complaint back', () => {
    expect(say(laid, { kind: 'withdrawal' }, at, byPetitioner, calendar)).toMatchObject({
      complaint: { stage: 'close', status: 'withdrawn' },
    });
  });
});
