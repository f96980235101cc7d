import { readCity } from '#functions/aws/city-table.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import { roleOf } from '#rules/people/access.ts';
import { Refused } from '#schemas/errors.ts';
import type { Person } from '#schemas/person.ts';
import type { Speaker } from '#schemas/signal.ts';

/**
 * The city's person behind a token, with the groups they have now: a token may be older than the last change.
 *
 * @throws Refused wrong-group when the city knows no such person
 */
export async function personOf(cityTable: string, { id }: Caller): Promise<Person> {
  const person = await readCity(cityTable, 'person', id);
  if (person === undefined) throw new Refused('wrong-group', `the city knows no person '${id}'`);
  return person;
}

/** The person as somebody who says something to a complaint. */
export const speakerOf = (person: Person): Exclude<Speaker, { role: 'petitioner' }> => ({
  role: roleOf(person),
  id: person.id,
});
