import * as z from 'zod';
import { listByHandlers } from '#functions/aws/case-list.ts';
import type { Item } from '#functions/aws/complaint-items.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest, Caller } from '#functions/middleware/api-request.ts';
import { centralDesk } from '#rules/access.ts';
import { isAmong, nobody } from '#rules/named-people.ts';
import type { officialOperations } from '#schemas/api/official.ts';
import { ListedComplaint } from '#schemas/api/official-case.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Named } from '#schemas/complaint.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import { absentFor } from './absent-for.ts';
import { personOf } from './person-of.ts';

type Request = ApiRequest<ById<typeof officialOperations, 'listMyComplaints'>>;

/** A line of the list as it is kept: with those to whom it must not be shown. */
const KeptLine = z.object({ barred: Named.optional() });

/**
 * The caller's open cases and, each marked, those of whom they stand in for, the one due first on top; for operators those of
 * the central desk. A report that names the caller, or somebody of their department, is left out, so that a page can be
 * shorter than was asked for.
 */
export async function listMyComplaints(
  { COMPLAINT_TABLE, CITY_TABLE }: z.infer<typeof OfficialApiSettings>,
  { at, caller, query }: Request,
): Promise<Reply> {
  const own = caller.groups.includes('operator') ? centralDesk : caller.id;
  const absent = await absentFor(CITY_TABLE, caller, at);
  const { items, ...rest } = await listByHandlers(COMPLAINT_TABLE, [own, ...absent], query);
  const shown = await withoutBarred(CITY_TABLE, caller, items);
  const lines = shown.map(({ handler, ...line }) => (handler === own ? line : { ...line, for: handler }));
  return { body: { items: z.array(ListedComplaint).parse(lines), ...rest, asOf: at } };
}

async function withoutBarred(cityTable: string, caller: Caller, items: readonly Item[]): Promise<readonly Item[]> {
  const barred = items.map((item) => KeptLine.parse(item).barred ?? nobody);
  if (barred.every(({ people }) => people.length === 0)) return items;
  const { id: person, department } = await personOf(cityTable, caller);
  return items.filter((_, index) => !isAmong(barred[index] ?? nobody, { person, department }));
}
