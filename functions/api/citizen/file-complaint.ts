import type * as z from 'zod';
import { readSubscription } from '#functions/aws/subscription-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { citizenOperations } from '#schemas/api/citizen.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { CitizenApiSettings } from '#schemas/settings.ts';
import { keepNewFiling } from '../new-filing.ts';

type Request = ApiRequest<ById<typeof citizenOperations, 'fileComplaint'>>;

/**
 * Keeps what a citizen says through a channel app, which is told what happens to it if it has subscribed.
 *
 * @throws Refused as keepNewFiling
 */
export async function fileComplaint(
  settings: z.infer<typeof CitizenApiSettings>,
  { at, caller, body, idempotencyKey = '' }: Request,
): Promise<Reply> {
  const tellsApp = (await readSubscription(settings.SUBSCRIPTION_TABLE, caller.id)) !== undefined;
  return keepNewFiling(settings, { at, body, account: caller.id, idempotencyKey, tellsApp });
}
