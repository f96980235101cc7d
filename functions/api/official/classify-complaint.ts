import type * as z from 'zod';
import { readCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { officialOperations } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused } from '#schemas/errors.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import { say } from '../say.ts';
import { checkSight, numberOf } from './check-sight.ts';
import { personOf, speakerOf } from './person-of.ts';

type Request = ApiRequest<ById<typeof officialOperations, 'classifyComplaint'>>;

/** Keeps what a person says a complaint is, where its words left the rules unsure. */
export async function classifyComplaint(
  { COMPLAINT_TABLE, CITY_TABLE }: z.infer<typeof OfficialApiSettings>,
  { at, caller, params, body, ifMatch, idempotencyKey }: Request,
): Promise<Reply> {
  const number = numberOf(params.number);
  const person = await personOf(CITY_TABLE, caller);
  const { kind, topic, isSimple } = body;
  if ((await readCity(CITY_TABLE, 'kind', kind)) === undefined) {
    throw new Refused('kind-unknown', `kind '${kind}' does not exist`);
  }
  const kept = await say(COMPLAINT_TABLE, {
    number,
    at,
    by: speakerOf(person),
    said: { kind: 'classification', complaintKind: kind, topic, isSimple },
    check: (complaint) => checkSight(complaint, person),
    ifMatch,
    idempotencyKey,
  });
  return { body: kept, headers: { etag: `"${kept.version}"` } };
}
