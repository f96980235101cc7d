import { readCity } from '#functions/aws/city-table.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import { Refused } from '#schemas/errors.ts';
import type { InstitutionId } from '#schemas/institution.ts';
import type { Person } from '#schemas/person.ts';
import type { Speaker } from '#schemas/signal.ts';

/** Somebody who signed in for an institution. */
export type Envoy = Extract<Speaker, { role: 'institution' }>;

/** The institution a person speaks for; `undefined` for the city's own people. */
export const institutionOfPerson = ({ groups, institution }: Person): InstitutionId | undefined =>
  groups.includes('institution') ? institution : undefined;

/**
 * Who signed in, as one who speaks for their institution: by the record as it is now, a token may be older.
 *
 * @throws Refused wrong-group when the city knows them as none of an institution's
 */
export async function envoyOf(cityTable: string, { id }: Caller): Promise<Envoy> {
  const person = await readCity(cityTable, 'person', id);
  const institution = person === undefined ? undefined : institutionOfPerson(person);
  if (institution === undefined) throw new Refused('wrong-group', `the city knows '${id}' as nobody of an institution`);
  return { role: 'institution', institution, person: id };
}
