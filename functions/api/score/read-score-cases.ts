import type * as z from 'zod';
import { listSpecialResults } from '#functions/aws/special-results.ts';
import { readBarring, readRounds } from '#functions/aws/statistics-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { departmentScore } from '#rules/score/department-score.ts';
import { cutOffOf } from '#rules/score/month-end.ts';
import { monthOf } from '#rules/statistics/round-fact.ts';
import { isKeptFrom } from '#rules/statistics/scope.ts';
import type { ById } from '#schemas/api/operation.ts';
import { ScoreCases, type scoreOperations } from '#schemas/api/score.ts';
import type { StatisticsApiSettings } from '#schemas/settings.ts';
import { counterOf } from '../statistics/counter-of.ts';

type Request = ApiRequest<ById<typeof scoreOperations, 'readScoreCases'>>;

/**
 * The cases behind a department's score, those that count in a part if one is asked for, and its special results.
 *
 * @throws Refused `not-yours` for another department than the caller's
 */
export async function readScoreCases(
  { STATISTICS_TABLE: table, CITY_TABLE }: z.infer<typeof StatisticsApiSettings>,
  { at, caller, params, query }: Request,
): Promise<Reply> {
  const { department } = params;
  const { month = monthOf(at), part } = query;
  const { person } = await counterOf(CITY_TABLE, caller, department);
  const end = cutOffOf(month, at);
  const [rounds, results, barring] = await Promise.all([
    readRounds(table, month, department),
    listSpecialResults(table, month),
    readBarring(table),
  ]);
  const hidden = new Set(barring.filter(({ fact }) => isKeptFrom(fact, person)).map(({ number }) => number));
  const own = results.filter((result) => result.department === department);
  const score = departmentScore(rounds, own, end);
  const cases = (score?.cases ?? []).filter(
    (one) => !hidden.has(one.number) && part !== 'special' && (part === undefined || one[part] !== undefined),
  );
  const body = ScoreCases.parse({
    department,
    month,
    cutOff: end.cutOff,
    items: cases.map((one) => ({ ...one, case: `/v1/complaints/${one.number}/case` })),
    specialResults: part === undefined || part === 'special' ? own : [],
    asOf: at,
  });
  return { body };
}
