import { workbookOfSheets } from '#functions/documents/workbook-of-sheets.ts';
import type { FiledRow } from '#schemas/import.ts';
import type { RowFault } from '#schemas/import-file.ts';
import type { FaultyRow, FaultyRows } from '#schemas/tasks/import.ts';

const title = ['시트', '행', '열', '사유', 'Reason'];
const filedTitle = ['시트 / Sheet', '행 / Row', '민원번호 / Number', '결과 / Outcome'];

/**
 * The workbook that says what became of the rows of a file.
 *
 * First the rows with faults, each once, as it was, with sheet, row, columns and reasons beside it: corrected, this workbook can
 * itself be uploaded. Then every row that was filed, with its number. Every cell is a text: nothing in it is ever reckoned.
 */
export function reportWorkbook(faulty: FaultyRows, filed: readonly FiledRow[]): Promise<Buffer> {
  const sheets = faulty
    .filter(({ rows }) => rows.length > 0)
    .map(({ sheet, headings, rows }, index) => ({
      name: `오류${index === 0 ? '' : ` ${index + 1}`}`,
      headings: [...title, ...headings],
      rows: rows.map((row) => [sheet, String(row.row), ...whyOf(row), ...row.cells]),
    }));
  const sorted = filed.toSorted((one, other) =>
    one.sheet < other.sheet ? -1 : one.sheet > other.sheet ? 1 : one.row - other.row,
  );
  const numbers = sorted.map(({ sheet, row, number, isNew }) => [
    sheet,
    String(row),
    number,
    isNew ? '접수 / filed' : '이미 접수됨 / filed before',
  ]);
  return workbookOfSheets([...sheets, { name: '접수', headings: filedTitle, rows: numbers }]);
}

/** A row's faults in one line each, by column. */
function whyOf({ faults }: FaultyRow): [columns: string, reasons: string, reasonsEn: string] {
  const named = (fault: RowFault, reason: string): string =>
    fault.column === '' ? reason : `${fault.column}(${fault.heading.replace(/\s+/g, ' ')}): ${reason}`;
  return [
    [...new Set(faults.map(({ column }) => column))].join(', '),
    faults.map((fault) => named(fault, fault.reason)).join('\n'),
    faults.map((fault) => named(fault, fault.reasonEn)).join('\n'),
  ];
}
