import type { Complaint } from '#schemas/complaint.ts';
import type { Department } from '#schemas/department.ts';
import { CityRecordMissing } from '#schemas/errors.ts';
import type { Person, PersonId } from '#schemas/person.ts';
import type { RoutingRule } from '#schemas/routing-rule.ts';
import { barredBy, isAmong } from './named-people.ts';
import { officialOf, routeComplaint } from './routing.ts';

/** The city as far as it matters to whose a complaint is. */
export type Hands = {
  readonly departments: readonly Department[];
  readonly people: readonly Person[];
  readonly rules: readonly RoutingRule[];
};

/** The department a complaint comes to, the person named there, and why. */
export type NextHand = { readonly department: Department; readonly person: PersonId; readonly reason: string };

/**
 * Whose a complaint is from now on: where it was passed on to, else whose it was (another round, another kind), else where the
 * rules route it. The person who had it in that department has it again, unless they left. Nobody whom a report names gets it.
 *
 * @throws CityRecordMissing for a department that does not exist; CentralDeskMissing, AllBarred
 */
export function nextHand(complaint: Complaint, { departments, people, rules }: Hands): NextHand {
  const { number, classification, district, passing, assignment } = complaint;
  const named = (id: string): Department => {
    const department = departments.find((each) => each.id === id);
    if (department === undefined) throw new CityRecordMissing('department', id);
    return department;
  };
  const barred = barredBy(complaint);
  const within = (id: string, before: PersonId | undefined, reason: string): NextHand | undefined => {
    const department = named(id);
    const isThere = people.some((person) => person.id === before && person.department === id);
    const isStill = before !== undefined && isThere && !isAmong(barred, { person: before, department: id });
    const person = isStill ? before : officialOf({ number, department, people, barred });
    return person === undefined ? undefined : { department, person, reason };
  };
  const { to } = passing ?? {};
  const passedOn = to && within(to.department, to.person, to.why);
  const stays = to === undefined && assignment?.person !== undefined;
  const kept = stays ? within(assignment.department, assignment.person, assignment.reason) : undefined;
  const hand = passedOn ?? kept;
  if (hand !== undefined) return hand;
  if (classification === undefined) throw new CityRecordMissing('classification of', number);
  const { kind, topic } = classification;
  const route = routeComplaint({ number, kind, topic, district, departments, people, rules, barred });
  return { department: named(route.departmentId), person: route.personId, reason: route.reason };
}
