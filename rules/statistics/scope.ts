import type { Department, DepartmentId } from '#schemas/department.ts';
import type { Person } from '#schemas/person.ts';
import type { CaseFact } from '#schemas/statistics.ts';
import { isAmong, type Taker } from '../people/named-people.ts';

/** Whose cases somebody sees the exact numbers of: all, or those of these departments. */
export type Scope = 'all' | readonly DepartmentId[];

/** Operators and auditors see the whole city; others their own department, and those that they lead or direct. */
export function scopeOf(
  { id, groups, department }: Person,
  departments: readonly Pick<Department, 'id' | 'leadId' | 'directorId'>[],
): Scope {
  if (groups.includes('operator') || groups.includes('auditor')) return 'all';
  const theirs = departments.filter(({ leadId, directorId }) => leadId === id || directorId === id);
  return [...new Set([...(department === undefined ? [] : [department]), ...theirs.map((each) => each.id)])].toSorted();
}

/** Whether a department is in a scope. */
export const isInScope = (scope: Scope, department: string): boolean => scope === 'all' || scope.includes(department);

/**
 * Whether somebody may not know of a case at all: they, or somebody of their department, are named in a report. It is neither
 * counted for them nor listed. As with histories, an auditor is kept from it only by their own name.
 */
export function isKeptFrom({ barred }: CaseFact, { id, groups, department }: Person): boolean {
  const taker: Taker = groups.includes('auditor') ? { person: id } : { person: id, department };
  return barred !== undefined && isAmong(barred, taker);
}
