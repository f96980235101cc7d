import type { Complaint } from '#schemas/complaint.ts';
import type { DepartmentId } from '#schemas/department.ts';
import type { Instant } from '#schemas/instant.ts';
import type { InstitutionId } from '#schemas/institution.ts';
import type { Person, PersonId } from '#schemas/person.ts';
import type { Speaker } from '#schemas/signal.ts';
import { isUnderWay } from '../under-way.ts';
import { isBarred } from './named-people.ts';

/** A person who signed in and speaks as one of the city's own. */
export type Handler = Extract<Speaker, { id: unknown }>;

/** The handler under whom the cases nobody is named for are listed: the central desk. */
export const centralDesk = 'central-desk';

/**
 * Whether this person may handle the case: the one named and their lead; where nobody is named, any operator. Never whom a
 * protected reporter names in it.
 *
 * @param by.role the group they speak as
 * @param by.for  the absent person for whom they stand in: they may what that one may by name
 */
export function mayHandle(complaint: Complaint, by: Handler): boolean {
  if (isBarred(complaint, { person: by.id })) return false;
  const { assignment } = complaint;
  const isTheirs = (name: PersonId | undefined): boolean => name !== undefined && (name === by.id || name === by.for);
  if (assignment?.person === undefined) return by.role === 'operator' || isTheirs(assignment?.lead);
  return isTheirs(assignment.person) || isTheirs(assignment.lead);
}

/** The lead of the case who speaks, or who stands in for them; `undefined` if it is somebody else. */
export function leadOf({ assignment }: Complaint, by: Speaker): PersonId | undefined {
  const lead = assignment?.lead;
  return lead !== undefined && 'id' in by && (by.id === lead || by.for === lead) ? by.id : undefined;
}

/** Somebody as they may handle a case: in their own right, else in the place of one of those they stand in for. */
export function asDeputy(complaint: Complaint, by: Handler, standsInFor: readonly PersonId[]): Handler {
  if (mayHandle(complaint, by)) return by;
  const { person, lead } = complaint.assignment ?? {};
  const absent = [person, lead].find((name) => name !== undefined && standsInFor.includes(name));
  return absent === undefined ? by : { ...by, for: absent };
}

/** The handler under whom the transfers to an institution are listed while they wait. */
export const institutionHandler = (institution: InstitutionId): string => `institution#${institution}`;

/** The handler under whom the open cases of a department are listed, whoever has them. */
export const departmentHandler = (department: DepartmentId): string => `department#${department}`;

/** What an institution may know of a case: all that officials may while it is asked and since it accepted; else nothing. */
export function mayInstitutionSee({ stage, outside }: Complaint, institution: InstitutionId | undefined): boolean {
  if (outside === undefined || outside.institution !== institution) return false;
  return stage === 'acceptance' || outside.acceptedAt !== undefined;
}

/**
 * What an official may know of a case: all of it, only that it is or was their department's, or nothing.
 *
 * @param standsInFor the absent persons whose cases are theirs meanwhile
 */
export function sightOf(
  complaint: Complaint,
  person: Person,
  standsInFor: readonly PersonId[] = [],
): 'whole' | 'its-existence' | 'nothing' {
  if (isBarred(complaint, { person: person.id, department: person.department })) return 'nothing';
  const by = asDeputy(complaint, { role: roleOf(person), id: person.id }, standsInFor);
  if (mayHandle(complaint, by)) return 'whole';
  const { assignment, hands = [] } = complaint;
  const isOrWasTheirs =
    (person.department !== undefined && person.department === assignment?.department) ||
    hands.some((hand) => hand.department === person.department || hand.person === person.id);
  return isOrWasTheirs ? 'its-existence' : 'nothing';
}

/**
 * Whether a person may follow what is done with a case, step by step without anyone's words: who may see it or know of it, the
 * director of its department, and the official who took it down for a caller. Never whom a report names.
 */
export function mayFollow(complaint: Complaint, person: Person, standsInFor: readonly PersonId[] = []): boolean {
  if (isBarred(complaint, { person: person.id, department: person.department })) return false;
  const { filedBy, assignment } = complaint;
  const isInCharge = filedBy === person.id || assignment?.director === person.id;
  return isInCharge || sightOf(complaint, person, standsInFor) !== 'nothing';
}

/** The role a person speaks as, by their groups. */
export function roleOf({ groups }: Person): 'official' | 'lead' | 'operator' {
  if (groups.includes('operator')) return 'operator';
  return groups.includes('lead') ? 'lead' : 'official';
}

/** Under whom an open case is listed and by which instant, or `undefined` when nobody has to do anything about it. */
export function listedUnder(complaint: Complaint): { handler: string; dueAt: Instant } | undefined {
  const { stage, assignment } = complaint;
  // On its way between departments it is nobody's for a moment.
  const isSomebodys = assignment !== undefined && (stage === 'classification' || isUnderWay(complaint));
  if (!isSomebodys || complaint.deadline === undefined) return undefined;
  // While the clock stands, what comes next is the end of the petitioner's term.
  const dueAt = complaint.pausedAt === undefined ? complaint.deadline.dueAt : complaint.supplement?.untilAt;
  return { handler: assignment.person ?? centralDesk, dueAt: dueAt ?? complaint.deadline.dueAt };
}
