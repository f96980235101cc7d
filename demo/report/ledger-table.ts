import type { History } from '#schemas/api/auditor.ts';
import type { LedgerLine } from '#schemas/deadline.ts';
import { seoulTime } from '../play/seoul-time.ts';
import { fitted } from './columns.ts';
import { caseLine } from './history-table.ts';
import { ink } from './ink.ts';

const linesOf = ({ clock }: History): readonly LedgerLine[] => clock?.lines ?? [];

/** The history with the longest ledger, and of those the one whose entries moved the due instant most often. */
export const longestLedger = (histories: readonly History[]): History | undefined =>
  histories.toSorted((one, other) => linesOf(other).length - linesOf(one).length || moves(other) - moves(one))[0];

const moves = (history: History): number => linesOf(history).filter(({ movedMinutes }) => movedMinutes !== 0).length;

const columns = [16, 44, 16] as const;
const UNKNOWN = '—';

/** One complaint's ledger as lines of a table: when, what, the due instant after it, and how far that moved. */
export function ledgerTable(history: History): string[] {
  const basis = history.complaint.deadline?.basis ?? '?';
  return [
    caseLine(history),
    '',
    ink('dim', line('Seoul', 'what', 'due after it', 'moved')),
    ...linesOf(history).map((entry) =>
      line(timeOf(entry.at), whatOf(entry, basis), timeOf(entry.dueAt), movedBy(entry)),
    ),
  ];
}

const line = (when: string, what: string, due: string, moved: string): string =>
  ` ${[fitted(when, columns[0]), fitted(what, columns[1]), fitted(due, columns[2]), moved].join('  ')}`.trimEnd();

const timeOf = (instant: string | undefined): string =>
  instant === undefined ? UNKNOWN : seoulTime(Date.parse(instant));

function whatOf({ kind, on, name, period }: LedgerLine, basis: string): string {
  const about = [
    ...(kind === 'start' ? [basis] : []),
    ...(period === undefined ? [] : [periodText(period)]),
    ...(on === undefined ? [] : [on]),
    ...(name === undefined ? [] : [name]),
  ];
  return [kind, ...about].join(' ');
}

const periodText = ({ count, unit }: NonNullable<LedgerLine['period']>): string =>
  `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;

/** A distance by the calendar, `+1 d 2 h 30 min`; while the clock stands no due instant is known, so none can have moved. */
function movedBy({ kind, dueAt, movedMinutes }: LedgerLine): string {
  if (kind === 'start' || dueAt === undefined) return UNKNOWN;
  const left = Math.abs(movedMinutes);
  const parts = [
    [Math.floor(left / 1440), 'd'],
    [Math.floor((left % 1440) / 60), 'h'],
    [left % 60, 'min'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return shown.length === 0 ? '0' : `${movedMinutes < 0 ? '−' : '+'}${shown.join(' ')}`;
}
