import { changeImport, readImport } from '#functions/aws/import-table.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { Import, ImportId } from '#schemas/import.ts';
import { ImportMissing } from '#schemas/import-errors.ts';

/** How often a change is decided anew when somebody else changed the import first. */
const LAPS = 8;

/**
 * Reads an import, decides, and keeps what was decided; once more when it was changed meanwhile.
 *
 * @param decide what becomes of it; nothing when it stays as it is
 * @returns the import as it is now
 * @throws ImportMissing, TransientFault
 */
export async function changeInStep(
  table: string,
  id: ImportId,
  decide: (before: Import) => Import | undefined,
): Promise<Import> {
  for (let lap = 0; lap < LAPS; lap += 1) {
    const before = await importOf(table, id);
    const after = decide(before);
    if (after === undefined) return before;
    if (await changeImport(table, before, after)) return { ...after, version: before.version + 1 };
  }
  throw new TransientFault(`import ${id} was changed ${LAPS} times meanwhile`, undefined);
}

/** @throws ImportMissing */
export async function importOf(table: string, id: ImportId): Promise<Import> {
  const found = await readImport(table, id);
  if (found === undefined) throw new ImportMissing(id);
  return found;
}
