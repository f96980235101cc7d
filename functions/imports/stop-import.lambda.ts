import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { StopImportSettings } from '#schemas/settings.ts';
import { CalledToStopImport } from '#schemas/tasks/import.ts';
import { stopImport } from './stop-import.ts';

const settings = settingsOf(StopImportSettings);

export const handler = step('StopImport', CalledToStopImport, (input) => stopImport(settings.IMPORT_TABLE, input));
