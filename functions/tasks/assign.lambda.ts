import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { CityTaskSettings } from '#schemas/settings.ts';
import { AssignInput } from '#schemas/tasks/assign.ts';
import { assign } from './assign.ts';

const settings = settingsOf(CityTaskSettings);

export const handler = step('Assign', AssignInput, (input) => assign(settings, input));
