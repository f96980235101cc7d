import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { FileRowsSettings } from '#schemas/settings.ts';
import { FileRowsInput } from '#schemas/tasks/import.ts';
import { fileRows } from './file-rows.ts';

const settings = settingsOf(FileRowsSettings);

export const handler = step('FileRows', FileRowsInput, (input) => fileRows(settings, input));
