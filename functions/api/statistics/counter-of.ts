import { listCity } from '#functions/aws/city-table.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import { isInScope, type Scope, scopeOf } from '#rules/statistics/scope.ts';
import { Refused } from '#schemas/errors.ts';
import type { Person } from '#schemas/person.ts';
import { personOf } from '../official/person-of.ts';

/** Somebody who asks for exact numbers, and whose cases these may be of. */
export type Counter = { readonly person: Person; readonly scope: Scope };

/**
 * Who asks, and of which departments.
 *
 * @throws Refused `wrong-group` when the city knows no such person, `not-yours` for another department than theirs
 */
export async function counterOf(cityTable: string, caller: Caller, department: string | undefined): Promise<Counter> {
  const person = await personOf(cityTable, caller);
  const needsDepartments = !person.groups.includes('operator') && !person.groups.includes('auditor');
  const scope = scopeOf(person, needsDepartments ? await listCity(cityTable, 'department') : []);
  if (department !== undefined && !isInScope(scope, department)) {
    throw new Refused('not-yours', `the cases of department '${department}' are not yours to count`);
  }
  return { person, scope };
}
