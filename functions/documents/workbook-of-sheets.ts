import writeXlsxFile, { type SheetData } from 'write-excel-file/node';

/** Values that a column takes, offered when somebody fills it in. */
export type Choices = { readonly column: number; readonly values: readonly string[] };

/** A sheet to write: its headings and rows, every cell a text. */
export type SheetToWrite = {
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly choices?: readonly Choices[];
};

const WIDTH = { least: 10, most: 60 } as const;
/** Rows below the headings in which values are offered. */
const LAST_CHOICE_ROW = 10_000;
/** What a cell holds at most. */
const MOST_CHARACTERS = 32_767;

/**
 * An xlsx workbook of these sheets. Every cell is a text, so that no program takes what somebody wrote for a formula, a date or
 * a number without its zero.
 */
export function workbookOfSheets(sheets: readonly SheetToWrite[]): Promise<Buffer> {
  const choices = new Map(sheets.map(({ name, choices: offered = [] }) => [name, offered]));
  const made = sheets.map(({ name, headings, rows }) => ({
    sheet: name,
    data: [headings.map(headingCell), ...rows.map((row) => row.map(textCell))] satisfies SheetData,
    columns: headings.map((heading, at) => ({ width: widthOf(heading, rows, at) })),
    stickyRowsCount: 1,
  }));
  const offer = {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          insert: ({ sheet = '' }: { sheet?: string }) => validations(choices.get(sheet) ?? []),
        },
      },
    },
  };
  return writeXlsxFile(made, { features: [offer] }).toBuffer();
}

const headingCell = (value: string) => ({
  value,
  type: String,
  format: '@',
  fontWeight: 'bold' as const,
  backgroundColor: '#e6ecf5',
  wrap: true,
});

/** Signs that no XML can hold are left out. */
const textCell = (value: string) =>
  value === ''
    ? null
    : {
        value: value
          .slice(0, MOST_CHARACTERS)
          .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''),
        type: String,
        format: '@',
        wrap: value.includes('\n'),
        alignVertical: 'top' as const,
      };

/** Korean syllables are twice as wide. */
const widthOfText = (text: string): number =>
  [...text.slice(0, WIDTH.most)].reduce((sum, sign) => sum + (sign > '\u1100' ? 2 : 1), 2);

function widthOf(heading: string, rows: readonly (readonly string[])[], at: number): number {
  const widest = rows
    .slice(0, 100)
    .reduce((most, row) => Math.max(most, widthOfText(row[at] ?? '')), widthOfText(heading));
  return Math.min(WIDTH.most, Math.max(WIDTH.least, widest));
}

/** @source ECMA-376 part 1, 18.3.1.33 (dataValidations) */
function validations(choices: readonly Choices[]): string | undefined {
  if (choices.length === 0) return undefined;
  const each = choices.map(({ column, values }) => {
    const letter = String.fromCharCode(65 + column);
    const list = values.join(',').replaceAll(/[<>&"]/g, '');
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letter}2:${letter}${LAST_CHOICE_ROW}"><formula1>"${list}"</formula1></dataValidation>`;
  });
  return `<dataValidations count="${each.length}">${each.join('')}</dataValidations>`;
}
