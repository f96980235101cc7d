/** A cell as it goes into a spreadsheet: text, a number, or nothing. */
export type Cell = string | number | undefined;

/**
 * What a program that opens a file of text takes for the beginning of a formula: `= + - @` and their full-width forms, also
 * behind spaces and invisible signs, and a tab or a line's end at the very beginning.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠])/u;

/**
 * A cell of a file of text, in quotes, that no program opens as a formula: such a text gets an apostrophe before it. Numbers
 * are the city's own and stay as they are.
 *
 * @source OWASP, CSV Injection
 */
export function csvCell(cell: Cell): string {
  if (cell === undefined) return '""';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}

/** Rows as a CSV file: in UTF-8 with its mark, so that Excel reads Korean, and lines that end as RFC 4180 has it. */
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
