import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { ReadRowsSettings } from '#schemas/settings.ts';
import { ImportStepInput } from '#schemas/tasks/import.ts';
import { readRows } from './read-rows.ts';

const settings = settingsOf(ReadRowsSettings);

export const handler = step('ReadRows', ImportStepInput, (input) => readRows(settings, input));
