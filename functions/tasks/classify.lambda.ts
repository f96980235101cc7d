import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { ProtectingTaskSettings } from '#schemas/settings.ts';
import { StepInput } from '#schemas/tasks/outlook.ts';
import { classify } from './classify.ts';

const settings = settingsOf(ProtectingTaskSettings);

export const handler = step('Classify', StepInput, (input) => classify(settings, input));
