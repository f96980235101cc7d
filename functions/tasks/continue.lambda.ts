import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { TaskSettings } from '#schemas/settings.ts';
import { StepInput } from '#schemas/tasks/outlook.ts';
import { handOver } from './continue.ts';

const settings = settingsOf(TaskSettings);

export const handler = step('Continue', StepInput, (input) => handOver(settings, input));
