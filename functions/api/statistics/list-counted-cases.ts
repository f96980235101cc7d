import * as z from 'zod';
import { type CountedCase, districtsCounted, readCases } from '#functions/aws/statistics-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { seoulDateOf } from '#rules/clock/instant.ts';
import { firstDayOf, monthOfDay } from '#rules/statistics/months.ts';
import { isInScope, isKeptFrom } from '#rules/statistics/scope.ts';
import { isAsked } from '#rules/statistics/tally.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { CountedCaseShown, statisticsOperations } from '#schemas/api/statistics.ts';
import { RequestInvalid } from '#schemas/errors.ts';
import type { StatisticsApiSettings } from '#schemas/settings.ts';
import { askedMonths } from './asked-months.ts';
import { counterOf } from './counter-of.ts';

type Request = Pick<ApiRequest<ById<typeof statisticsOperations, 'listCountedCases'>>, 'at' | 'caller' | 'query'>;

/** Where a list goes on: after this number in this month and district. */
const Position = z.tuple([z.string(), z.string(), z.string()]);
type Position = z.infer<typeof Position>;

/** How many cases are looked at for one page, 5_000: one that few of them match is shorter, and goes on. */
const LOOKED_AT = 5_000;

/**
 * The cases behind a number: those that the same filters count, and that the caller may know of.
 *
 * @throws Refused `not-yours`; RequestInvalid for more than 24 months or another list's cursor
 */
export async function listCountedCases(
  { STATISTICS_TABLE: table, CITY_TABLE }: z.infer<typeof StatisticsApiSettings>,
  { at, caller, query }: Request,
): Promise<Reply> {
  const { limit, cursor, measure, ...asked } = query;
  const today = seoulDateOf(at);
  const { to = today, from = firstDayOf(monthOfDay(to)) } = asked;
  const filter = { ...asked, from, to };
  const months = askedMonths(from, to);
  const { person, scope } = await counterOf(CITY_TABLE, caller, asked.department);
  const isShown = ({ fact }: CountedCase): boolean =>
    isAsked(fact.cell, filter) &&
    (fact.measures[measure] ?? 0) > 0 &&
    isInScope(scope, fact.cell.department) &&
    !isKeptFrom(fact, person);
  const items: CountedCaseShown[] = [];
  let lookedAt = 0;
  for await (const { position, found } of casesFrom(table, months, asked.district, positionOf(cursor))) {
    lookedAt += 1;
    if (isShown(found)) items.push(shown(found));
    if (items.length === limit || lookedAt === LOOKED_AT) {
      return { body: { items, cursor: Buffer.from(JSON.stringify(position)).toString('base64url'), asOf: at } };
    }
  }
  return { body: { items, asOf: at } };
}

function positionOf(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new RequestInvalid([{ path: '/query/cursor', expected: 'the cursor that this list gave' }]);
  }
}

/** All cases of the months, in the order of month, district and number, after a position. */
async function* casesFrom(
  table: string,
  months: readonly string[],
  only: string | undefined,
  after: Position | undefined,
): AsyncGenerator<{ readonly position: Position; readonly found: CountedCase }> {
  for (const month of months) {
    if (after !== undefined && month < after[0]) continue;
    for (const district of await districtsCounted(table, month)) {
      if (only !== undefined && district !== only) continue;
      const isThere = month === after?.[0];
      if (isThere && district < after[1]) continue;
      const last = isThere && district === after[1] ? after[2] : undefined;
      for await (const found of readCases(table, { month, district, after: last })) {
        yield { position: [month, district, found.number], found };
      }
    }
  }
}

function shown({ number, fact: { cell, measures, round } }: CountedCase): CountedCaseShown {
  return {
    number,
    cell,
    measures,
    dueAt: round?.dueAt,
    answeredAt: round?.answeredAt,
    lacks: round?.lacks,
    case: `/v1/complaints/${number}/case`,
  };
}
