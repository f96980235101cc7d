import jszip from 'jszip';
import { parse } from 'kordoc';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportRecord } from '#schemas/export.ts';
import { hasSoffice, openWithOffice } from '#test/office/soffice.ts';
import { type City, openCity, sevenDays, simpleFiling } from './city.ts';
import { askForFile, takeOut } from './files.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const rowsOf = (csv: string): string[] => csv.split('\r\n').filter((row) => row !== '');
const hostile = '=HYPERLINK("https://example.com","보기")';

describe('a list taken out of the system', () => {
  test('is a CSV with Korean headings, of what the official sees on the screen and nothing else', async () => {
    const { receipt, person } = await city.assigned();
    await city.assigned({ ...simpleFiling, ...sevenDays, district: 'jongno' });
    const file = await takeOut(city, person, { list: 'my-complaints' });
    expect(file.status).toBe(200);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="my-complaints-2026-11-23.csv"',
      'x-content-type-options': 'nosniff',
    });
    expect(file.bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [headings, ...rows] = rowsOf(file.text);
    expect(headings).toContain('"번호","상태","단계","유형"');
    const numbers = rows.map((row) => row.slice(1, row.indexOf('"', 1)));
    expect(numbers).toEqual((await city.list(person)).map(({ number }) => number));
    expect(rows.find((row) => row.includes(receipt.number))).toMatch(/"처리 중".*"강남구 생활민원과","누리집".*,900,/);
    expect(file.text).not.toMatch(/홍길동|1234|불법주차/);

    const english = await takeOut(city, person, { list: 'my-complaints' }, { language: 'en' });
    expect(rowsOf(english.text)[0]).toContain('"Number","Status"');
  });

  test('as an Excel file says the same', async () => {
    const lead = (await city.history((await city.assigned()).receipt.number)).complaint.assignment?.lead ?? '';
    const of = { list: 'department-complaints' };
    const csv = await takeOut(city, lead, of);
    const xlsx = await takeOut(city, lead, of, { format: 'xlsx' });
    expect(xlsx.headers.get('content-type')).toContain('spreadsheetml.sheet');
    const [headings, ...rows] = (await readExcelFile(xlsx.bytes))[0]?.data ?? [];
    expect(headings?.[0]).toBe('번호');
    expect(rows.map(([number]) => `"${number}"`)).toEqual(
      rowsOf(csv.text)
        .slice(1)
        .map((row) => row.split(',')[0]),
    );
  });

  test('is recorded with who, what, why and how much, and auditors see it; words are escaped there', async () => {
    await takeOut(
      city,
      'operator-1',
      { list: 'search', search: { words: '불법 주차', district: 'gangnam' } },
      { reason: hostile },
    );
    await takeOut(city, 'operator-2', { list: 'operator-queue' }, { reason: '－10 확인' });
    const token = await city.token('auditor-1');
    const kept = await city.ask<{ items: ExportRecord[] }>('GET', '/v1/exports?month=2026-11', { token });
    const last = kept.body.items.find(({ by, of }) => by === 'operator-1' && of.list === 'search');
    expect(last).toMatchObject({
      of: { list: 'search', search: { words: '불법 주차', district: 'gangnam' } },
      format: 'csv',
      reason: hostile,
      at: '2026-11-23T00:00:00.000Z',
    });
    expect(last?.rows).toBeGreaterThan(0);
    const of = { list: 'exports', month: '2026-11' };
    const audit = await takeOut(city, 'auditor-1', of);
    expect(audit.text).toContain(`"'=HYPERLINK(""https://example.com"",""보기"")"`);
    expect(audit.text).toContain(`"'－10 확인"`);
    const workbook = await takeOut(city, 'auditor-1', of, { format: 'xlsx' });
    const cells = ((await readExcelFile(workbook.bytes))[0]?.data ?? []).flat();
    expect(cells).toContain(hostile);

    if (!hasSoffice) return;
    const opened = await openWithOffice({ 'exports.csv': audit.text, 'workbook.xlsx': workbook.bytes });
    expect(opened.map(({ formulas }) => formulas)).toEqual([0, 0]);
    for (const { text } of opened) expect(text).toContain('HYPERLINK');
  });

  test('is any list that there is, for who may see that list', async () => {
    const { receipt } = await city.assigned();
    for (const [as, of] of [
      ['operator-1', { list: 'undelivered' }],
      ['operator-1', { list: 'routing-rules' }],
      ['operator-1', { list: 'institutions' }],
      ['operator-1', { list: 'emergency-messages' }],
      ['lead-water', { list: 'kinds' }],
      ['auditor-1', { list: 'holidays' }],
      ['police-1', { list: 'transfers' }],
      ['auditor-1', { list: 'history', number: receipt.number }],
    ] as const) {
      const file = await takeOut(city, as, of);
      expect(file.status, of.list).toBe(200);
      expect(rowsOf(file.text)[0], of.list).toMatch(/^\uFEFF"/);
    }
    for (const [as, of] of [
      ['official-water-1', { list: 'operator-queue' }],
      ['police-1', { list: 'my-complaints' }],
      ['operator-1', { list: 'transfers' }],
      ['operator-1', { list: 'exports', month: '2026-11' }],
      ['operator-1', { list: 'history', number: receipt.number }],
    ] as const) {
      expect((await takeOut(city, as, of)).code, of.list).toBe('wrong-group');
    }
    expect((await takeOut(city, 'lead-water', { list: 'search', search: { department: 'parks' } })).code).toBe(
      'not-found',
    );
    expect((await takeOut(city, 'operator-1', { list: 'undelivered' }, { reason: ' ' })).code).toBe('request-invalid');
    expect((await takeOut(city, 'operator-1', { list: 'everything' })).code).toBe('request-invalid');
  });

  test('is a statistic with its sums, and the cases behind a number, as many as it says', async () => {
    const { receipt } = await city.assigned();
    const { lead = '', department = '' } = (await city.history(receipt.number)).complaint.assignment ?? {};
    for (const as of [lead, 'operator-1']) {
      const sums = await takeOut(city, as, { list: 'statistics', statistics: { by: 'department', department } });
      const [headings, ...rows] = rowsOf(sums.text).map((row) => row.split(','));
      expect(headings?.slice(0, 3), as).toEqual(['\uFEFF"구분"', '"접수"', '"처리 중"']);
      const [ofDepartment, total] = rows;
      expect(total?.[0]).toBe('"합계"');
      expect(ofDepartment?.slice(1)).toEqual(total?.slice(1));
      const cases = await takeOut(city, as, { list: 'statistics-cases', cases: { department } });
      expect(cases.text).toContain(receipt.number);
      expect(rowsOf(cases.text).length - 1).toBe(Number(total?.[1]));
    }
    const stranger = await takeOut(city, 'lead-water', { list: 'statistics', statistics: { department } });
    expect(stranger.code).toBe('not-yours');
  });

  test('holds no report’s words and nobody’s name, and not the report for whom it names', async () => {
    const { body: receipt } = await city.file({
      ...simpleFiling,
      kind: 'corruption',
      identity: 'protected',
      title: '금품 수수 신고',
      text: '임가람 감사관이 금품을 받았습니다.',
    });
    await city.rest();
    const of = { list: 'search', search: {} };
    const operators = await takeOut(city, 'operator-1', of);
    expect(operators.text).toContain(receipt.number);
    expect(operators.text).not.toMatch(/홍길동|임가람|금품|auditor-1/);
    expect((await takeOut(city, 'auditor-1', of)).text).not.toContain(receipt.number);
  });
});

