import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { AudienceStepSettings } from '#schemas/settings.ts';
import { MessageStepInput } from '#schemas/tasks/emergency.ts';
import { dryRun } from './dry-run.ts';

const settings = settingsOf(AudienceStepSettings);

export const handler = step('DryRun', MessageStepInput, (input) => dryRun(settings, input));
