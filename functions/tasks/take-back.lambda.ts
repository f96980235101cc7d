import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { CityTaskSettings } from '#schemas/settings.ts';
import { TakeBackInput } from '#schemas/tasks/take-back.ts';
import { takeBack } from './take-back.ts';

const settings = settingsOf(CityTaskSettings);

export const handler = step('TakeBack', TakeBackInput, (input) => takeBack(settings, input));
