import { FileRefused } from '#schemas/import-errors.ts';
import type { Cell, MergedCells, SheetRow } from '#schemas/import-file.ts';
import { limits } from './limits.ts';
import { attribute, type XmlEars } from './xml-reader.ts';

const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

/** Who is told what a sheet holds. */
export type SheetEars = {
  /** Which columns are wanted of the rows to come: until it is known, all. */
  wants(column: number): boolean;
  /** A row that holds something, in a wanted column or not. */
  row(row: SheetRow): void;
  merged(cells: MergedCells): void;
};

/** The cell that is being read: its parts come one after the other. */
type Reading = { column: number; type: string; value: string; inline: string; formula: string | undefined };

/**
 * Hears a sheet's XML and tells of its rows.
 *
 * The value kept beside a formula is never taken: whoever made the file can write there what they like. Cells that an array
 * formula spills into bear no formula of their own, so they are known by its range.
 *
 * @param shared the texts that cells share
 * @source ECMA-376 part 1, 18.3.1 (worksheets)
 */
export class SheetCells implements XmlEars {
  readonly #shared: readonly string[];
  readonly #ears: SheetEars;
  readonly #spills: MergedCells[] = [];
  #row: { number: number; cells: Map<number, Cell> } | undefined;
  #lastRow = 0;
  #cell: Reading | undefined;
  #lastColumn = -1;
  #part: 'value' | 'inline' | 'formula' | undefined;
  #isPhonetic = false;
  #mergedCount = 0;

  constructor(shared: readonly string[], ears: SheetEars) {
    this.#shared = shared;
    this.#ears = ears;
  }

  open(name: string, tag: string): void {
    switch (name) {
      case 'row':
        this.#beginRow(attribute(tag, 'r'));
        return;
      case 'c':
        this.#beginCell(attribute(tag, 'r'), attribute(tag, 't') ?? 'n');
        return;
      case 'v':
        this.#part = 'value';
        return;
      case 'rPh':
        this.#isPhonetic = true;
        return;
      case 't':
        if (!this.#isPhonetic) this.#part = 'inline';
        return;
      case 'f':
        this.#beginFormula(tag);
        return;
      case 'mergeCell':
        this.#merge(attribute(tag, 'ref') ?? '');
    }
  }

  text(part: string): void {
    const cell = this.#cell;
    if (cell === undefined || this.#part === undefined) return;
    const before = cell[this.#part] ?? '';
    if (before.length + part.length > limits.cell)
      throw new FileRefused('file-malformed', `a cell has more than ${limits.cell} characters`);
    cell[this.#part] = before + part;
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
      case 'f':
        this.#part = undefined;
        return;
      case 'rPh':
        this.#isPhonetic = false;
        return;
      case 'c':
        this.#endCell();
        return;
      case 'row':
        if (this.#row !== undefined && this.#row.cells.size > 0) this.#ears.row(this.#row);
        this.#row = undefined;
    }
  }

  #beginRow(written: string | undefined): void {
    const number = written === undefined ? this.#lastRow + 1 : Number(written);
    if (!Number.isInteger(number) || number <= this.#lastRow || number > MOST_ROWS) {
      throw new FileRefused('file-malformed', 'the rows of a sheet are not in order');
    }
    this.#lastRow = number;
    this.#lastColumn = -1;
    this.#row = { number, cells: new Map() };
  }

  #beginCell(reference: string | undefined, type: string): void {
    const column = reference === undefined ? this.#lastColumn + 1 : columnOf(reference);
    if (column === undefined || column <= this.#lastColumn || column >= MOST_COLUMNS) {
      throw new FileRefused('file-malformed', 'the cells of a row are not in order');
    }
    this.#lastColumn = column;
    this.#cell = this.#ears.wants(column) ? { column, type, value: '', inline: '', formula: undefined } : undefined;
  }

  #beginFormula(tag: string): void {
    this.#part = 'formula';
    if (this.#cell !== undefined) this.#cell.formula ??= '';
    const reference = attribute(tag, 'ref');
    const kind = attribute(tag, 't');
    if (reference === undefined || kind === 'shared' || kind === undefined || kind === 'normal') return;
    const range = rangeOf(reference);
    // A formula of one cell stands in that cell.
    if (range.firstRow === range.lastRow && range.firstColumn === range.lastColumn) return;
    if (this.#spills.length >= limits.spills)
      throw new FileRefused('too-many-cells', `more than ${limits.spills} array formulas`);
    this.#spills.push(range);
  }

  #merge(reference: string): void {
    this.#mergedCount += 1;
    if (this.#mergedCount > limits.merged)
      throw new FileRefused('too-many-cells', `more than ${limits.merged} merged cells`);
    this.#ears.merged(rangeOf(reference));
  }

  #endCell(): void {
    const [row, reading] = [this.#row, this.#cell];
    this.#cell = undefined;
    if (row === undefined || reading === undefined) return;
    const cell = this.#spilled(row.number, reading.column) ? formula(reading.formula) : this.#cellOf(reading);
    if (cell.kind !== 'empty') row.cells.set(reading.column, cell);
  }

  #spilled(row: number, column: number): boolean {
    return this.#spills.some(
      (range) =>
        row >= range.firstRow && row <= range.lastRow && column >= range.firstColumn && column <= range.lastColumn,
    );
  }

  #cellOf({ type, value, inline, formula: written }: Reading): Cell {
    if (written !== undefined) return formula(written);
    switch (type) {
      case 's':
        return text(this.#sharedText(value));
      case 'inlineStr':
        return text(inline);
      case 'e':
        return { kind: 'error', text: value };
      case 'b':
        return value === '' ? { kind: 'empty' } : text(value === '1' ? 'TRUE' : 'FALSE');
      case 'n':
        return number(value);
      default:
        return text(value);
    }
  }

  #sharedText(value: string): string {
    const found = /^\d{1,7}$/.test(value.trim()) ? this.#shared[Number(value)] : undefined;
    if (found === undefined) throw new FileRefused('file-malformed', 'a cell names a shared text that is not there');
    return found;
  }
}

const formula = (written = ''): Cell => ({ kind: 'formula', text: `=${written}` });

/** A text as people wrote it: characters that XML cannot hold are written `_x000D_` by spreadsheets. */
function text(written: string): Cell {
  const plain = written.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return plain.trim() === '' ? { kind: 'empty' } : { kind: 'text', text: plain };
}

function number(value: string): Cell {
  if (value.trim() === '') return { kind: 'empty' };
  const parsed = Number(value);
  if (!Number.isFinite(parsed)) throw new FileRefused('file-malformed', 'a number is none');
  return { kind: 'number', number: parsed, text: Number.isInteger(parsed) ? BigInt(parsed).toString() : value.trim() };
}

/** `BC12` is column 54. */
function columnOf(reference: string): number | undefined {
  const [, letters] = /^\$?([A-Z]{1,3})\$?\d{0,7}$/.exec(reference) ?? [];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function rangeOf(reference: string): MergedCells {
  const [first = '', last = first] = reference.split(':');
  const [firstColumn, lastColumn] = [columnOf(first), columnOf(last)];
  const [firstRow, lastRow] = [first, last].map((corner) => Number(/\d+$/.exec(corner)?.[0] ?? Number.NaN));
  if (
    firstColumn === undefined ||
    lastColumn === undefined ||
    !(firstRow !== undefined && lastRow !== undefined && firstRow <= lastRow)
  ) {
    throw new FileRefused('file-malformed', 'a range of cells is none');
  }
  return { firstRow, lastRow, firstColumn, lastColumn };
}
