import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { auditorOperations } from '#schemas/api/auditor.ts';
import { AuditorApiSettings } from '#schemas/settings.ts';
import { readHistory } from './auditor/read-history.ts';

const settings = settingsOf(AuditorApiSettings);

export const handler = apiFunction(auditorOperations, {
  readHistory: (request) => readHistory(settings, request),
});
