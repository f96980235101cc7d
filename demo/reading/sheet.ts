import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { Refusal } from '../refusal.ts';

/** One row of a sheet: its number as a spreadsheet shows it, and its cells as trimmed text (`''` for an empty one). */
export type Row = { readonly row: number; readonly cells: readonly string[] };

/** The first sheet of a file: its header's cells, and the rows below it that hold anything. */
export type Sheet = { readonly header: readonly string[]; readonly rows: readonly Row[] };

/** The largest file taken, 104_857_600 bytes (100 MB): it is read whole. */
const LARGEST_BYTES = 104_857_600;

/**
 * Reads the first sheet of an .xlsx file, or a .csv file in UTF-8 or, as Korean Excel writes it, code page 949.
 *
 * @throws Refusal when it is missing, of another kind, broken or without a header
 */
export async function readSheet(path: string): Promise<Sheet> {
  const name = basename(path);
  const ending = extname(path).toLowerCase();
  if (ending !== '.xlsx' && ending !== '.csv') {
    throw new Refusal(`'${name}' ends in '${ending}', expected .xlsx or .csv: save it as one of them`);
  }
  const bytes = await bytesOf(path);
  const lines = ending === '.xlsx' ? await workbookLines(bytes, name) : csvLines(bytes, name);
  const [header, ...rows] = lines
    .map((cells, index): Row => ({ row: index + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (header === undefined) throw new Refusal(`'${name}' is empty, expected a header with the names of its columns`);
  return { header: header.cells, rows };
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= LARGEST_BYTES) return bytes;
    throw new Refusal(`'${basename(path)}' has ${bytes.length} bytes, expected at most ${LARGEST_BYTES}: split it`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Refusal(`'${path}' does not exist: name an .xlsx or .csv file`);
    if (code === 'EISDIR') throw new Refusal(`'${path}' is a folder, expected an .xlsx or .csv file`);
    if (code === 'EACCES') throw new Refusal(`'${path}' may not be read by this user: change its permissions`);
    throw error;
  }
}

/** Every fault of the package means the same to whoever named the file: this is no workbook. */
async function workbookLines(bytes: Buffer, name: string): Promise<string[][]> {
  let sheets: Awaited<ReturnType<typeof readWorkbook>>;
  try {
    sheets = await readWorkbook(bytes);
  } catch (error) {
    throw new Refusal(`'${name}' is not an .xlsx workbook, or is broken: save it anew`, { cause: error });
  }
  return (sheets[0]?.data ?? []).map((cells) => cells.map(cellText));
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

function csvLines(bytes: Buffer, name: string): string[][] {
  try {
    return parse(csvText(bytes, name), { bom: true, relax_column_count: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Refusal(`'${name}' is not well-formed CSV: ${error.message}`, { cause: error });
  }
}

function csvText(bytes: Buffer, name: string): string {
  for (const encoding of ['utf-8', 'euc-kr']) {
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      // Not in this encoding; Node names the fault, the specification calls it a TypeError.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new Refusal(`'${name}' is not text in UTF-8 or code page 949: save it as CSV UTF-8`);
}
