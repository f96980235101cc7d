import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { MessageStepSettings } from '#schemas/settings.ts';
import { CalledToStop } from '#schemas/tasks/emergency.ts';
import { stopMessage } from './stop-message.ts';

const settings = settingsOf(MessageStepSettings);

export const handler = step('StopMessage', CalledToStop, (input) => stopMessage(settings.EMERGENCY_TABLE, input));
