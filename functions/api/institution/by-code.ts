import { readTransferCode } from '#functions/aws/complaint-access.ts';
import { readDocket } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Said } from '#schemas/signal.ts';
import { byCode } from '../code-door.ts';
import { noSuchCase } from '../official/check-sight.ts';
import { say } from '../say.ts';
import { showToInstitution } from './show-case.ts';

type Settings = { readonly COMPLAINT_TABLE: string; readonly CITY_TABLE: string };

type Request = {
  readonly at: Instant;
  readonly params: { readonly number: string };
  readonly transferCode: string | undefined;
  readonly idempotencyKey: string | undefined;
};

/**
 * Which transfer of a complaint the code was mailed for.
 *
 * @throws Refused complaint-not-found for a wrong code, as the petitioner's door does
 */
async function transferOf(table: string, { at, params, transferCode }: Request) {
  const knock = { number: params.number, code: transferCode, at, door: 'transfer-code' } as const;
  const refused = 'no transfer has this number and this code';
  const { number, access } = await byCode(table, knock, readTransferCode, refused);
  return { number, asked: access.asked };
}

/** Shows the case that a mail asked an institution to take; when the term has ended, the code opens nothing any more. */
export async function readByCode({ COMPLAINT_TABLE: table }: Settings, request: Request): Promise<Reply> {
  const { number, asked } = await transferOf(table, request);
  const untilAt = (await readDocket(table, number))?.complaint.outside?.untilAt;
  if (untilAt === undefined || request.at > untilAt) throw noSuchCase(number);
  return showToInstitution(table, { number, at: request.at, asked });
}

/**
 * Keeps what an institution says that was asked by mail, proved by the code of that mail.
 *
 * @throws Refused as `say`, and `complaint-not-found` for a wrong code or one of an earlier transfer
 */
export async function sayByCode(settings: Settings, request: Request, said: Said): Promise<Reply> {
  const { at, idempotencyKey } = request;
  const { number, asked } = await transferOf(settings.COMPLAINT_TABLE, request);
  const outside = (await readDocket(settings.COMPLAINT_TABLE, number))?.complaint.outside;
  if (outside?.asked !== asked) throw noSuchCase(number);
  const kept = await say(settings, {
    number,
    at,
    by: { role: 'institution', institution: outside.institution },
    said,
    check: (complaint) => {
      if (complaint.outside?.asked !== asked) throw noSuchCase(number);
    },
    idempotencyKey,
  });
  return { body: kept };
}
