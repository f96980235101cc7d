import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { TaskSettings } from '#schemas/settings.ts';
import { CalledForAPerson } from '#schemas/tasks/needs-a-person.ts';
import { needsAPerson } from './needs-a-person.ts';

const settings = settingsOf(TaskSettings);

export const handler = step('NeedsAPerson', CalledForAPerson, (input) => needsAPerson(settings, input));
