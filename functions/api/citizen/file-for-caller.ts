import type * as z from 'zod';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { filingDeskOperations } from '#schemas/api/filing-desk.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { CitizenApiSettings } from '#schemas/settings.ts';
import { keepNewFiling } from '../new-filing.ts';
import { personOf } from '../official/person-of.ts';

type Request = ApiRequest<ById<typeof filingDeskOperations, 'fileForCaller'>>;

/**
 * Keeps what somebody says on the phone, at a desk or on the spot, as an official writes it down.
 *
 * The caller is the petitioner: they are told how it goes and get the access code, which is read to them. The official is on
 * record as who filed it, and has no right of the petitioner.
 *
 * @throws Refused as keepNewFiling; `wrong-group` when the city knows no such person, `no-address-for-notices` also for
 *   notices by an app: a caller has none
 */
export async function fileForCaller(
  settings: z.infer<typeof CitizenApiSettings>,
  { at, caller, body, idempotencyKey = '' }: Request,
): Promise<Reply> {
  const { id: account } = await personOf(settings.CITY_TABLE, caller);
  return keepNewFiling(settings, { at, body, account, idempotencyKey, isForCaller: true });
}
