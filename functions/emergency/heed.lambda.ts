import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { MessageStepSettings } from '#schemas/settings.ts';
import { MessageStepInput } from '#schemas/tasks/emergency.ts';
import { heed } from './heed.ts';

const settings = settingsOf(MessageStepSettings);

export const handler = step('Heed', MessageStepInput, (input) => heed(settings.EMERGENCY_TABLE, input));
