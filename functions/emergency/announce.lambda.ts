import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { AnnounceSettings } from '#schemas/settings.ts';
import { MessageStepInput } from '#schemas/tasks/emergency.ts';
import { announce } from './announce.ts';

const settings = settingsOf(AnnounceSettings);

export const handler = step('Announce', MessageStepInput, (input) => announce(settings, input));
