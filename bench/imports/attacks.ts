import { sheetXml, workbookOf, workbookParts } from '#test/functions/imports/workbook-maker.ts';
import { zipOf } from '#test/functions/imports/zip-maker.ts';

const MIB = 1024 * 1024;
const headings = ['제목', '내용'];
const withSheet = (bytes: Buffer | string, says?: number): Buffer =>
  zipOf([
    ...workbookParts([{ rows: [headings] }]).slice(0, 3),
    { name: 'xl/worksheets/sheet1.xml', bytes, ...(says === undefined ? {} : { says }) },
  ]);
const body = (inner: string): string => sheetXml({ rows: [headings] }).replace('</sheetData>', `${inner}</sheetData>`);
const unplaced = (xml: string): string => xml.replaceAll(/ r="\w+"/g, '');
const filled = (text: string, bytes: number): string => text.repeat(Math.floor(bytes / text.length));
const row = '<row><c t="str"><v>가</v></c><c t="str"><v>나</v></c></row>';
const csvRows = (count: number): Buffer => Buffer.from(`제목,내용\n${'가,나\n'.repeat(count)}`);

/** Files that want more time or memory than they are worth, each by its name; all just below what the rules let in. */
export const attacks: Readonly<Record<string, () => Buffer>> = {
  'a bomb of 63 MiB of spaces': () => withSheet(body(filled(' ', 63 * MIB))),
  'a bomb that claims 100 bytes': () => withSheet(Buffer.alloc(60 * MIB, 32), 100),
  'a bomb that claims 4 GB': () => withSheet('x', 4_000_000_000),
  '63 MiB of one cell': () => withSheet(body(`<row><c t="str"><v>${filled('가', 20 * MIB)}`)),
  '63 MiB of character references': () => withSheet(body(`<row><c t="str"><v>${filled('&#44032;', 63 * MIB)}`)),
  '63 MiB of empty cells': () => withSheet(unplaced(body(`<row>${filled('<c/>', 60 * MIB)}`))),
  '63 MiB of empty rows': () => withSheet(unplaced(body(filled('<row/>', 60 * MIB)))),
  '63 MiB of comments': () => withSheet(body(filled('<!-- -->', 63 * MIB))),
  '31 MiB of shared texts': () =>
    zipOf(workbookParts([{ rows: [headings] }], { shared: `<sst>${filled('<si><t>a</t></si>', 31 * MIB)}</sst>` })),
  'cells in 100 array formulas': () =>
    withSheet(
      unplaced(body(filled('<row><c><f t="array" ref="A1:CV20000">1</f></c></row>', 8_000) + filled(row, 40 * MIB))),
    ),
  '1,000,000 rows': () => withSheet(unplaced(body(row.repeat(1_000_000)))),
  '1,000,000 rows of CSV': () => csvRows(1_000_000),
  'a billion laughs': () =>
    workbookOf([], {
      xml: `<!DOCTYPE x [<!ENTITY a "ha">${[...'bcdefghi'].map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at]};`.repeat(10)}">`).join('')}]><worksheet>&i;</worksheet>`,
    }),
  'an external entity': () =>
    workbookOf([], { xml: '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]><worksheet>&e;</worksheet>' }),
  'a heading __proto__': () => workbookOf([[...headings, '__proto__']]),
};

/** A workbook of so many honest rows, of some 200 characters each. */
export function honest(rows: number): Buffer {
  const text =
    '초등학교 정문 앞 불법주차 차량이 매일 아침 줄지어 서 있습니다. 아이들이 차도로 나와 걷습니다. 단속 부탁드립니다. ';
  const all = Array.from({ length: rows }, (_, at) => [
    `불법주차 단속 요청 ${at + 1}`,
    text.repeat(2),
    '강남구',
    1_000_000_000 + at,
    '2026-11-23 09:00',
  ]);
  return workbookOf([['제목', '내용', '자치구', '연락처', '접수일시'], ...all]);
}
