import * as z from 'zod';
import { listByHandlers } from '#functions/aws/case-list.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { institutionHandler } from '#rules/people/access.ts';
import type { institutionOperations } from '#schemas/api/institution.ts';
import { ListedTransfer } from '#schemas/api/institution-case.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { InstitutionApiSettings } from '#schemas/settings.ts';
import { envoyOf } from './institution-of.ts';

type Request = Pick<ApiRequest<ById<typeof institutionOperations, 'listMyTransfers'>>, 'at' | 'caller' | 'query'>;

/** The complaints that wait for the caller's institution, the one whose term ends first on top. */
export async function listTransfers(
  { COMPLAINT_TABLE, CITY_TABLE }: Pick<z.infer<typeof InstitutionApiSettings>, 'COMPLAINT_TABLE' | 'CITY_TABLE'>,
  { at, caller, query }: Request,
): Promise<Reply> {
  const { institution } = await envoyOf(CITY_TABLE, caller);
  const { items, ...rest } = await listByHandlers(COMPLAINT_TABLE, [institutionHandler(institution)], query);
  const lines = items.map(({ handler: _handler, ...line }) => line);
  return { body: { items: z.array(ListedTransfer).parse(lines), ...rest, asOf: at } };
}
