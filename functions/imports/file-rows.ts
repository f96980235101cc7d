import type * as z from 'zod';
import { importObject, readObject } from '#functions/aws/import-store.ts';
import { isPartFiled, keepFiledPart } from '#functions/aws/import-table.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { FiledRow, Import } from '#schemas/import.ts';
import type { FileRowsSettings } from '#schemas/settings.ts';
import { type FileRowsInput, RowToFile } from '#schemas/tasks/import.ts';
import { importOf } from './change-import.ts';
import { fileRow } from './file-row.ts';

/** Rows that are filed at once: each waits for DynamoDB alone. */
const ROWS_AT_ONCE = 5;

type Settings = z.infer<typeof FileRowsSettings>;

/**
 * Files the rows of some parts. Each row is filed under a key of its own, so that a part that was cut short files the rest.
 *
 * @returns how many rows the parts have
 */
export async function fileRows(settings: Settings, { id, parts, at }: FileRowsInput): Promise<{ rows: number }> {
  const found = await importOf(settings.IMPORT_TABLE, id);
  let rows = 0;
  for (const part of parts) rows += await filePart(settings, found, part, at);
  return { rows };
}

async function filePart(settings: Settings, found: Import, part: number, at: FileRowsInput['at']): Promise<number> {
  const { IMPORT_TABLE, IMPORT_BUCKET } = settings;
  if (await isPartFiled(IMPORT_TABLE, found.id, part)) return 0;
  const key = importObject.part(found.id, part);
  const read = await readObject(IMPORT_BUCKET, key);
  if (read === undefined) throw new TransientFault(`${key} is not there`, undefined);
  const waiting = RowToFile.array().parse(JSON.parse(read.toString('utf8')));
  const filed: FiledRow[] = [];
  for (let from = 0; from < waiting.length; from += ROWS_AT_ONCE) {
    const rows = waiting.slice(from, from + ROWS_AT_ONCE);
    filed.push(...(await Promise.all(rows.map((row) => fileRow(settings, found, row, at)))));
  }
  await keepFiledPart(IMPORT_TABLE, found.id, part, filed);
  return filed.length;
}
