import { describe, expect, test } from 'vitest';
import { headingsIn } from '#rules/imports/headings.ts';
import { judgedRows } from '#rules/imports/row-filing.ts';
import type { Cell, MergedCells } from '#schemas/import-file.ts';
import { Instant } from '#schemas/instant.ts';
import { Kind } from '#schemas/kind.ts';

const at = Instant.parse('2026-11-22T03:00:00.000Z');
const kinds = [
  Kind.parse({
    id: 'proposal',
    name: '시민제안',
    nameEn: 'Proposal',
    period: { unit: 'months', count: 1 },
    source: 'x',
  }),
];
type Value = string | number | Cell | undefined;

const cellOf = (value: Value): Cell => {
  if (value === undefined) return { kind: 'empty' };
  if (typeof value === 'object') return value;
  return typeof value === 'number'
    ? { kind: 'number', number: value, text: String(value) }
    : { kind: 'text', text: value };
};
const rowOf = (number: number, values: readonly Value[]) => ({
  number,
  cells: new Map(
    values.map((value, column) => [column, cellOf(value)] as const).filter(([, { kind }]) => kind !== 'empty'),
  ),
});

function judged(
  names: readonly string[],
  rows: readonly (readonly Value[])[],
  merged: MergedCells[] = [],
  keepsDates = true,
) {
  const found = headingsIn(rowOf(1, names));
  if (found === undefined || !('headings' in found)) throw new Error('no headings');
  const sheet = {
    name: '민원',
    headings: found.headings,
    rows: rows.map((row, index) => rowOf(index + 2, row)),
    merged,
    from1904: false,
  };
  return [...judgedRows(sheet, { at, kinds, channel: 'visit', keepsDates })];
}
const base = ['제목', '내용'];
const filing = (names: readonly string[], ...values: Value[]) =>
  judged([...base, ...names], [['가로등', '꺼짐', ...values]])[0];
const faults = (names: readonly string[], ...values: Value[]) => {
  const row = filing(names, ...values);
  return row !== undefined && 'faults' in row ? row.faults.map(({ column, code }) => `${column} ${code}`) : row;
};
const range = (firstRow: number, lastRow: number, firstColumn: number, lastColumn = firstColumn): MergedCells => ({
  firstRow,
  lastRow,
  firstColumn,
  lastColumn,
});

