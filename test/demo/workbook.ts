import { crc32 } from 'node:zlib';

type Entry = { readonly name: string; readonly text: string };

/** An .xlsx file of one sheet, whose cells are written as text (a row without cells is left out): the least that the format allows, in a zip without compression. */
export function workbook(rows: readonly (readonly string[])[]): Buffer {
  const cell = (text: string, place: string): string =>
    `<c r="${place}" t="inlineStr"><is><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
  const line = (cells: readonly string[], row: number): string =>
    `<row r="${row}">${cells.map((text, column) => cell(text, `${'ABCDEFGH'.charAt(column)}${row}`)).join('')}</row>`;
  const sheet = rows.map((cells, index) => (cells.length === 0 ? '' : line(cells, index + 1))).join('');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const types = 'http://schemas.openxmlformats.org/package/2006';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip([
    { name: '[Content_Types].xml', text: `<Types xmlns="${types}/content-types"/>` },
    {
      name: 'xl/workbook.xml',
      text: `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `<Relationships xmlns="${types}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      text: `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
    },
  ]);
}

function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of entries) {
    const data = Buffer.from(text);
    const names = Buffer.from(name);
    const sizes = [crc32(data), data.length, data.length];
    const local = Buffer.concat([numbers([0x04034b50], [20, 0, 0, 0, 0], sizes, [names.length, 0]), names, data]);
    directory.push(
      Buffer.concat([
        numbers([0x02014b50], [20, 20, 0, 0, 0, 0], sizes, [names.length, 0, 0, 0, 0], [0, offset]),
        names,
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = numbers([0x06054b50], [0, 0, entries.length, entries.length], [list.length, offset], [0]);
  return Buffer.concat([...parts, list, end]);
}

/** Groups of numbers, by turns of four and of two bytes, as zip writes them. */
function numbers(...groups: readonly (readonly number[])[]): Buffer {
  return Buffer.concat(
    groups.flatMap((group, index) =>
      group.map((value) => {
        const bytes = Buffer.alloc(index % 2 === 0 ? 4 : 2);
        if (bytes.length === 4) bytes.writeUInt32LE(value);
        else bytes.writeUInt16LE(value);
        return bytes;
      }),
    ),
  );
}
