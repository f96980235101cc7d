import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { CityTaskSettings } from '#schemas/settings.ts';
import { RungInput } from '#schemas/tasks/rung.ts';
import { climbRung } from './climb-rung.ts';

const settings = settingsOf(CityTaskSettings);

export const handler = step('EscalateToDirector', RungInput, (input) =>
  climbRung(settings, 'EscalateToDirector', input, ({ director }) => ({ role: 'director', id: director })),
);
