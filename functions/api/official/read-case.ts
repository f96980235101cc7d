import type * as z from 'zod';
import type { Case } from '#functions/aws/complaint-items.ts';
import { readCase as readWhole } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { OfficialCase, type officialOperations } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { Instant } from '#schemas/instant.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import { checkSight, noSuchCase, numberOf } from './check-sight.ts';
import { personOf } from './person-of.ts';

type Request = ApiRequest<ById<typeof officialOperations, 'readCase'>>;

/** Shows a case whole to the person named and their lead; its ETag is the version to answer with. */
export async function readCase(
  { COMPLAINT_TABLE, CITY_TABLE }: z.infer<typeof OfficialApiSettings>,
  { at, caller, params }: Request,
): Promise<Reply> {
  const number = numberOf(params.number);
  const person = await personOf(CITY_TABLE, caller);
  const found = await readWhole(COMPLAINT_TABLE, number);
  if (found === undefined) throw noSuchCase(number);
  checkSight(found.complaint, person);
  return { body: OfficialCase.parse(shown(found, at)), headers: { etag: `"${found.desk.version}"` } };
}

function shown({ complaint, desk, words, petitioner, ledger, answers, signals }: Case, asOf: Instant): unknown {
  const { number, status, stage, channel, language, district, receivedAt, identity } = complaint;
  const { classification, assignment, deadline } = complaint;
  const { name, phone, email } = petitioner;
  return {
    number,
    version: desk.version,
    status,
    stage,
    channel,
    language,
    district,
    ...words,
    // Whoever asked for protection is shown to nobody who handles the case.
    petitioner: identity === 'named' ? { name, phone, email } : {},
    receivedAt,
    classification,
    assignment,
    deadline,
    ledger,
    answers,
    signals: signals.map((signal) => ({
      signal: signal.number,
      kind: signal.said.kind,
      at: signal.at,
      by: signal.by.role === 'petitioner' ? 'petitioner' : signal.by.id,
      status: signal.status,
      code: signal.refusal?.code,
      reason: signal.refusal?.message,
    })),
    asOf,
  };
}
