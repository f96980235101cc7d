import type * as z from 'zod';
import { readCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { acceptanceDays } from '#rules/clock/outside-term.ts';
import type { officialOperations, TransferBody } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused } from '#schemas/errors.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import type { Said } from '#schemas/signal.ts';
import { sayToCase } from './say-to-case.ts';

type Settings = z.infer<typeof OfficialApiSettings>;

type Request = ApiRequest<ById<typeof officialOperations, 'transferComplaint'>>;

/**
 * Keeps to which department a case is passed on, or which institution outside the city is asked to take it, as that one is
 * called and asked today.
 *
 * @throws Refused as sayToCase, `department-unknown` and `institution-unknown`
 */
export async function transferComplaint(settings: Settings, request: Request): Promise<Reply> {
  const { body } = request;
  return sayToCase(
    settings,
    request,
    'department' in body ? await toDepartment(settings, body) : await outside(settings, body),
  );
}

async function toDepartment(
  { CITY_TABLE }: Settings,
  { department, reason }: Extract<TransferBody, { department: unknown }>,
): Promise<Said> {
  if ((await readCity(CITY_TABLE, 'department', department)) === undefined) {
    throw new Refused('department-unknown', `department '${department}' does not exist`);
  }
  return { kind: 'transfer', department, reason };
}

async function outside(
  { CITY_TABLE }: Settings,
  { institution: id, reason, termDays = acceptanceDays }: Extract<TransferBody, { institution: unknown }>,
): Promise<Said> {
  const institution = await readCity(CITY_TABLE, 'institution', id);
  if (institution === undefined) throw new Refused('institution-unknown', `institution '${id}' does not exist`);
  const { name, nameEn, contact } = institution;
  return { kind: 'outside-transfer', institution: id, name, nameEn, contact: contact.kind, reason, termDays };
}
