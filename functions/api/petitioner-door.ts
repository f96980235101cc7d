import type { Access } from '#functions/aws/complaint-items.ts';
import type { Instant } from '#schemas/instant.ts';
import { byCode } from './code-door.ts';

/**
 * Lets a petitioner in by number and access code; see byCode.
 *
 * @param read what is given to the petitioner, with what proves them
 * @throws Refused complaint-not-found; TransientFault when the table was busy
 */
export const asPetitioner = <F extends { readonly access: Access }>(
  table: string,
  { number, accessCode, at }: { number: string; accessCode: string | undefined; at: Instant },
  read: (table: string, number: string) => Promise<F | undefined>,
): Promise<F & { readonly number: string }> =>
  byCode(
    table,
    { number, code: accessCode, at, door: 'access' },
    read,
    'no complaint has this number and this access code',
  );
