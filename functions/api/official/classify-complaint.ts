import type * as z from 'zod';
import { readCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { officialOperations } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused } from '#schemas/errors.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import { sayToCase } from './say-to-case.ts';

type Request = ApiRequest<ById<typeof officialOperations, 'classifyComplaint'>>;

/** Keeps what a person says a complaint is, where its words left the rules unsure. */
export async function classifyComplaint(
  settings: z.infer<typeof OfficialApiSettings>,
  request: Request,
): Promise<Reply> {
  const { kind, topic, isSimple } = request.body;
  if ((await readCity(settings.CITY_TABLE, 'kind', kind)) === undefined) {
    throw new Refused('kind-unknown', `kind '${kind}' does not exist`);
  }
  return sayToCase(settings, request, { kind: 'classification', complaintKind: kind, topic, isSimple });
}
