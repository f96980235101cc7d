import * as z from 'zod';
import { CursorUnknown, listByHandler } from '#functions/aws/complaint-lists.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { centralDesk } from '#rules/access.ts';
import { ListedComplaint, type officialOperations } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import { RequestInvalid } from '#schemas/errors.ts';

type Request = ApiRequest<ById<typeof officialOperations, 'listMyComplaints'>>;

/** The caller's open cases, the one due first on top; for operators those of the central desk. */
export async function listMyComplaints(table: string, { at, caller, query }: Request): Promise<Reply> {
  const handler = caller.groups.includes('operator') ? centralDesk : caller.id;
  try {
    const { items, ...rest } = await listByHandler(table, handler, query);
    return { body: { items: z.array(ListedComplaint).parse(items), ...rest, asOf: at } };
  } catch (error) {
    if (!(error instanceof CursorUnknown)) throw error;
    throw new RequestInvalid([{ path: '/query/cursor', expected: 'the cursor that this list gave' }]);
  }
}
