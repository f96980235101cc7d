import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { TaskSettings } from '#schemas/settings.ts';
import { StepInput } from '#schemas/tasks/outlook.ts';
import { receive } from './receive.ts';

const settings = settingsOf(TaskSettings);

export const handler = step('Receive', StepInput, (input) => receive(settings, input));
