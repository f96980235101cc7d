import { describe, expect, test } from 'vitest';
import { writtenDate } from '#rules/imports/written-date.ts';
import { Instant } from '#schemas/instant.ts';

// Sunday, 2026-11-22 12:00 in Seoul.
const at = Instant.parse('2026-11-22T03:00:00.000Z');
const of = (value: string | number, from1904 = false) =>
  writtenDate(
    typeof value === 'number' ? { kind: 'number', number: value, text: String(value) } : { kind: 'text', text: value },
    { at, from1904 },
  );

describe('a date of receipt', () => {
  test.each([
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026.11.20', '2026-11-20T00:00:00.000Z'],
    ['2026. 11. 20.', '2026-11-20T00:00:00.000Z'],
    ['2026/1/2', '2026-01-02T00:00:00.000Z'],
    ['2026년 11월 20일', '2026-11-20T00:00:00.000Z'],
    ['2026년11월20일(금)', '2026-11-20T00:00:00.000Z'],
    ['20261120', '2026-11-20T00:00:00.000Z'],
    ['２０２６－１１－２０', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20 14:30', '2026-11-20T05:30:00.000Z'],
    ['2026-11-20 14:30:59', '2026-11-20T05:30:00.000Z'],
    ['2026-11-20T14:30', '2026-11-20T05:30:00.000Z'],
    ['2026.11.20. 오후 2:30', '2026-11-20T05:30:00.000Z'],
    ['2026년 11월 20일 오후 2시 30분', '2026-11-20T05:30:00.000Z'],
    ['2026년 11월 20일 금요일 오전 12시', '2026-11-19T15:00:00.000Z'],
    ['2026-11-20 2:30 PM', '2026-11-20T05:30:00.000Z'],
    ['2026-11-20T14:30:00+09:00', '2026-11-20T05:30:00.000Z'],
    ['2026-11-20T05:30:00Z', '2026-11-20T05:30:00.000Z'],
    // Days of a spreadsheet, as a number and as a CSV has them.
    [46346, '2026-11-20T00:00:00.000Z'],
    ['46346', '2026-11-20T00:00:00.000Z'],
    [46346.604166666664, '2026-11-20T05:30:00.000Z'],
    [20261120, '2026-11-20T00:00:00.000Z'],
    // The first day that counts, and the file's own day, before nine and now.
    ['2014-01-01', '2014-01-01T00:00:00.000Z'],
    ['2026-11-22', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22 12:00', '2026-11-22T03:00:00.000Z'],
  ])('%s is %s', (value, receivedAt) => {
    expect(of(value)).toEqual({ receivedAt });
  });

  test('is four years and a day later in a workbook that counts from 1904', () => {
    expect(of(44884, true)).toEqual({ receivedAt: '2026-11-20T00:00:00.000Z' });
    expect(of(44884)).toEqual({ receivedAt: '2022-11-19T00:00:00.000Z' });
  });

  test('without its time is never later than the file', () => {
    const early = Instant.parse('2026-11-21T22:00:00.000Z');
    const cell = { kind: 'text', text: '2026-11-22' } as const;
    expect(writtenDate(cell, { at: early, from1904: false })).toEqual({ receivedAt: early });
  });

  test.each([
    ['26.11.20', 'date-short-year'],
    ['11/20/26', 'date-short-year'],
    ['2013-12-31', 'date-too-old'],
    [2026, 'date-too-old'],
    [1, 'date-too-old'],
    ['2026-11-22 12:01', 'date-in-future'],
    ['2026-11-23', 'date-in-future'],
    ['2026-02-30', 'date-unreadable'],
    ['20261301', 'date-unreadable'],
    ['2026-11-20 25:00', 'date-unreadable'],
    ['2026-11-20 오후 13시', 'date-unreadable'],
    ['2026-11-20T14:99:00Z', 'date-unreadable'],
    ['어제', 'date-unreadable'],
    [-1, 'date-unreadable'],
  ])('%s is refused: %s', (value, fault) => {
    expect(of(value)).toEqual({ fault });
  });
});
