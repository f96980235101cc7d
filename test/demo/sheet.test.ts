import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSheet } from '../../demo/reading/sheet.ts';
import { workbook } from './workbook.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daedap-sheet-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

describe('a sheet', () => {
  test('is read from CSV with the row numbers that a spreadsheet shows', async () => {
    const path = await file('lines.csv', '\ufefftitle,text\n 가로등 ,"둘째\n줄"\n\n,\nb,c\n');
    expect(await readSheet(path)).toEqual({
      header: ['title', 'text'],
      rows: [
        { row: 2, cells: ['가로등', '둘째\n줄'] },
        { row: 5, cells: ['b', 'c'] },
      ],
    });
  });

  test('is read from CSV in code page 949, as Korean Excel saves it', async () => {
    const path = await file(
      'korean.csv',
      Buffer.from([0xc1, 0xa6, 0xb8, 0xf1, 0x2c, 0x61, 0x0a, 0xb0, 0xa1, 0x2c, 0x62]),
    );
    expect(await readSheet(path)).toEqual({ header: ['제목', 'a'], rows: [{ row: 2, cells: ['가', 'b'] }] });
  });

  test('is read from a workbook', async () => {
    const path = await file(
      'book.xlsx',
      workbook([['제안제목', '제안내용'], ['가', '<p>나 & 다</p>'], [], ['라', '']]),
    );
    expect(await readSheet(path)).toEqual({
      header: ['제안제목', '제안내용'],
      rows: [
        { row: 2, cells: ['가', '<p>나 & 다</p>'] },
        { row: 4, cells: ['라', ''] },
      ],
    });
  });

  test.each([
    ['a text', 'notes.txt', 'title', "'notes.txt' ends in '.txt', expected .xlsx or .csv"],
    [
      'no workbook',
      'broken.xlsx',
      'PK\u0003\u0004 and no more',
      "'broken.xlsx' is not an .xlsx workbook, or is broken",
    ],
    [
      'a workbook cut short',
      'short.xlsx',
      workbook([['title', 'text']]).subarray(0, 300),
      "'short.xlsx' is not an .xlsx",
    ],
    ['nothing', 'empty.csv', '\n\n', "'empty.csv' is empty, expected a header"],
    ['a quote left open', 'quote.csv', 'title,text\n"a,b', "'quote.csv' is not well-formed CSV"],
    ['neither encoding', 'bytes.csv', Uint8Array.of(0x61, 0x2c, 0xff, 0xff, 0x0a), "'bytes.csv' is not text in UTF-8"],
  ])('is refused when it is %s', async (_what, name, content, words) => {
    const path = await file(name, content);
    await expect(readSheet(path)).rejects.toThrow(expect.objectContaining({ name: 'Refusal' }));
    await expect(readSheet(path)).rejects.toThrow(words);
  });

  test('is refused when it is not there or a folder', async () => {
    await expect(readSheet(join(folder, 'none.csv'))).rejects.toThrow(
      /none.csv' does not exist: name an .xlsx or .csv/,
    );
    await file('file', '');
    await expect(readSheet(join(folder, 'file', 'x.csv'))).rejects.toThrow(/x.csv' does not exist/);
    await mkdir(join(folder, 'folder.csv'));
    await expect(readSheet(join(folder, 'folder.csv'))).rejects.toThrow(
      /folder.csv' is a folder, expected an .xlsx or/,
    );
  });
});
