import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { MessageStepSettings } from '#schemas/settings.ts';
import { MessageStepInput } from '#schemas/tasks/emergency.ts';
import { draft } from './draft.ts';

const settings = settingsOf(MessageStepSettings);

export const handler = step('Draft', MessageStepInput, (input) => draft(settings.EMERGENCY_TABLE, input));
