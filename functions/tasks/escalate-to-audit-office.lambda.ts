import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { TaskSettings } from '#schemas/settings.ts';
import { RungInput } from '#schemas/tasks/rung.ts';
import { climbRung } from './climb-rung.ts';

const settings = settingsOf(TaskSettings);

export const handler = step('EscalateToAuditOffice', RungInput, (input) =>
  climbRung(settings, 'EscalateToAuditOffice', input, () => ({ role: 'audit-office' })),
);
