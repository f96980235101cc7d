import type { Complaint } from '#schemas/complaint.ts';
import type { Person } from '#schemas/person.ts';
import type { Speaker } from '#schemas/signal.ts';

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

/** What an official may know of a case: all of it, only that it is their department's, or nothing. */
export function sightOf(complaint: Complaint, person: Person): 'whole' | 'its-existence' | 'nothing' {
  if (mayHandle(complaint, { role: roleOf(person), id: person.id })) return 'whole';
  const isTheirDepartment = person.department !== undefined && person.department === complaint.assignment?.department;
  return isTheirDepartment ? 'its-existence' : 'nothing';
}

/** The role a person speaks as, by their groups. */
export function roleOf({ groups }: Person): 'official' | 'lead' | 'operator' {
  if (groups.includes('operator')) return 'operator';
  return groups.includes('lead') ? 'lead' : 'official';
}

/** Under whom an open case is listed and by which instant, or `undefined` when nobody has to do anything about it. */
export function listedUnder(complaint: Complaint): { handler: string; dueAt: string } | undefined {
  if (complaint.stage !== 'classification' && complaint.stage !== 'answer') return undefined;
  if (complaint.deadline === undefined) return undefined;
  // While the clock stands, what comes next is the end of the petitioner's term.
  const dueAt = complaint.pausedAt === undefined ? complaint.deadline.dueAt : complaint.supplement?.untilAt;
  return { handler: complaint.assignment?.person ?? centralDesk, dueAt: dueAt ?? complaint.deadline.dueAt };
}
