import * as z from 'zod';
import { listByHandlers } from '#functions/aws/case-list.ts';
import { CursorUnknown } from '#functions/aws/complaint-lists.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { centralDesk } from '#rules/access.ts';
import { ListedComplaint, type officialOperations } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import { RequestInvalid } from '#schemas/errors.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import { absentFor } from './absent-for.ts';

type Request = ApiRequest<ById<typeof officialOperations, 'listMyComplaints'>>;

/**
 * The caller's open cases and, each marked, those of whom they stand in for, the one due first on top; for operators those of
 * the central desk.
 */
export async function listMyComplaints(
  { COMPLAINT_TABLE, CITY_TABLE }: z.infer<typeof OfficialApiSettings>,
  { at, caller, query }: Request,
): Promise<Reply> {
  const own = caller.groups.includes('operator') ? centralDesk : caller.id;
  const absent = await absentFor(CITY_TABLE, caller, at);
  try {
    const { items, ...rest } = await listByHandlers(COMPLAINT_TABLE, [own, ...absent], query);
    const lines = items.map(({ handler, ...line }) => (handler === own ? line : { ...line, for: handler }));
    return { body: { items: z.array(ListedComplaint).parse(lines), ...rest, asOf: at } };
  } catch (error) {
    if (!(error instanceof CursorUnknown)) throw error;
    throw new RequestInvalid([{ path: '/query/cursor', expected: 'the cursor that this list gave' }]);
  }
}
