import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { exportOperations } from '#schemas/api/exports.ts';
import { ExportApiSettings } from '#schemas/settings.ts';
import { exportList, listExports } from './exports/export-list.ts';

const settings = settingsOf(ExportApiSettings);

export const handler = apiFunction(exportOperations, {
  exportList: (request) => exportList(settings, request),
  listExports: (request) => listExports(settings, request),
});
