import type * as z from 'zod';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { awardsOf } from '#rules/score/awards.ts';
import { clock, population } from '#rules/score/basis.ts';
import { cutOffOf } from '#rules/score/month-end.ts';
import { monthOf } from '#rules/statistics/round-fact.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Scores, type scoreOperations } from '#schemas/api/score.ts';
import type { StatisticsApiSettings } from '#schemas/settings.ts';
import { monthScores } from './month-scores.ts';

type Request = ApiRequest<ById<typeof scoreOperations, 'readScores'>>;

/** The scores of a month and who stands out, by what was known at its end or is known now; each part leads to its cases. */
export async function readScores(
  settings: z.infer<typeof StatisticsApiSettings>,
  { at, query }: Request,
): Promise<Reply> {
  const month = query.month ?? monthOf(at);
  const end = cutOffOf(month, at);
  const scored = await monthScores(settings, month, end);
  const body = Scores.parse({
    month,
    population,
    clock,
    cutOff: end.cutOff,
    isFinal: end.isFinal,
    asOf: at,
    scores: scored.map(({ department, name, nameEn, score: { score, parts, cases } }) => ({
      department,
      name,
      nameEn,
      score,
      rounds: cases.length,
      parts: parts.map((part) => ({
        ...part,
        cases: `/v1/scores/${department}/cases?${new URLSearchParams({ month, part: part.part })}`,
      })),
    })),
    ...awardsOf(scored),
  });
  return { body };
}
