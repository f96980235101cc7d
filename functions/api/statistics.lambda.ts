import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { statisticsOperations } from '#schemas/api/statistics.ts';
import { StatisticsApiSettings } from '#schemas/settings.ts';
import { readScoreCases } from './score/read-score-cases.ts';
import { readScores } from './score/read-scores.ts';
import { confirmSpecialResult, proposeSpecialResult } from './score/special-result.ts';
import { listCountedCases } from './statistics/list-counted-cases.ts';
import { readPublished } from './statistics/read-published.ts';
import { readStatistics } from './statistics/read-statistics.ts';

const settings = settingsOf(StatisticsApiSettings);

export const handler = apiFunction(statisticsOperations, {
  readPublishedStatistics: (request) => readPublished(settings.STATISTICS_TABLE, request),
  readStatistics: (request) => readStatistics(settings, request),
  listCountedCases: (request) => listCountedCases(settings, request),
  readScores: (request) => readScores(settings, request),
  readScoreCases: (request) => readScoreCases(settings, request),
  proposeSpecialResult: (request) => proposeSpecialResult(settings, request),
  confirmSpecialResult: (request) => confirmSpecialResult(settings, request),
});
