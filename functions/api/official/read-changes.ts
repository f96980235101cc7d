import { readAudit } from '#functions/aws/complaint-app.ts';
import { readDocket } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { isLook } from '#rules/looks.ts';
import { mayFollow } from '#rules/people/access.ts';
import { actorName } from '#rules/people/speaker-name.ts';
import { Changes, type deskOperations } from '#schemas/api/desk.ts';
import type { ById } from '#schemas/api/operation.ts';
import { absentFor } from './absent-for.ts';
import type { CaseTables } from './case-tables.ts';
import { noSuchCase, numberOf } from './check-sight.ts';
import { personOf } from './person-of.ts';

type Request = Pick<ApiRequest<ById<typeof deskOperations, 'readChanges'>>, 'at' | 'caller' | 'params' | 'query'>;

/**
 * When an open page asks again, 1_000 (1 second): so that a step is seen within two, the way there and back included.
 */
const ASK_AGAIN_AFTER_MS = 1_000;

/**
 * What was done with a case since a step, for whoever has it, works in its department or took it down. It answers at once:
 * two small reads when nothing happened, so that many open pages can ask each second, and no request is held open.
 *
 * @throws Refused `complaint-not-found`
 */
export async function readChanges(
  { COMPLAINT_TABLE, CITY_TABLE }: CaseTables,
  { at, caller, params, query }: Request,
): Promise<Reply> {
  const number = numberOf(params.number);
  const [person, standsInFor, found] = await Promise.all([
    personOf(CITY_TABLE, caller),
    absentFor(CITY_TABLE, caller, at),
    readDocket(COMPLAINT_TABLE, number),
  ]);
  if (found === undefined || !mayFollow(found.complaint, person, standsInFor)) throw noSuchCase(number);
  const { complaint, desk } = found;
  const since = desk.entries > query.after ? await readAudit(COMPLAINT_TABLE, number, query.after + 1) : [];
  const steps = since.map(({ entry, at: doneAt, action, actor }) => ({
    entry,
    at: doneAt,
    action,
    by: actorName(actor),
  }));
  const body = Changes.parse({
    number,
    version: desk.version,
    status: complaint.status,
    stage: complaint.stage,
    // Who looked at it is for auditors.
    steps: steps.filter(({ action }) => !isLook(action)),
    // What was written between the two readings is in the steps, and not asked for again.
    last: since.at(-1)?.entry ?? Math.max(desk.entries, query.after),
    askAgainAfterMillis: ASK_AGAIN_AFTER_MS,
    asOf: at,
  });
  return { body, headers: { etag: `"${desk.version}"` } };
}
