import { describe, expect, test } from 'vitest';
import { workbookOf } from '#functions/documents/workbook.ts';
import { csvOf } from '#rules/spreadsheet-cell.ts';
import { hasSoffice, openWithOffice } from './soffice.ts';

/** What people write to make a spreadsheet compute, call or open something. */
const hostile = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1,1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  '＋1+1',
  '－1+1',
  '＠SUM(1,1)',
  ' =1+1',
  '\u00A0=1+1',
  '\u200B=1+1',
  '\uFEFF=1+1',
  '"=1+1',
  '=HYPERLINK("https://example.com","여기")',
  "=cmd|' /C calc'!A0",
];

describe.runIf(hasSoffice)('LibreOffice', () => {
  test('finds no formula in a CSV nor in an Excel file of ours, and reads their Korean', async () => {
    const headings = ['번호', '내용', '분'];
    const rows = hostile.map((text, index) => [`한글 ${index}`, text, -index]);
    const plain = `\uFEFF${hostile.map((text) => `"${text.replaceAll('"', '""')}"\r\n`).join('')}`;
    const [control, csv, xlsx] = await openWithOffice({
      // What it makes of the same texts where nobody took care: so this test can find one.
      'control.csv': plain,
      'ours.csv': csvOf([headings, ...rows]),
      'workbook.xlsx': await workbookOf(headings, rows),
    });
    expect(control?.formulas).toBeGreaterThanOrEqual(3);
    for (const opened of [csv, xlsx]) {
      expect(opened?.formulas).toBe(0);
      expect(opened?.text).toContain(`한글 ${hostile.length - 1}`);
      expect(opened?.text).toContain('=1+1');
      expect(opened?.text).toMatch(/office:value="-17"/);
    }
  });
});
