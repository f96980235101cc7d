import { readAbsences } from '#functions/aws/city-table.ts';
import type { Change } from '#functions/aws/complaint-change.ts';
import { recipientAt, validAbsences } from '#rules/people/absence.ts';
import { isAmong } from '#rules/people/named-people.ts';
import type { Named } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';

type Notices = NonNullable<Change['notices']>;

/**
 * Notices as they are planned: those of an absent person go to the deputy, unless the case is one that they may not know of. The
 * city is asked only when one goes to its people.
 */
export async function toDeputies(cityTable: string, notices: Notices, barred: Named, at: Instant): Promise<Notices> {
  if (!notices.some(({ to }) => 'id' in to)) return notices;
  const { absences, people } = await readAbsences(cityTable);
  const valid = validAbsences(absences, people);
  return notices.map((notice) => {
    const to = recipientAt(notice.to, valid, at);
    return 'id' in to && isAmong(barred, { person: to.id }) ? notice : { ...notice, to };
  });
}
