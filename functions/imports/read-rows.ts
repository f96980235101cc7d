import { createHmac, randomBytes } from 'node:crypto';
import type * as z from 'zod';
import { listCity } from '#functions/aws/city-table.ts';
import { importObject, layDown, readObject } from '#functions/aws/import-store.ts';
import { secretOfRows } from '#functions/aws/import-table.ts';
import { judgedRows } from '#rules/imports/row-filing.ts';
import type { Import } from '#schemas/import.ts';
import { FileRefused } from '#schemas/import-errors.ts';
import type { Cell, RowFault, Sheet } from '#schemas/import-file.ts';
import type { ReadRowsSettings } from '#schemas/settings.ts';
import type { FaultyRows, ImportStanding, ImportStepInput, RowToFile } from '#schemas/tasks/import.ts';
import { changeInStep, importOf } from './change-import.ts';
import { type FileContent, readSheets } from './files/read-sheets.ts';
import { findHeadings } from './find-headings.ts';
import { refusedBy } from './refused.ts';
import { standingOf } from './standing.ts';

/** Rows of a part: what one call of FileRows files. */
const PART_ROWS = 25;

/** How many faults the import itself shows; all stand in its report. */
const SHOWN_FAULTS = 100;

type Settings = z.infer<typeof ReadRowsSettings>;

/**
 * Reads the file, judges its rows, and lays down those to file in parts and those with faults in one object.
 *
 * Done again it lays down the same: the rows are judged by when the import was started, not by now.
 */
export async function readRows(settings: Settings, { id, at }: ImportStepInput): Promise<ImportStanding> {
  const { IMPORT_TABLE, IMPORT_BUCKET } = settings;
  const found = await importOf(IMPORT_TABLE, id);
  if (found.stage !== 'reading') return standingOf(found);
  try {
    const file = await readObject(IMPORT_BUCKET, importObject.file(id));
    if (file === undefined) throw new FileRefused('file-missing', 'no object');
    const read = await readRowsOf(settings, found, await readSheets(file, findHeadings));
    return standingOf(
      await changeInStep(IMPORT_TABLE, id, (before) =>
        before.stage === 'reading' ? { ...before, ...read, stage: 'filing' } : undefined,
      ),
    );
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    const refused = (before: Import) => (before.stage === 'reading' ? refusedBy(error, before, at) : undefined);
    return standingOf(await changeInStep(IMPORT_TABLE, id, refused));
  }
}

type Read = Required<
  Pick<Import, 'content' | 'parts' | 'counts' | 'faults' | 'hiddenSheets' | 'sheetsWithoutHeadings' | 'unknownHeadings'>
>;

async function readRowsOf(
  { IMPORT_TABLE, IMPORT_BUCKET, CITY_TABLE }: Settings,
  { id, file, startedAt, askedAt }: Import,
  { sheets, hidden, withoutHeadings }: FileContent,
): Promise<Read> {
  const judging = {
    at: startedAt ?? askedAt,
    kinds: await listCity(CITY_TABLE, 'kind'),
    channel: file.channel,
    keepsDates: file.receiptDates === 'keep',
  };
  const toFile: RowToFile[] = [];
  const faulty: FaultyRows = [];
  for (const sheet of sheets) {
    const rows: FaultyRows[number]['rows'] = [];
    for (const judged of judgedRows(sheet, judging)) {
      const { row, cells } = judged;
      if ('faults' in judged)
        rows.push({ sheet: sheet.name, row, cells: cells.map(shown), faults: [...judged.faults] });
      else toFile.push({ sheet: sheet.name, row, filing: judged.filing, receivedAt: judged.receivedAt });
    }
    faulty.push({ sheet: sheet.name, headings: sheet.headings.map(({ text }) => text), rows });
  }
  const parts = Math.ceil(toFile.length / PART_ROWS);
  const numbers = Array.from({ length: parts }, (_, part) => part);
  for (const part of numbers) {
    const rows = toFile.slice(part * PART_ROWS, (part + 1) * PART_ROWS);
    await layDown(IMPORT_BUCKET, importObject.part(id, part), JSON.stringify(rows));
  }
  await layDown(IMPORT_BUCKET, importObject.faults(id), JSON.stringify(faulty));
  await layDown(IMPORT_BUCKET, importObject.parts(id), JSON.stringify(numbers));
  const faultyRows = faulty.flatMap(({ rows }) => rows);
  return {
    content: contentOf(sheets, await secretOfRows(IMPORT_TABLE, randomBytes(32).toString('base64url'))),
    parts,
    counts: { rows: toFile.length + faultyRows.length, filed: 0, filedBefore: 0, faulty: faultyRows.length },
    faults: faultyRows.flatMap(({ faults }): RowFault[] => faults).slice(0, SHOWN_FAULTS),
    hiddenSheets: [...hidden],
    sheetsWithoutHeadings: [...withoutHeadings],
    unknownHeadings: sheets.flatMap(({ headings }) =>
      headings.filter(({ column }) => column === undefined).map(({ text }) => text.slice(0, 100)),
    ),
  };
}

const shown = (cell: Cell): string => (cell.kind === 'empty' ? '' : cell.text);

/**
 * What the rows of a file are known by: all that is read of them, with sheet and row, whatever the file is called and by
 * whichever program it was saved. Keyed, so that nobody who reads it finds out by trying whose name was in it.
 */
function contentOf(sheets: readonly Sheet[], secret: string): string {
  const content = createHmac('sha256', secret);
  for (const { name, headings, rows } of sheets) {
    const read = headings.filter(({ column }) => column !== undefined);
    content.update(JSON.stringify([name, read.map(({ column }) => column)]));
    for (const { number, cells } of rows) {
      content.update(JSON.stringify([number, read.map(({ at }) => cells.get(at) ?? null)]));
    }
  }
  return content.digest('base64url');
}
