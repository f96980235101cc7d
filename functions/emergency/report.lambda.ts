import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { MessageStepSettings } from '#schemas/settings.ts';
import { ReportInput } from '#schemas/tasks/emergency.ts';
import { report } from './report.ts';

const settings = settingsOf(MessageStepSettings);

export const handler = step('Report', ReportInput, (input) => report(settings.EMERGENCY_TABLE, input));
