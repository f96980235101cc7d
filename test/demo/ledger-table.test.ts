import { describe, expect, test } from 'vitest';
import type { History } from '#schemas/api/auditor.ts';
import type { LedgerLine } from '#schemas/deadline.ts';
import { ledgerTable, longestLedger } from '../../demo/report/ledger-table.ts';

const lines = [
  {
    kind: 'start',
    at: '2026-11-23T00:00:00.000Z',
    period: { unit: 'days', count: 7 },
    dueAt: '2026-12-01T09:00:00.000Z',
    movedMinutes: 0,
  },
  { kind: 'pause', at: '2026-11-23T08:00:00.000Z', movedMinutes: 0 },
  { kind: 'resume', at: '2026-11-24T10:30:00.000Z', dueAt: '2026-12-03T02:30:00.000Z', movedMinutes: 2490 },
  {
    kind: 'decreed-holiday',
    at: '2026-11-25T01:00:00.000Z',
    on: '2026-11-30',
    name: '임시공휴일',
    dueAt: '2026-12-04T02:30:00.000Z',
    movedMinutes: 1440,
  },
  {
    kind: 'called-off-holiday',
    at: '2026-11-26T01:00:00.000Z',
    on: '2026-11-30',
    dueAt: '2026-12-03T02:30:00.000Z',
    movedMinutes: -1440,
  },
  {
    kind: 'decreed-holiday',
    at: '2026-11-27T01:00:00.000Z',
    on: '2026-12-07',
    name: 'Election',
    dueAt: '2026-12-03T02:30:00.000Z',
    movedMinutes: 0,
  },
  {
    kind: 'extension',
    at: '2026-11-28T01:00:00.000Z',
    period: { unit: 'months', count: 1 },
    dueAt: '2027-01-04T09:00:00.000Z',
    movedMinutes: 46_470,
  },
];
/** Of a history no more than the tables read. */
const history = (number: string, entries: readonly unknown[]): History =>
  ({
    number,
    complaint: {
      classification: { kind: 'complaint', topic: 'noise' },
      district: 'mapo',
      deadline: { basis: 'statutory' },
    },
    clock: { lines: entries as LedgerLine[] },
  }) as unknown as History;

describe('a ledger as a table', () => {
  test('shows when, what, the due instant after it and how far that moved', () => {
    const [title, , head, ...rows] = ledgerTable(history('20261123-AAAAAA-1', lines));
    expect(title).toBe(' 20261123-AAAAAA-1  complaint · noise · mapo');
    expect(head).toMatch(/^ Seoul +what +due after it +moved$/);
    expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
      ['2026-11-23 09:00', 'start statutory 7 days', '2026-12-01 18:00', '—'],
      ['2026-11-23 17:00', 'pause', '—', '—'],
      ['2026-11-24 19:30', 'resume', '2026-12-03 11:30', '+1 d 17 h 30 min'],
      ['2026-11-25 10:00', 'decreed-holiday 2026-11-30 임시공휴일', '2026-12-04 11:30', '+1 d'],
      ['2026-11-26 10:00', 'called-off-holiday 2026-11-30', '2026-12-03 11:30', '−1 d'],
      ['2026-11-27 10:00', 'decreed-holiday 2026-12-07 Election', '2026-12-03 11:30', '0'],
      ['2026-11-28 10:00', 'extension 1 month', '2027-01-04 18:00', '+32 d 6 h 30 min'],
    ]);
  });

  test('is that of the complaint with the most entries', () => {
    const [start, pause] = lines;
    const histories = [history('A', [start]), history('B', lines), history('C', lines.slice(0, 4))];
    expect(longestLedger(histories)?.number).toBe('B');
    // Of two alike the one whose deadline moved tells more.
    const moved = [history('A', [start, pause]), history('B', [start, lines[3]])];
    expect(longestLedger(moved)?.number).toBe('B');
    expect(longestLedger([])).toBeUndefined();
  });
});