describe('a row', () => {
  test('becomes a filing, by any of the names that headings and values have', () => {
    const names = [
      ' 민원\n제목 *',
      '내 용 (필수)',
      '관할구',
      '발생 장소',
      '신청인 성명',
      '연 락 처',
      'E-Mail',
      '알림 방법 / Notify by',
      '민원유형',
      '접수 경로',
      '접수 일자',
      '비고',
    ];
    const [row] = judged(names, [
      [
        '가로등',
        '꺼짐',
        '강남',
        '테헤란로 1',
        '홍길동',
        1012345678,
        'hong@example.kr',
        '문자, 이메일',
        '시민 제안',
        '전화',
        '2026.11.20',
        'x',
      ],
    ]);
    expect(row).toMatchObject({
      row: 2,
      receivedAt: '2026-11-20T00:00:00.000Z',
      filing: {
        channel: 'phone',
        title: '가로등',
        text: '꺼짐',
        kind: 'proposal',
        district: 'gangnam',
        location: '테헤란로 1',
        identity: 'named',
        language: 'ko',
        petitioner: { name: '홍길동', phone: '+821012345678', email: 'hong@example.kr', notifyBy: ['sms', 'email'] },
      },
    });
  });

  test('that says no more than it must is filed by the channel of its file, with nobody to tell', () => {
    expect(filing([])).toMatchObject({ filing: { channel: 'visit', petitioner: { notifyBy: [] } } });
    expect(filing([])).not.toHaveProperty('receivedAt');
  });

  test('tells the petitioner by the first address it gives, unless it says otherwise', () => {
    const ways = (...values: Value[]) => filing(['전화', '이메일', '알림'], ...values);
    expect(ways('010-1234-5678', 'a@b.kr')).toMatchObject({ filing: { petitioner: { notifyBy: ['sms'] } } });
    expect(ways(undefined, 'a@b.kr')).toMatchObject({ filing: { petitioner: { notifyBy: ['email'] } } });
    expect(ways('010-1234-5678', 'a@b.kr', '없음')).toMatchObject({ filing: { petitioner: { notifyBy: [] } } });
  });

  test('keeps no date when dates are not kept', () => {
    const [row] = judged([...base, '접수일'], [['가', '나', '어제']], [], false);
    expect(row).not.toHaveProperty('receivedAt');
    expect(row).toHaveProperty('filing');
  });

  test('may have numbers where words are meant', () => {
    expect(judged(base, [[2026, 1.5]])[0]).toMatchObject({ filing: { title: '2026', text: '1.5' } });
  });

  test.each<[string[], Value[], string[]]>([
    [['구'], ['뉴욕'], ['C district-unknown']],
    [['유형'], ['불평'], ['C kind-unknown']],
    [['접수 경로'], ['텔레파시'], ['C channel-unknown']],
    [['연락처'], ['없음'], ['C phone-unreadable']],
    [['이메일'], ['hong'], ['C email-unreadable']],
    [['알림'], ['비둘기'], ['C notify-by-unknown']],
    [['알림'], ['문자'], ['C no-phone-for-sms']],
    [['알림', '전화'], ['이메일', '010-1234-5678'], ['C no-email-for-mail']],
    [['접수일'], ['26.11.20'], ['C date-short-year']],
    [['접수일'], ['2013-12-31'], ['C date-too-old']],
    [['연락처'], [{ kind: 'formula', text: '=A1' }], ['C formula']],
    [['연락처'], [{ kind: 'error', text: '#N/A' }], ['C error-value']],
    [['위치'], ['가'.repeat(301)], ['C location-too-long']],
    [
      ['구', '전화', '접수일'],
      ['뉴욕', 'x', 'y'],
      ['D phone-unreadable', 'C district-unknown', 'E date-unreadable'],
    ],
  ])('with %j as %j has the faults %j', (names, values, expected) => {
    expect(faults(names, ...values)).toEqual(expected);
  });

  test('has a title and a text, neither too long', () => {
    const codes = judged(base, [
      ['가', undefined],
      [undefined, '나'],
      ['가'.repeat(201), '나'],
      ['가'.repeat(200), '나'.repeat(20_000)],
      ['가', '나'.repeat(20_001)],
    ]).map((row) =>
      'faults' in row ? row.faults.map(({ column, code, row: number }) => `${column}${number} ${code}`) : 'filed',
    );
    expect(codes).toEqual([['B2 missing'], ['A3 missing'], ['A4 title-too-long'], 'filed', ['B6 text-too-long']]);
  });

  test('says its faults in two languages and names sheet, row, column and heading', () => {
    const [row] = judged([...base, '자치구'], [['가', '나', '뉴욕']]);
    expect(row).toMatchObject({
      faults: [
        {
          sheet: '민원',
          row: 2,
          column: 'C',
          heading: '자치구',
          reason: '서울의 자치구가 아닙니다(예: 강남구).',
          reasonEn: 'It is none of the 25 districts (like 강남구).',
        },
      ],
    });
  });
});

describe('merged cells', () => {
  test('give their value to every row they reach over', () => {
    const rows = judged(
      [...base, '자치구'],
      [
        ['가', '나', '강남구'],
        ['다', '라'],
        ['마', '바'],
        ['사', '아'],
      ],
      [range(2, 4, 2)],
    );
    expect(rows.map((row) => ('filing' in row ? row.filing.district : row))).toEqual([
      'gangnam',
      'gangnam',
      'gangnam',
      undefined,
    ]);
  });

  test('leave the cells to their right without one, and say so where one is needed', () => {
    const [row] = judged(base, [['가']], [range(2, 2, 0, 1)]);
    expect(row).toMatchObject({ faults: [{ column: 'B', code: 'merged-away' }] });
  });
});

describe('headings', () => {
  test('that mean the same, or reach into programs, are refused', () => {
    expect(headingsIn(rowOf(3, [...base, '전화', '연락처']))).toEqual({
      refused: 'heading-twice',
      found: 'C3 and D3 both mean phone',
    });
    expect(headingsIn(rowOf(1, [...base, ' __PROTO__ ']))).toEqual({ refused: 'heading-forbidden', found: 'C1' });
  });

  test('are none without title and text', () => {
    expect(headingsIn(rowOf(1, ['제목', '전화']))).toBeUndefined();
  });
});
