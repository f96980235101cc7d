import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { FreezeSettings } from '#schemas/settings.ts';
import { MessageStepInput } from '#schemas/tasks/emergency.ts';
import { freezeAudience } from './freeze-audience.ts';

const settings = settingsOf(FreezeSettings);

export const handler = step('FreezeAudience', MessageStepInput, (input) => freezeAudience(settings, input));
