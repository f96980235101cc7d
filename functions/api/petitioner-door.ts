import { countWrongCode } from '#functions/aws/complaint-access.ts';
import type { Case } from '#functions/aws/complaint-items.ts';
import { readCase } from '#functions/aws/complaint-table.ts';
import { afterWrongCode, isClosedForCodes } from '#rules/code-window.ts';
import { parseComplaintNumber } from '#rules/complaint-number.ts';
import { Refused } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import { isAccessCode } from './access-code.ts';

const noSuchComplaint = (): Refused =>
  new Refused('complaint-not-found', 'no complaint has this number and this access code');

/**
 * Lets a petitioner in by number and access code.
 *
 * A wrong code, a number that does not exist and a closed door get the same answer, so that nobody learns which it was.
 *
 * @throws Refused complaint-not-found
 */
export async function asPetitioner(
  table: string,
  { number, accessCode, at }: { number: string; accessCode: string | undefined; at: Instant },
): Promise<Case> {
  const parsed = parseComplaintNumber(number);
  const found = parsed === undefined ? undefined : await readCase(table, parsed.number);
  if (found === undefined) throw noSuchComplaint();
  const { access, complaint } = found;
  if (isClosedForCodes(access, at)) throw noSuchComplaint();
  if (accessCode !== undefined && isAccessCode(accessCode, access)) return found;
  await countWrongCode(table, complaint.number, access, afterWrongCode(access, at));
  throw noSuchComplaint();
}
