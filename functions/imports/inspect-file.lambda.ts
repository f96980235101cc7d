import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { ImportStepSettings } from '#schemas/settings.ts';
import { ImportStepInput } from '#schemas/tasks/import.ts';
import { inspectFile } from './inspect-file.ts';

const settings = settingsOf(ImportStepSettings);

export const handler = step('InspectFile', ImportStepInput, (input) => inspectFile(settings, input));
