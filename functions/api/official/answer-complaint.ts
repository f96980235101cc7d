import type * as z from 'zod';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { officialOperations } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import { say } from '../say.ts';
import { checkSight, numberOf } from './check-sight.ts';
import { personOf, speakerOf } from './person-of.ts';

type Request = ApiRequest<ById<typeof officialOperations, 'answerComplaint'>>;

/** Keeps an official's answer; the version it was written against must still be the case's. */
export async function answerComplaint(
  { COMPLAINT_TABLE, CITY_TABLE }: z.infer<typeof OfficialApiSettings>,
  { at, caller, params, body, ifMatch, idempotencyKey }: Request,
): Promise<Reply> {
  const number = numberOf(params.number);
  const person = await personOf(CITY_TABLE, caller);
  const kept = await say(COMPLAINT_TABLE, {
    number,
    at,
    by: speakerOf(person),
    said: { kind: 'answer', text: body.text },
    check: (complaint) => checkSight(complaint, person),
    ifMatch,
    idempotencyKey,
  });
  return { body: kept, headers: { etag: `"${kept.version}"` } };
}