describe('a case on paper', () => {
  const print = (as: string, number: string, query = '') =>
    askForFile(city, as, `/v1/complaints/${number}/case/print${query}`);
  const hwpx = (as: string, number: string) => askForFile(city, as, `/v1/complaints/${number}/case/hwpx`);

  test('is a page and an HWPX file for who has the case, and each look is recorded', async () => {
    const { receipt, person } = await city.assigned({
      ...simpleFiling,
      text: '불법주차 <b>단속</b> 요청합니다.\n매일 *있습니다*.',
    });
    const { number } = receipt;
    const { etag: before } = await city.case(person, number);
    const page = await print(person, number);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    for (const part of [number, '홍길동', '&lt;b&gt;단속&lt;/b&gt;', '강남구 생활민원과'])
      expect(page.text).toContain(part);
    expect((await print(person, number, '?language=en')).text).toContain('Record of a complaint');

    const file = await hwpx(person, number);
    expect(file.headers.get('content-type')).toBe('application/hwp+zip');
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${number}.hwpx"`);
    const zip = await jszip.loadAsync(file.bytes);
    expect(Object.keys(zip.files)[0]).toBe('mimetype');
    const read = await parse(new Uint8Array(file.bytes).buffer);
    // Read as Markdown, a star that is only that has a stroke before it.
    expect(read.success && read.markdown.replaceAll('\\', '')).toMatch(
      new RegExp(`${number}[^]*홍길동[^]*<b>단속</b>[^]*\\*있습니다\\*`),
    );

    const { entries } = await city.history(number);
    expect(entries.filter(({ action }) => action === 'case-printed').map(({ actor, facts }) => [actor, facts])).toEqual(
      ['html', 'html', 'hwpx'].map((format) => [{ kind: 'person', id: person }, { format }]),
    );
    // A look changes nothing of the case.
    expect((await city.case(person, number)).etag).toBe(before);
    expect((await print('lead-water', number)).code).toBe('complaint-not-found');
    expect((await hwpx('lead-water', number)).code).toBe('complaint-not-found');
  });

  test('of a protected reporter names nobody', async () => {
    const { body: receipt } = await city.file({
      ...simpleFiling,
      kind: 'human-rights',
      title: '신고',
      text: '차별을 받았습니다.',
    });
    await city.rest();
    const person = (await city.personNamed(receipt.number)) || 'operator-1';
    const page = await print(person, receipt.number);
    expect(page.text).toContain('표시하지 않음');
    const file = await hwpx(person, receipt.number);
    const zip = await jszip.loadAsync(file.bytes);
    const parts = await Promise.all(Object.values(zip.files).map((part) => part.async('string')));
    expect(page.text + parts.join('')).not.toMatch(/홍길동|12345678|1234-5678/);
  });
});
