import { type Made, zipOf } from './zip-maker.ts';

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

const letterOf = (column: number): string => String.fromCharCode(65 + column);

/** A value of a made cell: a text, a number, nothing, or the cell's own XML without its place. */
export type MadeCell = string | number | null | { readonly xml: (at: string) => string };

/** A sheet of a made workbook. */
export type MadeSheet = {
  readonly name?: string;
  readonly state?: 'hidden' | 'veryHidden';
  readonly rows: readonly (readonly MadeCell[])[];
  readonly merged?: readonly string[];
  /** Instead of all of it. */
  readonly xml?: string;
};

/** A cell with a formula, and the value that a spreadsheet kept beside it. */
export const formula = (written: string, value: string | number): MadeCell => ({
  xml: (at) => `<c r="${at}" t="str"><f>${written}</f><v>${value}</v></c>`,
});

/** A cell that holds an error. */
export const errorCell = (code: string): MadeCell => ({ xml: (at) => `<c r="${at}" t="e"><v>${code}</v></c>` });

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** The XML of a sheet. */
export function sheetXml({ rows, merged = [] }: MadeSheet): string {
  const body = rows.map(
    (cells, row) =>
      `<row r="${row + 1}">${cells.map((cell, at) => cellXml(cell, `${letterOf(at)}${row + 1}`)).join('')}</row>`,
  );
  const merges =
    merged.length === 0 ? '' : `<mergeCells>${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
  return `${head}<worksheet xmlns="${main}"><sheetData>${body.join('')}</sheetData>${merges}</worksheet>`;
}

function cellXml(cell: MadeCell, at: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'string')
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  return cell.xml(at);
}

/** The parts of a workbook. */
export function workbookParts(
  sheets: readonly MadeSheet[],
  { date1904 = false, shared }: { date1904?: boolean; shared?: string } = {},
): Made[] {
  const listed = sheets.map(
    ({ name = '민원', state }, at) =>
      `<sheet name="${escaped(name)}" sheetId="${at + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="r${at + 1}"/>`,
  );
  const links = sheets.map(
    (_, at) => `<Relationship Id="r${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  if (shared !== undefined)
    links.push(`<Relationship Id="s" Type="${relations}/sharedStrings" Target="/xl/sharedStrings.xml"/>`);
  return [
    {
      name: '_rels/.rels',
      bytes: `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      bytes: `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${listed.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: `${head}<Relationships xmlns="${packageRelations}">${links.join('')}</Relationships>`,
    },
    ...(shared === undefined ? [] : [{ name: 'xl/sharedStrings.xml', bytes: shared }]),
    ...sheets.map((sheet, at) => ({ name: `xl/worksheets/sheet${at + 1}.xml`, bytes: sheet.xml ?? sheetXml(sheet) })),
  ];
}

/** A workbook of one sheet, with the headings given in its first row. */
export const workbookOf = (
  rows: readonly (readonly MadeCell[])[],
  more: Partial<MadeSheet> & { date1904?: boolean } = {},
): Buffer => zipOf(workbookParts([{ rows, ...more }], more));
