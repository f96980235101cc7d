import type * as z from 'zod';
import { readAccess } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { citizenOperations } from '#schemas/api/citizen.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { CitizenApiSettings } from '#schemas/settings.ts';
import { asPetitioner } from '../petitioner-door.ts';
import { say } from '../say.ts';

type Request = ApiRequest<ById<typeof citizenOperations, 'giveSupplement'>>;

/** Keeps what the petitioner gives after they were asked for it; the clock runs on from now. */
export async function giveSupplement(settings: z.infer<typeof CitizenApiSettings>, request: Request): Promise<Reply> {
  const { at, params, accessCode, body, idempotencyKey } = request;
  const { number } = await asPetitioner(
    settings.COMPLAINT_TABLE,
    { number: params.number, accessCode, at },
    readAccess,
  );
  const said = { kind: 'supplement', text: body.text } as const;
  return { body: await say(settings, { number, at, by: { role: 'petitioner' }, said, idempotencyKey }) };
}
