import { describe, expect, it } from 'vitest';
import { csvCell, csvOf } from '#rules/spreadsheet-cell.ts';

describe('a cell of a CSV file', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+82', `"'+82"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['＝1+1', `"'＝1+1"`],
    ['＋1', `"'＋1"`],
    ['－1', `"'－1"`],
    ['＠A1', `"'＠A1"`],
    ['\t=1', `"'\t=1"`],
    ['\tword', `"'\tword"`],
    ['\rword', `"'\rword"`],
    ['\nword', `"'\nword"`],
    ['  =1', `"'  =1"`],
    ['\u200B=1', `"'\u200B=1"`],
    ['\uFEFF=1', `"'\uFEFF=1"`],
    ['\u00A0=1', `"'\u00A0=1"`],
  ])('%j is no formula any more', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it.each([
    ['가로등', '"가로등"'],
    ['1=1', '"1=1"'],
    ['a "b", c', '"a ""b"", c"'],
    ['두\r\n줄', '"두\r\n줄"'],
    ['', '""'],
    [undefined, '""'],
    [-30, '-30'],
    [0, '0'],
  ])('%j is written %s', (cell, written) => {
    expect(csvCell(cell)).toBe(written);
  });
});

describe('a CSV file', () => {
  it('begins with the mark of UTF-8, and each line ends', () => {
    expect(
      csvOf([
        ['번호', '분'],
        ['=1', -30],
      ]),
    ).toBe('\uFEFF"번호","분"\r\n"\'=1",-30\r\n');
    expect(csvOf([])).toBe('\uFEFF');
  });
});
