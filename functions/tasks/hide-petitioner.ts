import type { Change } from '#functions/aws/complaint-change.ts';
import { readPetitioner } from '#functions/aws/complaint-table.ts';
import { livesApart } from '#rules/people/protection.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { TransientFault } from '#schemas/errors.ts';

/**
 * The move of the petitioner out of the complaint table, when a change takes their name off the complaint; else nothing, and
 * nothing is read of them.
 *
 * @param into the identity table, for a step that may write there
 * @throws TransientFault when they are not there (any more): the step then decides anew
 */
export async function hidePetitioner(
  table: string,
  into: string | undefined,
  before: Complaint,
  after: Complaint,
): Promise<Change['movesApart']> {
  if (livesApart(before) || !livesApart(after)) return undefined;
  if (into === undefined) throw new Error(`complaint ${before.number} was protected by a step that may protect nobody`);
  const petitioner = await readPetitioner(table, before.number);
  if (petitioner === undefined) throw new TransientFault(`complaint ${before.number} has no petitioner`, undefined);
  return { petitioner, into };
}
