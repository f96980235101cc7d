import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { importOperations } from '#schemas/api/imports.ts';
import { ImportsApiSettings } from '#schemas/settings.ts';
import { askImport } from './imports/ask-import.ts';
import { showImport } from './imports/show-import.ts';
import { startImport } from './imports/start-import.ts';
import { importTemplate } from './imports/template.ts';

const settings = settingsOf(ImportsApiSettings);

export const handler = apiFunction(importOperations, {
  askImport: (request) => askImport(settings, request),
  readImportTemplate: () => importTemplate(settings.CITY_TABLE),
  startImport: (request) => startImport(settings, request),
  readImport: (request) => showImport(settings, request),
});
