import type { Scores } from '#schemas/api/score.ts';
import type { Statistics, StatisticsRow } from '#schemas/api/statistics.ts';
import { seoulTime } from '../play/seoul-time.ts';
import type { DistrictNames } from '../sample-city.ts';
import type { CityStatistics } from '../sums/statistics.ts';
import { fitted, WIDTH } from './columns.ts';
import { ink } from './ink.ts';

const columns = [30, 9, 8, 10, 9, 8, 10, 11] as const;

const line = (...texts: readonly string[]): string =>
  ` ${texts.map((text, index) => fitted(text, columns[index] ?? 8, index === 0 ? 'left' : 'right')).join('')}`;

/** The city's statistics by district, as its operators see them: exact, with the clock and the cut-off named. */
export function statisticsTable({ tables }: CityStatistics, names: DistrictNames): string[] {
  const [table] = tables;
  if (table === undefined) return [];
  const named = new Map<string, string>(names);
  return [
    ink('dim', line('district', 'received', 'open', 'answered', 'overdue', 'stars', 'on time', 'working h')),
    ...table.rows.map((row) => rowLine(named.get(row.key) ?? row.key, row)),
    rowLine('Σ', table.total),
    ...basisOf(table),
  ];
}

function rowLine(
  name: string,
  { measures, onTimeRate, meanWorkingMinutes, meanStars }: Omit<StatisticsRow, 'key'>,
): string {
  const { received = 0, open = 0, answered = 0, overdue = 0 } = measures;
  return line(
    name,
    ...[received, open, answered, overdue].map(String),
    meanStars === undefined ? '—' : meanStars.toFixed(2),
    onTimeRate === undefined ? '—' : `${(onTimeRate * 100).toFixed(1)} %`,
    meanWorkingMinutes === undefined ? '—' : (meanWorkingMinutes / 60).toFixed(1),
  );
}

function basisOf({ from, to, asOf, total: { measures } }: Statistics): string[] {
  const { paused = 0, pausedMinutes = 0, hollow = 0 } = measures;
  return [
    ` received ${from} to ${to}, as of ${seoulTime(Date.parse(asOf))} (Seoul); on the law’s clock, which stood`,
    ` in ${paused} of the answered for ${(pausedMinutes / 60).toFixed(1)} h in all; ${hollow} answers of set phrases alone count as none`,
  ];
}

const scoreColumns = [26, 8, 10, 13, 16, 12, 8] as const;

const scoreLine = (...texts: readonly string[]): string =>
  ` ${texts.map((text, index) => fitted(text, scoreColumns[index] ?? 8, index === 0 ? 'left' : 'right')).join('')}`;

/** The departments' scores of a month, the highest first, and who stands out. */
export function scoreTable({ scores, isFinal, best, outstandingDepartments, outstandingOfficials }: Scores): string[] {
  if (scores.length === 0) return [];
  const when = isFinal ? 'at its end' : 'so far';
  const named = new Map(scores.map(({ department, name }) => [department, name]));
  const nameOf = (department: string): string => named.get(department) ?? department;
  const outstanding = outstandingDepartments.map(nameOf).join(', ');
  const officials = outstandingOfficials.map(({ person, answers }) => `${person} (${answers})`).join(', ');
  return [
    ink(
      'dim',
      scoreLine(`department, ${when}`, 'score', 'speed 50', 'fidelity 30', 'cooperation 10', 'special 10', 'rounds'),
    ),
    ...scores.map(({ name, score, parts, rounds }) =>
      scoreLine(name, score.toFixed(2), ...parts.map(({ points }) => points.toFixed(2)), String(rounds)),
    ),
    fitted(
      ` of those with five rounds: best ${best === undefined ? '—' : nameOf(best)}; outstanding ${outstanding || '—'}`,
      WIDTH,
    ).trimEnd(),
    fitted(` outstanding officials (answers) ${officials || '—'}`, WIDTH).trimEnd(),
  ];
}
