import type * as z from 'zod';
import { readCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { officialOperations } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused } from '#schemas/errors.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import { sayToCase } from './say-to-case.ts';

type Request = ApiRequest<ById<typeof officialOperations, 'transferComplaint'>>;

/**
 * Keeps to which department a case is passed on.
 *
 * @throws Refused as sayToCase, and `department-unknown`
 */
export async function transferComplaint(
  settings: z.infer<typeof OfficialApiSettings>,
  request: Request,
): Promise<Reply> {
  const { department, reason } = request.body;
  if ((await readCity(settings.CITY_TABLE, 'department', department)) === undefined) {
    throw new Refused('department-unknown', `department '${department}' does not exist`);
  }
  return sayToCase(settings, request, { kind: 'transfer', department, reason });
}
