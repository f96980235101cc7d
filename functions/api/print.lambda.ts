import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { printOperations } from '#schemas/api/print.ts';
import { PrintApiSettings } from '#schemas/settings.ts';
import { printCase, printCaseAsHwpx } from './print/print-case.ts';

const settings = settingsOf(PrintApiSettings);

export const handler = apiFunction(printOperations, {
  printCase: (request) => printCase(settings, request),
  printCaseAsHwpx: (request) => printCaseAsHwpx(settings, request),
});
