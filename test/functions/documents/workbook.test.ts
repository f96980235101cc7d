import readExcelFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { workbookOf } from '#functions/documents/workbook.ts';

const read = async (file: Uint8Array<ArrayBuffer>) => (await readExcelFile(Buffer.from(file)))[0]?.data;

describe('an Excel file', () => {
  it('says what was put in, text as text and numbers as numbers', async () => {
    const file = await workbookOf(
      ['번호', '분'],
      [
        ['=1+1', -30],
        ['가로등', undefined],
        ['+82', 0],
      ],
    );
    expect(await read(file)).toEqual([
      ['번호', '분'],
      ['=1+1', -30],
      ['가로등', null],
      ['+82', 0],
    ]);
  });

  it('without rows is its headings', async () => {
    expect(await read(await workbookOf(['번호'], []))).toEqual([['번호']]);
  });

  it('leaves out what XML cannot say, and what no cell holds', async () => {
    const file = await workbookOf(['a'], [['가\u0000\u0008나'], ['다'.repeat(40_000)]]);
    const [, first, second] = (await read(file)) ?? [];
    expect(first).toEqual(['가나']);
    expect(String(second?.[0])).toHaveLength(32_767);
  });
});
