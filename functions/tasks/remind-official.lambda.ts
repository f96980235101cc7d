import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { CityTaskSettings } from '#schemas/settings.ts';
import { RungInput } from '#schemas/tasks/rung.ts';
import { climbRung } from './climb-rung.ts';

const settings = settingsOf(CityTaskSettings);

export const handler = step('RemindOfficial', RungInput, (input) =>
  climbRung(settings, 'RemindOfficial', input, ({ person, lead }) =>
    // At the central desk nobody is named: its lead is reminded.
    person === undefined ? { role: 'lead', id: lead } : { role: 'official', id: person },
  ),
);
