import type { Department, DepartmentId } from '#schemas/department.ts';
import type { KeptLine } from '#schemas/finding.ts';
import type { Person } from '#schemas/person.ts';
import { isAmong, nobody } from './named-people.ts';

/** The departments whose cases a person works with: their own, and those they lead or direct. */
export function departmentsOf(person: Person, departments: readonly Department[]): DepartmentId[] {
  const led = departments.filter(({ leadId, directorId }) => leadId === person.id || directorId === person.id);
  const own = person.department === undefined ? [] : [person.department];
  return [...new Set([...own, ...led.map(({ id }) => id)])];
}

/** Whether a person may know of the cases of every department: operators bring them on, auditors look at how it went. */
export const seesEveryDepartment = ({ groups }: Pick<Person, 'groups'>): boolean =>
  groups.includes('operator') || groups.includes('auditor');

/** Whether a line may be shown to somebody of these departments: not if a report names them, or anybody of one of those. */
export function maySeeLine({ barred = nobody }: KeptLine, person: Person, theirs: readonly DepartmentId[]): boolean {
  return !isAmong(barred, { person: person.id }) && !theirs.some((department) => isAmong(barred, { department }));
}
