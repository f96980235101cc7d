import { readAbsences } from '#functions/aws/city-table.ts';
import { standsInFor, validAbsences } from '#rules/people/absence.ts';
import type { Instant } from '#schemas/instant.ts';
import type { PersonId } from '#schemas/person.ts';

/** The absent persons for whom somebody stands in now. */
export async function absentFor(cityTable: string, { id }: { id: string }, at: Instant): Promise<PersonId[]> {
  const { absences, people } = await readAbsences(cityTable);
  return standsInFor(id, validAbsences(absences, people), at);
}
