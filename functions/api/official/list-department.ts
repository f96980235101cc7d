import * as z from 'zod';
import { listByHandlers } from '#functions/aws/case-list.ts';
import { listCity, readCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { departmentHandler } from '#rules/people/access.ts';
import { departmentsOf } from '#rules/people/sight-of-lists.ts';
import type { deskOperations } from '#schemas/api/desk.ts';
import { ListedComplaint } from '#schemas/api/official-case.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { DepartmentId } from '#schemas/department.ts';
import { Refused } from '#schemas/errors.ts';
import type { Person } from '#schemas/person.ts';
import { linesFor } from './case-lines.ts';
import type { CaseTables } from './case-tables.ts';
import type { MyComplaints } from './list-my-complaints.ts';
import { personOf } from './person-of.ts';

type Request = Pick<ApiRequest<ById<typeof deskOperations, 'listDepartmentComplaints'>>, 'at' | 'caller' | 'query'>;

/**
 * The open cases of the caller's departments, whoever has them, the one due first on top: of their own, and of those they lead
 * or direct; for operators of the one they name. Lines only: a case is opened by those whose it is.
 *
 * @throws Refused `not-found` for a department that is none of theirs; CursorUnknown
 */
export async function listDepartment(
  { COMPLAINT_TABLE, CITY_TABLE }: CaseTables,
  { at, caller, query }: Request,
): Promise<Reply & { readonly body: MyComplaints }> {
  const person = await personOf(CITY_TABLE, caller);
  const departments = departmentsOf(person, await listCity(CITY_TABLE, 'department'));
  const asked = query.department === undefined ? departments : [await oneOf(CITY_TABLE, person, departments, query)];
  const { items, ...rest } = await listByHandlers(COMPLAINT_TABLE, asked.map(departmentHandler), query);
  const kept = items.map(({ handler: _handler, ...line }) => ({ line, more: {} }));
  const lines = await linesFor(CITY_TABLE, { at, viewerOf: () => ({ person, departments }) }, kept);
  return { body: { items: z.array(ListedComplaint).parse(lines), ...rest, asOf: at } };
}

async function oneOf(
  cityTable: string,
  { id, groups }: Person,
  departments: readonly DepartmentId[],
  { department = '' }: { department?: DepartmentId | undefined },
): Promise<DepartmentId> {
  if (departments.includes(department)) return department;
  // One answer for both, so that nobody finds out which departments there are.
  const isKnown = groups.includes('operator') && (await readCity(cityTable, 'department', department)) !== undefined;
  if (isKnown) return department;
  throw new Refused('not-found', `no department '${department}' of '${id}'`);
}
