import { listCity } from '#functions/aws/city-table.ts';
import { listSpecialResults } from '#functions/aws/special-results.ts';
import { readRounds } from '#functions/aws/statistics-table.ts';
import { inOrder, type Scored } from '#rules/score/awards.ts';
import { departmentScore } from '#rules/score/department-score.ts';
import type { CutOff } from '#rules/score/month-end.ts';
import type { Department } from '#schemas/department.ts';
import type { Month } from '#schemas/statistics.ts';

/** A department with its name and its score. */
export type NamedScore = Scored & Pick<Department, 'name' | 'nameEn'>;

/** The scores of all departments that had something to answer in a month, the highest first. */
export async function monthScores(
  { STATISTICS_TABLE, CITY_TABLE }: { readonly STATISTICS_TABLE: string; readonly CITY_TABLE: string },
  month: Month,
  cutOff: CutOff,
): Promise<NamedScore[]> {
  const [departments, special] = await Promise.all([
    listCity(CITY_TABLE, 'department'),
    listSpecialResults(STATISTICS_TABLE, month),
  ]);
  const rounds = await Promise.all(departments.map(({ id }) => readRounds(STATISTICS_TABLE, month, id)));
  const scored = departments.flatMap(({ id, name, nameEn }, index): NamedScore[] => {
    const results = special.filter(({ department }) => department === id);
    const score = departmentScore(rounds[index] ?? [], results, cutOff);
    return score === undefined ? [] : [{ department: id, name, nameEn, score }];
  });
  const named = new Map(scored.map((one) => [one.department, one]));
  return inOrder(scored).flatMap(({ department }) => named.get(department) ?? []);
}
