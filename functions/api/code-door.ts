import { countWrongCode } from '#functions/aws/complaint-access.ts';
import type { Access } from '#functions/aws/complaint-items.ts';
import { isSecretCode } from '#functions/middleware/secret-code.ts';
import { afterWrongCode, isClosedForCodes } from '#rules/code-window.ts';
import { parseComplaintNumber } from '#rules/complaint-number.ts';
import { Refused } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';

/** How often a wrong code is counted anew because others were counted meanwhile; five of them close the door. */
const LAPS = 8;

/** A number with a code that somebody brings, and which of a complaint's doors it is to open. */
export type Knock = {
  readonly number: string;
  readonly code: string | undefined;
  readonly at: Instant;
  readonly door: 'access' | 'transfer-code';
};

/**
 * Lets in by number and code.
 *
 * A wrong code, a number that does not exist and a closed door get the same answer, so that nobody learns which it was.
 *
 * @param read    what is given to whoever comes in, with what proves them
 * @param refused what everybody else is told
 * @throws Refused complaint-not-found; TransientFault when the table was busy
 */
export async function byCode<F extends { readonly access: Access }>(
  table: string,
  { number, code, at, door }: Knock,
  read: (table: string, number: string) => Promise<F | undefined>,
  refused: string,
): Promise<F & { readonly number: string }> {
  const parsed = parseComplaintNumber(number);
  for (let lap = 0; parsed !== undefined && lap < LAPS; lap += 1) {
    const found = await read(table, parsed.number);
    if (found === undefined || isClosedForCodes(found.access, at)) break;
    const { access } = found;
    if (code !== undefined && isSecretCode(code, access)) return { ...found, number: parsed.number };
    if (await countWrongCode(table, parsed.number, access, afterWrongCode(access, at), door)) break;
  }
  throw new Refused('complaint-not-found', refused);
}
