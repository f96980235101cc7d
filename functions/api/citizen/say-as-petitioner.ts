import type * as z from 'zod';
import { readAccess } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { Instant } from '#schemas/instant.ts';
import type { CitizenApiSettings } from '#schemas/settings.ts';
import type { Said } from '#schemas/signal.ts';
import { type Filed, ownerOf } from '../check-files.ts';
import { asPetitioner } from '../petitioner-door.ts';
import { say } from '../say.ts';

type Request = {
  readonly at: Instant;
  readonly params: { readonly number: string };
  readonly accessCode: string | undefined;
  readonly idempotencyKey: string | undefined;
};

/**
 * Keeps what a petitioner says to their complaint, proved by its access code.
 *
 * @throws Refused as `say`, and `complaint-not-found` for a wrong code
 */
export async function sayAsPetitioner(
  settings: z.infer<typeof CitizenApiSettings>,
  { at, params, accessCode, idempotencyKey }: Request,
  said: Said,
  filed: Filed = [],
): Promise<Reply> {
  const request = { number: params.number, accessCode, at };
  const { number } = await asPetitioner(settings.COMPLAINT_TABLE, request, readAccess);
  const files = { filed, owner: ownerOf.petitioner(number) };
  return { body: await say(settings, { number, at, by: { role: 'petitioner' }, said, idempotencyKey, files }) };
}
