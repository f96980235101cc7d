import { readImport } from '#functions/aws/import-table.ts';
import type { Caller } from '#functions/middleware/api-request.ts';
import { Refused } from '#schemas/errors.ts';
import type { Import, ImportId } from '#schemas/import.ts';

/**
 * An import of the caller's; operators see everybody's.
 *
 * @throws Refused `not-found`, also for another's: whether it exists is not theirs to know
 */
export async function importOf(table: string, id: ImportId, { id: by, groups }: Caller): Promise<Import> {
  const found = await readImport(table, id);
  if (found !== undefined && (found.by === by || groups.includes('operator'))) return found;
  throw new Refused('not-found', `no import ${id} of yours`);
}
