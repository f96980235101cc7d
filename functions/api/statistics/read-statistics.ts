import type * as z from 'zod';
import { readBarring, readCells } from '#functions/aws/statistics-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { seoulDateOf } from '#rules/clock/instant.ts';
import { clock, ownDepartments, population } from '#rules/statistics/basis.ts';
import { differenceOf } from '#rules/statistics/counting.ts';
import { firstDayOf, lastDayOf, monthOfDay } from '#rules/statistics/months.ts';
import { ratesOf } from '#rules/statistics/rates.ts';
import { isInScope, isKeptFrom } from '#rules/statistics/scope.ts';
import { type Counted, tally, tallyWhole, together, totalOf } from '#rules/statistics/tally.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Statistics, type StatisticsRow, type statisticsOperations } from '#schemas/api/statistics.ts';
import type { StatisticsApiSettings } from '#schemas/settings.ts';
import { CountedMeasure, type Dimension, type Measures } from '#schemas/statistics.ts';
import { askedMonths } from './asked-months.ts';
import { type Counter, counterOf } from './counter-of.ts';

type Request = Pick<ApiRequest<ById<typeof statisticsOperations, 'readStatistics'>>, 'at' | 'caller' | 'query'>;

/**
 * Exact numbers of the cases that the caller may know of, each with the way to its cases.
 *
 * @throws Refused `not-yours`; RequestInvalid for more than 24 months
 */
export async function readStatistics(
  { STATISTICS_TABLE: table, CITY_TABLE }: z.infer<typeof StatisticsApiSettings>,
  { at, caller, query }: Request,
): Promise<Reply> {
  const { by, ...asked } = query;
  const today = seoulDateOf(at);
  const { to = today, from = firstDayOf(monthOfDay(to)) } = asked;
  const filter = { ...asked, from, to };
  const months = askedMonths(from, to);
  const counter = await counterOf(CITY_TABLE, caller, asked.department);
  const [barring, ...cells] = await Promise.all([
    keptFrom(table, counter),
    ...months.map((month) => readCells(table, month, asked.district)),
  ]);
  const isPlain = counter.scope === 'all' && isWithoutMembers(asked);
  const tables = cells.flatMap((parts, index) => {
    const isWhole = isPlain && isWholeMonth(months[index] ?? '', filter, today);
    // A whole part that was tallied before need not be gone through again.
    return parts.map((part) => (isWhole ? tallyWhole(part, by) : tally(seenBy(counter, part), by, filter)));
  });
  const rows = together([...tables, tally(seenBy(counter, barring), by, filter)]);
  const total = totalOf(rows);
  const body = Statistics.parse({
    by,
    population: population(counter.scope === 'all' ? undefined : ownDepartments(counter.scope)),
    clock,
    from,
    to,
    asOf: at,
    rows: [...rows].map(([key, numbers]) => rowOf(key, numbers, { ...filter, ...memberOf(by, key) })),
    total: rowOf('', total, filter),
  });
  return { body };
}

const seenBy = ({ scope }: Counter, counted: readonly Counted[]): readonly Counted[] =>
  scope === 'all' ? counted : counted.filter(({ cell }) => isInScope(scope, cell.department));

/** Whether nothing narrows the question but days and a district, by which the cells lie apart. */
const isWithoutMembers = ({ ward, field, department, channel, kind }: Omit<Request['query'], 'by'>): boolean =>
  [ward, field, department, channel, kind].every((member) => member === undefined);

/** Whether all days of a month are asked for that have begun. */
const isWholeMonth = (month: string, { from, to }: { from: string; to: string }, today: string): boolean =>
  from <= firstDayOf(month) && (to >= lastDayOf(month) || to >= today);

/** What the cases that the caller may not know of would add, to be taken away. */
async function keptFrom(table: string, { person }: Counter): Promise<Counted[]> {
  const cases = await readBarring(table);
  return cases
    .filter(({ fact }) => isKeptFrom(fact, person))
    .map(({ fact: { cell, measures } }) => ({ cell, measures: differenceOf(measures, {}) }));
}

type Filter = Readonly<Record<string, string | undefined>>;

/** The filter that a row stands for. */
function memberOf(by: Dimension, key: string): Filter {
  if (by === 'day') return { from: key, to: key };
  if (by !== 'ward') return { [by]: key };
  const [district, ward] = key.split('/');
  return { district, ward };
}

function rowOf(key: string, measures: Measures, filter: Filter): StatisticsRow {
  const wanted = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const links = CountedMeasure.options.flatMap((measure) =>
    measures[measure] === undefined
      ? []
      : [[measure, `/v1/officials/me/statistics/cases?${new URLSearchParams([...wanted, ['measure', measure]])}`]],
  );
  return { key, measures, ...ratesOf(measures), cases: Object.fromEntries(links) };
}
