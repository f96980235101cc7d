import type * as z from 'zod';
import { importObject, layDown, readObject, removeObjects } from '#functions/aws/import-store.ts';
import { readFiledParts } from '#functions/aws/import-table.ts';
import { log } from '#functions/middleware/log.ts';
import { WORKBOOK } from '#schemas/api/imports.ts';
import type { ImportStepSettings } from '#schemas/settings.ts';
import { FaultyRows, type ImportStanding, type ReportImportInput } from '#schemas/tasks/import.ts';
import { changeInStep, importOf } from './change-import.ts';
import { reportWorkbook } from './report-workbook.ts';
import { standingOf } from './standing.ts';

/**
 * Says what became of every row, once every part is filed: counts, and a workbook with the faulty rows and the numbers.
 *
 * The file and its rows are then removed: what was good of them are complaints, and the rest stands in the workbook.
 */
export async function reportImport(
  { IMPORT_TABLE, IMPORT_BUCKET }: z.infer<typeof ImportStepSettings>,
  { id, at }: ReportImportInput,
): Promise<ImportStanding> {
  const found = await importOf(IMPORT_TABLE, id);
  if (found.stage !== 'filing') return standingOf(found);
  const { parts = 0 } = found;
  const filedParts = await readFiledParts(IMPORT_TABLE, id);
  const unfiled = parts - filedParts.length;
  if (unfiled > 0) return standingOf(found, unfiled);
  const faults = await readObject(IMPORT_BUCKET, importObject.faults(id));
  const faulty = FaultyRows.parse(JSON.parse(faults?.toString('utf8') ?? '[]'));
  const rows = filedParts.flatMap((part) => part.rows);
  await layDown(IMPORT_BUCKET, importObject.report(id), await reportWorkbook(faulty, rows), WORKBOOK);
  const filed = rows.filter(({ isNew }) => isNew).length;
  const bad = faulty.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  const counts = { rows: rows.length + bad, filed, filedBefore: rows.length - filed, faulty: bad };
  const after = await changeInStep(IMPORT_TABLE, id, (before) =>
    before.stage === 'filing' ? { ...before, stage: 'done', counts, endedAt: at, fault: undefined } : undefined,
  );
  const left = Array.from({ length: parts }, (_, part) => importObject.part(id, part));
  await removeObjects(IMPORT_BUCKET, [...left, importObject.faults(id), importObject.parts(id), importObject.file(id)]);
  log.info('import reported', { importId: id, ...counts });
  return standingOf(after);
}
