import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { CityTaskSettings } from '#schemas/settings.ts';
import { StepInput } from '#schemas/tasks/outlook.ts';
import { adjudicate } from './adjudicate.ts';

const settings = settingsOf(CityTaskSettings);

export const handler = step('Adjudicate', StepInput, (input) => adjudicate(settings, input));
