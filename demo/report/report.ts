import type { History } from '#schemas/api/auditor.ts';
import { seoulTime } from '../play/seoul-time.ts';
import type { DistrictNames } from '../sample-city.ts';
import { type Equation, equationsOf, type Found } from '../sums/equations.ts';
import { moves, outcomes, rungIds } from '../sums/fact.ts';
import { type Sums, sumsOf, totalOf } from '../sums/sums.ts';
import { bar, fitted, WIDTH } from './columns.ts';
import { historyTable, richest } from './history-table.ts';
import { ink } from './ink.ts';
import { ledgerTable, longestLedger } from './ledger-table.ts';
import { scoreTable, statisticsTable } from './statistics-table.ts';

const BAR = 44;

/** Everything the demo prints at its end, as lines. */
export function report(found: Found, histories: readonly History[], names: DistrictNames): string[] {
  const api = sumsOf(found.api);
  const table = sumsOf(found.table);
  const history = richest(histories);
  const ledger = longestLedger(histories);
  return [
    ...section('Where they stand', 'API  table'),
    ...outcomes.map((one) => counted(one, api.byOutcome[one], table.byOutcome[one], api.complaints)),
    ...section('Districts', 'from the API'),
    ...districts(api, names),
    ...section('Escalations by rung', 'API  table'),
    ...rungIds.map((one) => counted(one, api.byRung[one], table.byRung[one], Math.max(...Object.values(api.byRung)))),
    ...section('Deadlines', 'API  table'),
    ...moves.map((one) => counted(one, api.byMove[one], table.byMove[one], Math.max(...Object.values(api.byMove)))),
    ...decreed(found),
    ...section('Ratings', 'API  table'),
    ...['5', '4', '3', '2', '1'].map((one) =>
      counted('★'.repeat(Number(one)), api.byScore[one] ?? 0, table.byScore[one] ?? 0, totalOf(api.byScore)),
    ),
    ...section('Notices', ''),
    ...notices(found, table),
    ...(history === undefined ? [] : [...section('One complaint’s history', ''), ...historyTable(history)]),
    ...(ledger === undefined ? [] : [...section('One complaint’s ledger', ''), ...ledgerTable(ledger)]),
    ...section('Equations', ''),
    ...equationsOf(found).flatMap(equationLines),
    ...counters(found, names),
    '',
  ];
}

/** A heading with a rule under it. */
export function section(title: string, right: string): string[] {
  const line = ` ${title}${right.padStart(WIDTH - 1 - title.length)}`;
  return ['', ink('bold', line), ink('dim', ` ${'─'.repeat(WIDTH - 1)}`)];
}

function counters({ statistics }: Found, names: DistrictNames): string[] {
  if (statistics === undefined) return [];
  return [
    ...section('Statistics', 'from the city’s counters'),
    ...statisticsTable(statistics, names),
    ...statistics.scores.flatMap((month) => {
      const table = scoreTable(month);
      return table.length === 0 ? [] : [...section(`Department scores, ${month.month}`, 'of 100'), ...table];
    }),
  ];
}

function counted(name: string, api: number, table: number, most: number): string {
  const numbers = `${fitted(String(api), 8, 'right')}  ${fitted(String(table), 5, 'right')}`;
  return ` ${fitted(name, 26)} ${ink('cyan', bar(api, most, BAR))}${' '.repeat(WIDTH - 28 - BAR - 15)}${numbers}`;
}

function districts({ byDistrict }: Sums, names: DistrictNames): string[] {
  const cells = [...names].map(
    ([id, name]) => ` ${fitted(name, 9)} ${fitted(String(byDistrict[id] ?? 0), 5, 'right')}  `,
  );
  return Array.from({ length: Math.ceil(cells.length / 5) }, (_, row) =>
    cells
      .slice(row * 5, row * 5 + 5)
      .join(' ')
      .trimEnd(),
  );
}

function decreed({ decree }: Found): string[] {
  return decree === undefined ? [] : [` ${decree.on} was decreed a day off on ${seoulTime(decree.putAt)}`];
}

function notices({ outbox }: Found, { notices: counts }: Sums): string[] {
  const readers = outbox.byTopic.size === 0 ? 'nobody subscribes to it' : `${outbox.byTopic.size} heard there`;
  return [
    ` sent as SMS or e-mail ${counts.sent}, without an address ${counts.unreachable}, unsettled ${counts.unsettled}`,
    ` published to the audit office’s topic ${counts.published}: ${readers}`,
  ];
}

function equationLines({ name, left, right, holds, differing }: Equation): string[] {
  const mark = holds ? ink('green', '✓') : ink('red', '✗');
  const line = ` ${mark} ${fitted(name, 66)} ${left} = ${right}`;
  if (differing.length === 0) return [line];
  const more = differing.length > 3 ? ` and ${differing.length - 3} more` : '';
  return [line, ink('red', `   differing: ${differing.slice(0, 3).join(', ')}${more}`)];
}
