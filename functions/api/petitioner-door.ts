import { countWrongCode } from '#functions/aws/complaint-access.ts';
import type { Access } from '#functions/aws/complaint-items.ts';
import { afterWrongCode, isClosedForCodes } from '#rules/code-window.ts';
import { parseComplaintNumber } from '#rules/complaint-number.ts';
import { Refused } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import { isAccessCode } from './access-code.ts';

const noSuchComplaint = (): Refused =>
  new Refused('complaint-not-found', 'no complaint has this number and this access code');

/** How often a wrong code is counted anew because others were counted meanwhile; five of them close the door. */
const LAPS = 8;

/**
 * Lets a petitioner in by number and access code.
 *
 * A wrong code, a number that does not exist and a closed door get the same answer, so that nobody learns which it was.
 *
 * @param read what is given to the petitioner, with what proves them
 * @throws Refused complaint-not-found; TransientFault when the table was busy
 */
export async function asPetitioner<F extends { readonly access: Access }>(
  table: string,
  { number, accessCode, at }: { number: string; accessCode: string | undefined; at: Instant },
  read: (table: string, number: string) => Promise<F | undefined>,
): Promise<F & { readonly number: string }> {
  const parsed = parseComplaintNumber(number);
  for (let lap = 0; parsed !== undefined && lap < LAPS; lap += 1) {
    const found = await read(table, parsed.number);
    if (found === undefined || isClosedForCodes(found.access, at)) break;
    const { access } = found;
    if (accessCode !== undefined && isAccessCode(accessCode, access)) return { ...found, number: parsed.number };
    if (await countWrongCode(table, parsed.number, access, afterWrongCode(access, at))) break;
  }
  throw noSuchComplaint();
}
