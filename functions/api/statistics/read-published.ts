import { readCells } from '#functions/aws/statistics-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { seoulDateOf } from '#rules/clock/instant.ts';
import { clock, population, rounding } from '#rules/statistics/basis.ts';
import { firstDayOf, lastDayOf } from '#rules/statistics/months.ts';
import { published } from '#rules/statistics/published.ts';
import { wardsOf } from '#rules/statistics/ward-of.ts';
import type { ById } from '#schemas/api/operation.ts';
import { PublishedStatistics, type statisticsOperations } from '#schemas/api/statistics.ts';
import { DistrictId } from '#schemas/district.ts';
import { RequestInvalid } from '#schemas/errors.ts';
import type { Dimension } from '#schemas/statistics.ts';
import { askedMonths } from './asked-months.ts';

type Request = ApiRequest<ById<typeof statisticsOperations, 'readPublishedStatistics'>>;

/** A table for everybody, made of whole months; see rules/statistics/published.ts for what keeps single complaints out of it. */
export async function readPublished(table: string, { at, query }: Request): Promise<Reply> {
  const { by, district } = query;
  if (district !== undefined && by !== 'ward') {
    throw new RequestInvalid([{ path: '/query/district', expected: 'by=ward, of which it chooses the wards' }]);
  }
  const today = seoulDateOf(at);
  const { from = query.to ?? today, to = today } = query;
  const months = askedMonths(from, to);
  const cells = await Promise.all(months.map((month) => readCells(table, month, district)));
  const byMonth = new Map(months.map((month, index) => [month, cells[index] ?? []]));
  const body = PublishedStatistics.parse({
    by,
    population: population(undefined),
    clock,
    rounding,
    from: firstDayOf(months[0] ?? today),
    to: lastDayOf(months.at(-1) ?? today),
    asOf: at,
    ...published(byMonth, by, keysOf(by, district)),
  });
  // Caches may answer in our place, but no longer than a change may take to show.
  return { body, headers: { 'cache-control': 'public, max-age=2' } };
}

/** The rows that stand there even when nothing was received. */
function keysOf(by: Dimension, district: DistrictId | undefined): readonly string[] {
  if (by === 'district') return DistrictId.options;
  if (by !== 'ward' || district === undefined) return [];
  return wardsOf(district).map((ward) => `${district}/${ward}`);
}
