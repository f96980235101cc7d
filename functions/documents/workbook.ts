import writeExcelFile from 'write-excel-file/node';
import type { Cell } from '#rules/spreadsheet-cell.ts';

/** The longest text that a cell of Excel takes, in characters. */
const LONGEST_TEXT = 32_767;

/** Signs that XML has no place for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/**
 * An Excel file (OOXML) of one sheet with a heading that stays in sight. Its cells are typed, text as text: whatever a text
 * begins with, it is no formula.
 */
export async function workbookOf(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<Uint8Array<ArrayBuffer>> {
  const heading = headings.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const columns = headings.map(() => ({ width: 20 }));
  const file = writeExcelFile([heading, ...rows.map((row) => row.map(typed))], { columns, stickyRowsCount: 1 });
  return new Uint8Array(await file.toBuffer());
}

function typed(value: Cell) {
  if (value === undefined) return null;
  if (typeof value === 'number') return { value, type: Number };
  return { value: value.replaceAll(NO_XML, '').slice(0, LONGEST_TEXT), type: String };
}
