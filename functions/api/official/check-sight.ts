import { parseComplaintNumber } from '#rules/complaint-number.ts';
import { sightOf } from '#rules/people/access.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { Refused } from '#schemas/errors.ts';
import type { Person, PersonId } from '#schemas/person.ts';

/** The refusal of a case that this person may not even know of, or that does not exist. */
export const noSuchCase = (number: string): Refused =>
  new Refused('complaint-not-found', `no complaint of yours has the number ${number}`);

/**
 * The number as the table keeps it.
 *
 * @throws Refused complaint-not-found when it is none
 */
export function numberOf(text: string): string {
  const parsed = parseComplaintNumber(text);
  if (parsed === undefined) throw noSuchCase(text);
  return parsed.number;
}

/**
 * Checks that a person may see a case whole.
 *
 * @param standsInFor the absent persons whose cases are theirs meanwhile
 * @throws Refused `not-yours` (403) for a case of their department, `complaint-not-found` (404) for any other
 */
export function checkSight(complaint: Complaint, person: Person, standsInFor: readonly PersonId[]): void {
  const sight = sightOf(complaint, person, standsInFor);
  if (sight === 'whole') return;
  if (sight === 'nothing') throw noSuchCase(complaint.number);
  throw new Refused('not-yours', `complaint ${complaint.number} is your department's, but not yours`);
}
