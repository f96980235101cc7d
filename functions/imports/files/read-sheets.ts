import { FileRefused } from '#schemas/import-errors.ts';
import type { Heading, MergedCells, Sheet, SheetRow } from '#schemas/import-file.ts';
import { limits } from './limits.ts';
import { decodedText, separatedRows } from './separated-text.ts';
import { SheetCells } from './sheet-cells.ts';
import { openWorkbook, readXml, type SheetPart, sharedTexts, type Workbook } from './workbook.ts';

/** What a file holds: the sheets that have the headings, and the names of those left out, by why. */
export type FileContent = {
  readonly sheets: readonly Sheet[];
  readonly hidden: readonly string[];
  readonly withoutHeadings: readonly string[];
};

/** Finds the headings in a row; nothing when it is none of headings. */
export type FindHeadings = (row: SheetRow) => readonly Heading[] | undefined;

/** How much of a file was read, all sheets together. */
type Count = { rows: number; cells: number };

const startsWith = (file: Buffer, bytes: readonly number[]): boolean => bytes.every((byte, at) => file[at] === byte);

/** What other sorts of file begin with: PDF, PNG, JPEG, GIF, RAR, 7z, gzip, HWP 3. */
const others = ['%PDF', '\x89PNG', '\xff\xd8\xff', 'GIF8', 'Rar!', '7z\xbc\xaf', '\x1f\x8b', 'HWP Document', '{\\rtf'];

/**
 * Reads a file to import by what it is, not by its name: an xlsx workbook, or separated text.
 *
 * Hidden sheets are not read: nobody who looked at the file saw them. Of a sheet only columns with a heading are kept.
 *
 * @throws FileRefused as soon as it is known, with nothing more of the file unpacked
 */
export async function readSheets(file: Buffer, findHeadings: FindHeadings): Promise<FileContent> {
  const content = sortOf(file) === 'workbook' ? await readWorkbook(file, findHeadings) : readText(file, findHeadings);
  if (content.sheets.length === 0) throw new FileRefused('headings-missing', 'no sheet has the headings');
  if (content.sheets.every(({ rows }) => rows.length === 0)) throw new FileRefused('no-rows', 'no rows');
  return content;
}

/**
 * Looks at a file without reading a row: its first bytes and, of a workbook, its directory and its list of sheets.
 *
 * @throws FileRefused
 */
export async function inspectFile(file: Buffer): Promise<void> {
  if (sortOf(file) === 'workbook') await openWorkbook(file);
}

/** What a file is by its first bytes, never by its name. */
function sortOf(file: Buffer): 'workbook' | 'text' {
  if (file.length === 0) throw new FileRefused('file-empty', '0 bytes');
  if (startsWith(file, [0xd0, 0xcf, 0x11, 0xe0])) throw new FileRefused('file-locked', 'an OLE file');
  const head = file.toString('latin1', 0, 16);
  if (others.some((mark) => head.startsWith(mark))) throw new FileRefused('file-type', 'another sort of file');
  return startsWith(file, [0x50, 0x4b]) ? 'workbook' : 'text';
}

function readText(file: Buffer, findHeadings: FindHeadings): FileContent {
  const gathering = new Gathering(findHeadings, { rows: 0, cells: 0 });
  for (const row of separatedRows(decodedText(file))) {
    gathering.row(row);
    if (gathering.isHopeless) break;
  }
  const sheet = gathering.sheet('', false);
  return { sheets: sheet === undefined ? [] : [sheet], hidden: [], withoutHeadings: [] };
}

async function readWorkbook(file: Buffer, findHeadings: FindHeadings): Promise<FileContent> {
  const workbook = await openWorkbook(file);
  const shared = await sharedTexts(workbook);
  const count = { rows: 0, cells: 0 };
  const sheets: Sheet[] = [];
  const withoutHeadings: string[] = [];
  for (const part of workbook.sheets.filter(({ isHidden }) => !isHidden)) {
    const sheet = await readSheet(workbook, part, shared, new Gathering(findHeadings, count));
    if (sheet === undefined) withoutHeadings.push(part.name);
    else sheets.push(sheet);
  }
  const hidden = workbook.sheets.filter(({ isHidden }) => isHidden).map(({ name }) => name);
  return { sheets, hidden, withoutHeadings };
}

/** Thrown by nobody but here, to stop unpacking a sheet that has no headings where they would be. */
class Hopeless extends Error {}

async function readSheet(
  { file, from1904 }: Workbook,
  { name, entry }: SheetPart,
  shared: readonly string[],
  gathering: Gathering,
): Promise<Sheet | undefined> {
  const cells = new SheetCells(shared, {
    wants: (column) => gathering.wants(column),
    row: (row) => {
      gathering.row(row);
      if (gathering.isHopeless) throw new Hopeless();
    },
    merged: (range) => gathering.merged.push(range),
  });
  try {
    await readXml(file, entry, limits.sheetBytes, cells);
  } catch (error) {
    if (!(error instanceof Hopeless)) throw error;
  }
  return gathering.sheet(name, from1904);
}

/** The rows of a sheet as they come, and its headings once they are found. */
class Gathering {
  readonly merged: MergedCells[] = [];
  readonly #findHeadings: FindHeadings;
  readonly #count: Count;
  readonly #rows: SheetRow[] = [];
  #headings: readonly Heading[] | undefined;
  #wanted = new Set<number>();
  #lookedAt = 0;

  constructor(findHeadings: FindHeadings, count: Count) {
    this.#findHeadings = findHeadings;
    this.#count = count;
  }

  /** No headings where they would be. */
  get isHopeless(): boolean {
    return this.#headings === undefined && this.#lookedAt >= limits.headingRows;
  }

  wants(column: number): boolean {
    return this.#headings === undefined ? column < limits.columns : this.#wanted.has(column);
  }

  row(row: SheetRow): void {
    if (this.#headings === undefined) {
      this.#lookedAt += 1;
      this.#headings = this.#findHeadings(row);
      this.#wanted = new Set(this.#headings?.map(({ at }) => at));
      return;
    }
    const cells = new Map([...row.cells].filter(([column]) => this.#wanted.has(column)));
    if (cells.size === 0) return;
    this.#count.rows += 1;
    this.#count.cells += cells.size;
    if (this.#count.rows > limits.rows) throw new FileRefused('too-many-rows', `more than ${limits.rows} rows`);
    if (this.#count.cells > limits.cells) throw new FileRefused('too-many-cells', `more than ${limits.cells} cells`);
    this.#rows.push({ number: row.number, cells });
  }

  sheet(name: string, from1904: boolean): Sheet | undefined {
    const headings = this.#headings;
    return headings === undefined ? undefined : { name, headings, rows: this.#rows, merged: this.merged, from1904 };
  }
}
