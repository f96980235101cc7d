import type { Complaint } from '#schemas/complaint.ts';
import type { Person, PersonId } from '#schemas/person.ts';
import type { Speaker } from '#schemas/signal.ts';
import { isUnderWay } from './under-way.ts';

/** A person who signed in and speaks as one of the city's own. */
export type Handler = Extract<Speaker, { id: unknown }>;

/** The handler under whom the cases nobody is named for are listed: the central desk. */
export const centralDesk = 'central-desk';

/**
 * Whether this person may handle the case: the one named and their lead; where nobody is named, any operator.
 *
 * @param by.role the group they speak as
 */
export function mayHandle(complaint: Complaint, by: Handler): boolean {
  const { assignment } = complaint;
  if (assignment?.person === undefined) return by.role === 'operator' || by.id === assignment?.lead;
  return by.id === assignment.person || by.id === assignment.lead;
}

/** The lead of the case who speaks, `undefined` if it is somebody else. */
export function leadOf({ assignment }: Complaint, by: Speaker): PersonId | undefined {
  return 'id' in by && by.id === assignment?.lead ? by.id : undefined;
}

/** What an official may know of a case: all of it, only that it is or was their department's, or nothing. */
export function sightOf(complaint: Complaint, person: Person): 'whole' | 'its-existence' | 'nothing' {
  if (mayHandle(complaint, { role: roleOf(person), id: person.id })) return 'whole';
  const { assignment, hands = [] } = complaint;
  const isOrWasTheirs =
    (person.department !== undefined && person.department === assignment?.department) ||
    hands.some((hand) => hand.department === person.department || hand.person === person.id);
  return isOrWasTheirs ? 'its-existence' : 'nothing';
}

/** The role a person speaks as, by their groups. */
export function roleOf({ groups }: Person): 'official' | 'lead' | 'operator' {
  if (groups.includes('operator')) return 'operator';
  return groups.includes('lead') ? 'lead' : 'official';
}

/** Under whom an open case is listed and by which instant, or `undefined` when nobody has to do anything about it. */
export function listedUnder(complaint: Complaint): { handler: string; dueAt: string } | undefined {
  const { stage, assignment } = complaint;
  // On its way between departments it is nobody's for a moment.
  const isSomebodys = assignment !== undefined && (stage === 'classification' || isUnderWay(complaint));
  if (!isSomebodys || complaint.deadline === undefined) return undefined;
  // While the clock stands, what comes next is the end of the petitioner's term.
  const dueAt = complaint.pausedAt === undefined ? complaint.deadline.dueAt : complaint.supplement?.untilAt;
  return { handler: assignment.person ?? centralDesk, dueAt: dueAt ?? complaint.deadline.dueAt };
}
