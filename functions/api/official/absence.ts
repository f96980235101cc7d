import type * as z from 'zod';
import { keepCity, readAbsences, readCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest, Caller } from '#functions/middleware/api-request.ts';
import { mayRecordAbsence, refusalOfAbsence } from '#rules/people/new-absence.ts';
import type { Absence } from '#schemas/absence.ts';
import { MyAbsence } from '#schemas/api/absence.ts';
import type { officialOperations } from '#schemas/api/official.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused } from '#schemas/errors.ts';
import type { Person, PersonId } from '#schemas/person.ts';
import type { OfficialApiSettings } from '#schemas/settings.ts';
import { absentFor } from './absent-for.ts';
import { personOf } from './person-of.ts';

type Settings = z.infer<typeof OfficialApiSettings>;

/**
 * Records a person's absence and the deputy who stands in for them, instead of the one recorded before.
 *
 * @throws Refused `absence-not-yours`, `not-found` for a person the city does not know, or as refusalOfAbsence says
 */
export async function putAbsence(
  { CITY_TABLE }: Settings,
  { at, caller, params: { id }, body }: ApiRequest<ById<typeof officialOperations, 'putAbsence'>>,
): Promise<Reply> {
  const person = await personInTheirCare(CITY_TABLE, caller, id);
  const absence: Absence = { ...body, id, fromAt: body.fromAt ?? at };
  const deputy = await readCity(CITY_TABLE, 'person', absence.deputy);
  const { absences } = await readAbsences(CITY_TABLE);
  const refusal = refusalOfAbsence(absence, { at, person, deputy, absences });
  if (refusal !== undefined) throw new Refused(refusal.code, refusal.message);
  await keepCity(CITY_TABLE, 'absence', absence, { by: caller.id, at });
  return { body: absence };
}

/**
 * Ends a person's absence now; one that has ended stays as it is.
 *
 * @throws Refused `absence-not-yours`, `not-found` for a person the city does not know, or whose absence nobody recorded
 */
export async function endAbsence(
  { CITY_TABLE }: Settings,
  { at, caller, params: { id } }: ApiRequest<ById<typeof officialOperations, 'endAbsence'>>,
): Promise<Reply> {
  await personInTheirCare(CITY_TABLE, caller, id);
  const before = await readCity(CITY_TABLE, 'absence', id);
  if (before === undefined) throw new Refused('not-found', `no absence of '${id}' is recorded`);
  if (before.untilAt <= at) return { body: before };
  const ended: Absence = { ...before, untilAt: at };
  await keepCity(CITY_TABLE, 'absence', ended, { by: caller.id, at });
  return { body: ended };
}

/** The caller's absence unless it has ended, and the absences of those whose cases they have now. */
export async function readMyAbsence(
  { CITY_TABLE }: Settings,
  { at, caller }: ApiRequest<ById<typeof officialOperations, 'readMyAbsence'>>,
): Promise<Reply> {
  const { absences } = await readAbsences(CITY_TABLE);
  const absence = absences.find(({ id, untilAt }) => id === caller.id && at < untilAt);
  const ids = await absentFor(CITY_TABLE, caller, at);
  const standsInFor = absences.filter(({ id }) => ids.includes(id));
  return { body: MyAbsence.parse({ absence, standsInFor, asOf: at }) };
}

/** The person whose absence the caller may record. */
async function personInTheirCare(cityTable: string, caller: Caller, id: PersonId): Promise<Person> {
  const [by, person] = await Promise.all([personOf(cityTable, caller), readCity(cityTable, 'person', id)]);
  const department =
    person?.department === undefined ? undefined : await readCity(cityTable, 'department', person.department);
  if (!mayRecordAbsence(by, id, department?.leadId)) {
    throw new Refused(
      'absence-not-yours',
      `'${by.id}' is neither '${id}', nor the lead of their department, nor an operator`,
    );
  }
  if (person === undefined) throw new Refused('not-found', `the city knows no person '${id}'`);
  return person;
}
