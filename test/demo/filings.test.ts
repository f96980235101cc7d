import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filingsOf } from '../../demo/reading/filings.ts';
import { readSheet } from '../../demo/reading/sheet.ts';
import { readSampleCity } from '../../demo/sample-city.ts';

const known = await readSampleCity();
const all = Number.POSITIVE_INFINITY;
const sheet = (header: string[], ...rows: string[][]) => ({
  header,
  rows: rows.map((cells, index) => ({ row: index + 2, cells })),
});

describe('the rows of a file', () => {
  test('of the sample city can all be filed', async () => {
    const sample = await readSheet(join(import.meta.dirname, '..', '..', 'city', 'sample-complaints.csv'));
    const { taken, rows, faults } = filingsOf(sample, all, known);
    expect(faults).toEqual([]);
    expect(rows).toHaveLength(taken);
    expect(taken).toBeGreaterThanOrEqual(80);
  });

  test('become filings with what they name, and only that', () => {
    const header = ['title', 'text', 'channel', 'kind', 'district', 'name', 'phone', 'notifyBy'];
    const { rows } = filingsOf(
      sheet(header, ['가', '나', 'phone', 'inquiry', 'mapo', '이', '010-0000-0001', 'sms']),
      all,
      known,
    );
    expect(rows).toEqual([
      {
        row: 2,
        index: 0,
        filing: {
          channel: 'phone',
          title: '가',
          text: '나',
          kind: 'inquiry',
          district: 'mapo',
          petitioner: { name: '이', phone: '010-0000-0001', notifyBy: ['sms'] },
        },
      },
    ]);
  });

  test('of the register of proposals lose their mark-up and keep their kind open', () => {
    const header = ['제안번호', '제안제목', '제안내용', '득표', '제안등록일자'];
    const { rows } = filingsOf(
      sheet(header, ['1', '쉼터 &amp; 의자', '<p>하나</p><p>둘</p>', '3', '2019-08-31']),
      all,
      known,
    );
    expect(rows[0]?.filing).toEqual({
      channel: 'web',
      title: '쉼터 & 의자',
      text: '하나\n\n둘',
      district: 'jongno',
      petitioner: { phone: '010-0000-0000', notifyBy: ['sms'] },
    });
  });

  test('without a district spread evenly over all 25', () => {
    const lines = Array.from({ length: 50 }, (_, index) => [`제목 ${index}`, '글']);
    const districts = filingsOf(sheet(['title', 'text'], ...lines), all, known).rows.map(
      ({ filing }) => filing.district,
    );
    expect(new Set(districts).size).toBe(25);
    expect(new Set(districts.slice(0, 25)).size).toBe(25);
  });

  test('are taken from the top, so many as were asked for', () => {
    const lines = Array.from({ length: 5 }, (_, index) => [`${index}`, '글']);
    const { taken, rows } = filingsOf(sheet(['title', 'text'], ...lines), 3, known);
    expect([taken, rows.map(({ filing }) => filing.title)]).toEqual([3, ['0', '1', '2']]);
  });
});

describe('a faulty row', () => {
  const header = ['title', 'text', 'channel', 'language', 'kind', 'district', 'phone', 'email', 'notifyBy'];
  const good = ['가', '나', 'web', 'ko', 'complaint', 'mapo', '010-0000-0001', 'a@example.com', 'sms'];
  const one = (column: string, cell: string): string[] =>
    good.map((cellOfGood, at) => (header[at] === column ? cell : cellOfGood));

  test.each([
    ['title', '', 'is empty'],
    ['title', 'x'.repeat(201), 'has 201 characters, expected at most 200'],
    ['text', 'x'.repeat(20_001), 'has 20001 characters, expected at most 20000'],
    ['channel', 'fax', "is 'fax', expected one of web, app, phone, sms, chat, visit"],
    ['language', 'fr', "is 'fr', expected one of ko, en"],
    ['kind', 'praise', /^is 'praise', expected one of complaint, proposal, /],
    ['district', 'busan', /^is 'busan', expected one of jongno, jung, /],
    ['phone', '12', "is '12', expected a number like 010-1234-5678"],
    ['email', 'nowhere', "is 'nowhere', expected an address like a@example.com"],
    ['notifyBy', 'pigeon', "is 'pigeon', expected sms or email"],
    ['phone', '', 'is empty, but notifyBy names sms'],
  ])('names column %s, and the rest goes on', (column, cell, reason) => {
    const { taken, rows, faults } = filingsOf(sheet(header, one(column, cell), good), all, known);
    expect(faults).toEqual([{ row: 2, column, reason: expect.stringMatching(reason) }]);
    expect([taken, rows.map(({ row }) => row)]).toEqual([2, [3]]);
  });

  test('names all its columns at once', () => {
    const { faults } = filingsOf(sheet(['title', 'text'], ['', '', 'beyond']), all, known);
    expect(faults).toEqual([
      { row: 2, column: '3', reason: "holds 'beyond', the header ends before" },
      { row: 2, column: 'title', reason: 'is empty' },
      { row: 2, column: 'text', reason: 'is empty' },
    ]);
  });

  test('of the register is one without words between its marks', () => {
    const { rows, faults } = filingsOf(
      sheet(['제안제목', '제안내용'], ['가', '<p>&nbsp;</p>'], ['나', '<b>다</b>']),
      all,
      known,
    );
    expect(faults).toEqual([{ row: 2, column: '제안내용', reason: 'is empty' }]);
    expect(rows.map(({ filing }) => filing.text)).toEqual(['다']);
  });
});

describe('a header', () => {
  test.each([
    [
      ['a', 'b', 'c', 'd'],
      "no column is known: found 'a', 'b', 'c' and 1 more; expected title, text … or 제안제목, 제안내용 …",
    ],
    [['title', 'district'], "column 'text' is missing: expected title, text …"],
    [['title', 'text', 'distict'], "column 'distict' is not known; expected title, text, channel, "],
    [
      ['제안제목', '제안내용', 'kind'],
      "column 'kind' is not known; expected 제안제목, 제안내용, 제안번호, 득표, 제안등록일자",
    ],
    [['title', 'text', 'title'], "column 'title' stands twice in the header"],
  ])('%j is refused', (header, words) => {
    expect(() => filingsOf(sheet(header), all, known)).toThrow(words);
  });
});
