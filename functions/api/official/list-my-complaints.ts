import * as z from 'zod';
import { listByHandlers } from '#functions/aws/case-list.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { centralDesk } from '#rules/people/access.ts';
import type { officialOperations } from '#schemas/api/official.ts';
import { ListedComplaint } from '#schemas/api/official-case.ts';
import type { ById } from '#schemas/api/operation.ts';
import { absentFor } from './absent-for.ts';
import { linesFor, type Viewer } from './case-lines.ts';
import type { CaseTables } from './case-tables.ts';
import { personOf } from './person-of.ts';

type Request = Pick<ApiRequest<ById<typeof officialOperations, 'listMyComplaints'>>, 'at' | 'caller' | 'query'>;

/**
 * The caller's open cases and, each marked, those of whom they stand in for, the one due first on top; for operators those of
 * the central desk. A report that names the caller, or somebody of their department, is left out, so that a page can be
 * shorter than was asked for.
 */
export async function listMyComplaints(
  { COMPLAINT_TABLE, CITY_TABLE }: CaseTables,
  { at, caller, query }: Request,
): Promise<Reply & { readonly body: MyComplaints }> {
  const own = caller.groups.includes('operator') ? centralDesk : caller.id;
  const absent = await absentFor(CITY_TABLE, caller, at);
  const { items, ...rest } = await listByHandlers(COMPLAINT_TABLE, [own, ...absent], query);
  const kept = items.map(({ handler, ...line }) => ({ line, more: handler === own ? {} : { for: handler } }));
  const viewerOf = async (): Promise<Viewer> => {
    const person = await personOf(CITY_TABLE, caller);
    return { person, departments: person.department === undefined ? [] : [person.department] };
  };
  const lines = await linesFor(CITY_TABLE, { at, viewerOf }, kept);
  return { body: { items: z.array(ListedComplaint).parse(lines), ...rest, asOf: at } };
}

/** A page of open cases. */
export type MyComplaints = { readonly items: ListedComplaint[]; readonly cursor?: string; readonly asOf: string };
