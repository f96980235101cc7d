import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readSheets } from '#functions/imports/files/read-sheets.ts';
import { findHeadings } from '#functions/imports/find-headings.ts';
import type { SheetRow } from '#schemas/import-file.ts';
import { errorCell, formula, type MadeCell, sheetXml, workbookOf, workbookParts } from './workbook-maker.ts';
import { zipOf } from './zip-maker.ts';

const headings = ['제목', '내용', '전화번호'];
const read = (file: Buffer) => readSheets(file, findHeadings);
const refusal = (file: Buffer): Promise<string> =>
  read(file).then(
    () => 'taken',
    (error) => error.code ?? error,
  );
const shown = (rows: readonly SheetRow[] = []) =>
  rows.map(({ number, cells }) => [
    number,
    ...[...cells].map(([at, cell]) => `${at} ${cell.kind === 'empty' ? '' : cell.text}`),
  ]);
const rowsOf = async (file: Buffer) => shown((await read(file)).sheets[0]?.rows);
const one = (...row: MadeCell[]) => workbookOf([headings, row]);

describe('a workbook', () => {
  test('gives its rows by their number, and leaves empty ones out', async () => {
    const file = workbookOf([
      ['민원 목록'],
      headings,
      ['가로등', '꺼졌습니다', 1012345678],
      [],
      [null, ' ', ''],
      ['하수구', '막혔습니다'],
    ]);
    expect(await rowsOf(file)).toEqual([
      [3, '0 가로등', '1 꺼졌습니다', '2 1012345678'],
      [6, '0 하수구', '1 막혔습니다'],
    ]);
  });

  test('shares texts, in runs, without how they are read aloud', async () => {
    const shared =
      '<sst><si><t>제목</t></si><si><t>내용</t></si><si><r><t>가로</t></r><r><t>등</t></r><rPh sb="0"><t>カ</t></rPh></si></sst>';
    const cell = (n: number) => ({ xml: (at: string) => `<c r="${at}" t="s"><v>${n}</v></c>` });
    const file = zipOf(
      workbookParts(
        [
          {
            rows: [
              [cell(0), cell(1)],
              [cell(2), cell(2)],
            ],
          },
        ],
        { shared },
      ),
    );
    expect(await rowsOf(file)).toEqual([[2, '0 가로등', '1 가로등']]);
  });

  test('tells formulas and errors as such, also where an array formula spills', async () => {
    const spilling = { xml: (at: string) => `<c r="${at}"><f t="array" ref="A2:B2">X1:Y1</f><v>1</v></c>` };
    const { sheets } = await read(one(spilling, 'kept value', formula('HYPERLINK(&quot;http://x&quot;)', '010')));
    expect([...(sheets[0]?.rows[0]?.cells.values() ?? [])].map(({ kind }) => kind)).toEqual([
      'formula',
      'formula',
      'formula',
    ]);
    const [error] = (await read(one('가', errorCell('#N/A')))).sheets[0]?.rows ?? [];
    expect(error?.cells.get(1)).toEqual({ kind: 'error', text: '#N/A' });
  });

  test('keeps its hidden sheets to itself, and names them', async () => {
    const file = zipOf(
      workbookParts([
        { name: '숨김', state: 'veryHidden', rows: [headings, ['몰래', '몰래']] },
        { name: '안내', rows: [['이 서식은']] },
        { name: '민원', rows: [headings, ['가', '나']] },
      ]),
    );
    expect(await read(file)).toMatchObject({
      sheets: [{ name: '민원', rows: [{ number: 2 }] }],
      hidden: ['숨김'],
      withoutHeadings: ['안내'],
    });
  });

  test('is read with prefixes, character references and no places of cells', async () => {
    const xml = `<x:worksheet xmlns:x="m"><!-- <row> --><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>&#51228;&#xBAA9;</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t><![CDATA[내용]]></x:t></x:is></x:c></x:row><x:row><x:c t="str"><x:v>1 &lt; 2</x:v></x:c><x:c t='str'><x:v>"a"</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    expect(await rowsOf(workbookOf([], { xml }))).toEqual([[2, '0 1 < 2', '1 "a"']]);
  });
});

describe('separated text', () => {
  const csv =
    '제목,내용,전화번호\r\n"가로등, 두 개","꺼졌""습니다\n어제부터",01012345678\r\n\r\n하수구,막혔습니다,=1+1\r\n';
  const rows = [
    [2, '0 가로등, 두 개', '1 꺼졌"습니다\n어제부터', '2 01012345678'],
    [4, '0 하수구', '1 막혔습니다', '2 =1+1'],
  ];

  test('is read as UTF-8 with and without its mark, and as UTF-16', async () => {
    for (const file of [Buffer.from(csv), Buffer.from(`\ufeff${csv}`), Buffer.from(`\ufeff${csv}`, 'utf16le')]) {
      expect(await rowsOf(file)).toEqual(rows);
    }
  });

  test('is read as EUC-KR, also with the syllables that only CP949 has', async () => {
    // 제목,내용 / 똠방각하,뷁
    const bytes = Buffer.from('c1a6b8f12cb3bbbfeb0d0a8c63b9e6b0a2c7cf2c94ee', 'hex');
    expect(await rowsOf(bytes)).toEqual([[2, '0 똠방각하', '1 뷁']]);
  });

  test('is told apart by its separator', async () => {
    expect(await rowsOf(Buffer.from('제목;내용\n가;나,다'))).toEqual([[2, '0 가', '1 나,다']]);
    expect(await rowsOf(Buffer.from('제목\t내용\n가\t나'))).toEqual([[2, '0 가', '1 나']]);
  });

  test.each([
    ['half a file', Buffer.from('제목,내용\n"가'), 'file-truncated'],
    ['another encoding', Buffer.from([0x41, 0xff, 0xfe, 0x80]), 'text-encoding'],
    ['bytes', Buffer.from([1, 2, 0, 4]), 'file-type'],
    ['nothing', Buffer.alloc(0), 'file-empty'],
    ['no rows', Buffer.from('제목,내용\n,\n'), 'no-rows'],
    ['no headings', Buffer.from('a,b\nc,d'), 'headings-missing'],
    ['a million rows', Buffer.from(`제목,내용\n${'가,나\n'.repeat(1_000_000)}`), 'too-many-rows'],
  ])('%s is refused as $2', async (_, file, code) => {
    expect(await refusal(file)).toBe(code);
  });
});

describe('what is refused', () => {
  const whole = one('가', '나');
  const parts = workbookParts([{ rows: [headings, ['가', '나']] }]);
  const withSheet = (xml: string) => workbookOf([], { xml });
  const doctype = sheetXml({ rows: [headings] }).replace(
    '<worksheet',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet',
  );
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${'bcdefghi'
    .split('')
    .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at]};`.repeat(10)}">`)
    .join('')}]>`;
  const zeros = Buffer.alloc(40_000_000, 0x20);

  test.each<[string, Buffer, string]>([
    ['half a workbook', whole.subarray(0, whole.length / 2), 'file-truncated'],
    ['a workbook whose end was cut', whole.subarray(0, -1), 'file-truncated'],
    ['an old workbook, or a locked one', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'file-locked'],
    ['a zip with a password', zipOf(parts.map((part) => ({ ...part, flags: 1 }))), 'file-locked'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'file-type'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'file-type'],
    ['a zip that is no workbook', zipOf([{ name: 'a.txt', bytes: 'a' }]), 'file-type'],
    ['a zip within a zip', zipOf([{ name: 'inner.zip', bytes: whole }]), 'file-type'],
    ['an external entity', withSheet(doctype), 'xml-forbidden'],
    ['a billion laughs', withSheet(`${laughs}<worksheet><sheetData>&i;</sheetData></worksheet>`), 'xml-forbidden'],
    ['an entity that nobody declared', withSheet('<worksheet><sheetData>&e;</sheetData></worksheet>'), 'xml-forbidden'],
    ['XML that breaks off', withSheet('<worksheet><sheetData><row>'), 'file-truncated'],
    ['XML that crosses', withSheet('<worksheet><sheetData></worksheet></sheetData>'), 'file-malformed'],
    ['elements within each other', withSheet('<a>'.repeat(100_000)), 'file-malformed'],
    ['a tag without an end', withSheet(`<worksheet ${'a="1" '.repeat(200_000)}`), 'file-malformed'],
    [
      'rows that go back',
      withSheet('<worksheet><sheetData><row r="5"/><row r="5"/></sheetData></worksheet>'),
      'file-malformed',
    ],
    [
      'a heading that reaches into programs',
      workbookOf([
        [...headings, '__proto__'],
        ['가', '나'],
      ]),
      'heading-forbidden',
    ],
    [
      'another one',
      workbookOf([
        [...headings, ' Constructor '],
        ['가', '나'],
      ]),
      'heading-forbidden',
    ],
    [
      'one column under two headings',
      workbookOf([
        [...headings, '연락처'],
        ['가', '나'],
      ]),
      'heading-twice',
    ],
    [
      'an entry larger than a sheet may be',
      zipOf([...parts.slice(0, 3), { name: 'xl/worksheets/sheet1.xml', bytes: zeros, says: 70_000_000 }]),
      'file-too-large-inside',
    ],
    [
      'entries that claim gigabytes',
      zipOf([...parts, ...['a', 'b', 'c'].map((name) => ({ name, bytes: '', says: 100_000_000 }))]),
      'file-too-large-inside',
    ],
    [
      'an entry that becomes more than it says',
      zipOf([...parts.slice(0, 3), { name: 'xl/worksheets/sheet1.xml', bytes: zeros, says: 100 }]),
      'file-suspicious',
    ],
    [
      'an entry that becomes less',
      zipOf([
        ...parts.slice(0, 3),
        { name: 'xl/worksheets/sheet1.xml', bytes: sheetXml({ rows: [headings] }), says: 10_000 },
      ]),
      'file-suspicious',
    ],
    [
      'a packed stream that is none',
      zipOf([...parts.slice(0, 3), { name: 'xl/worksheets/sheet1.xml', bytes: 'abc', packed: Buffer.from('abc') }]),
      'file-truncated',
    ],
    [
      'entries over the same bytes',
      zipOf([...parts, ...['a', 'b'].map((name) => ({ name, bytes: 'x' }))], { shareFirst: true }),
      'file-suspicious',
    ],
    ['two entries of one name', zipOf([...parts, ...parts.slice(3)]), 'file-suspicious'],
    [
      'many entries',
      zipOf(Array.from({ length: 2_001 }, (_, at) => ({ name: `${at}`, bytes: '', packed: deflateRawSync('') }))),
      'file-suspicious',
    ],
  ])('%s', async (_, file, code) => {
    expect(await refusal(file)).toBe(code);
  });

  test('a million rows are left at the first that is too many', async () => {
    const row = `<row><c t="str"><v>가</v></c><c t="str"><v>나</v></c></row>`;
    const xml = sheetXml({ rows: [headings] })
      .replace('</sheetData>', `${row.repeat(1_000_000)}</sheetData>`)
      .replaceAll(/ r="\w+"/g, '');
    expect(await refusal(withSheet(xml))).toMatch(/too-many-rows|file-too-large-inside/);
  });
});
