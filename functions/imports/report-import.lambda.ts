import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { ImportStepSettings } from '#schemas/settings.ts';
import { ReportImportInput } from '#schemas/tasks/import.ts';
import { reportImport } from './report-import.ts';

const settings = settingsOf(ImportStepSettings);

export const handler = step('ReportImport', ReportImportInput, (input) => reportImport(settings, input));
