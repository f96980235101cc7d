import type * as z from 'zod';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import type { Instant } from '#schemas/instant.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import type { Said } from '#schemas/signal.ts';
import { type Filed, ownerOf } from '../check-files.ts';
import { say } from '../say.ts';
import { absentFor } from './absent-for.ts';
import { checkSight, numberOf } from './check-sight.ts';
import { personOf, speakerOf } from './person-of.ts';

type Request = {
  readonly at: Instant;
  readonly caller: Caller;
  readonly params: { readonly number: string };
  readonly ifMatch: number | undefined;
  readonly idempotencyKey: string | undefined;
};

/**
 * Keeps what an official says to a case; the version they read must still be the case's.
 *
 * @throws Refused as `say`, and `not-yours` or `complaint-not-found` for a case that is not theirs
 */
export async function sayToCase(
  settings: z.infer<typeof OfficialApiSettings>,
  { at, caller, params, ifMatch, idempotencyKey }: Request,
  said: Said,
  filed: Filed = [],
): Promise<Reply> {
  const number = numberOf(params.number);
  const person = await personOf(settings.CITY_TABLE, caller);
  const standsInFor = await absentFor(settings.CITY_TABLE, caller, at);
  const kept = await say(settings, {
    number,
    at,
    by: speakerOf(person),
    said,
    standsInFor,
    check: (complaint) => checkSight(complaint, person, standsInFor),
    ifMatch,
    idempotencyKey,
    files: { filed, owner: ownerOf.caller(caller) },
  });
  return { body: kept, headers: { etag: `"${kept.version}"` } };
}
