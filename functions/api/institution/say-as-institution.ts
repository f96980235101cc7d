import type { Reply } from '#functions/middleware/api-function.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Said } from '#schemas/signal.ts';
import { noSuchCase, numberOf } from '../official/check-sight.ts';
import { say } from '../say.ts';
import { envoyOf } from './institution-of.ts';

type Settings = { readonly COMPLAINT_TABLE: string; readonly CITY_TABLE: string };

type Request = {
  readonly at: Instant;
  readonly caller: Caller;
  readonly params: { readonly number: string };
  readonly ifMatch: number | undefined;
  readonly idempotencyKey: string | undefined;
};

/**
 * Keeps what an institution says to the last transfer to it; a case that was never transferred to it does not exist for it.
 *
 * @throws Refused as `say`
 */
export async function sayAsInstitution(
  settings: Settings,
  { at, caller, params, ifMatch, idempotencyKey }: Request,
  said: Said,
): Promise<Reply> {
  const number = numberOf(params.number);
  const by = await envoyOf(settings.CITY_TABLE, caller);
  const kept = await say(settings, {
    number,
    at,
    by,
    said,
    check: ({ outside }) => {
      if (outside?.institution !== by.institution) throw noSuchCase(number);
    },
    ifMatch,
    idempotencyKey,
  });
  return { body: kept, headers: { etag: `"${kept.version}"` } };
}

/** Keeps that an institution does not take a case, and why. */
export const refuseAsInstitution = (
  settings: Settings,
  request: Request & { readonly body: { readonly reason: string } },
): Promise<Reply> => sayAsInstitution(settings, request, { kind: 'outside-refusal', reason: request.body.reason });
