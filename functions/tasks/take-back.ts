import type * as z from 'zod';
import { readHolidays } from '#functions/aws/city-table.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { returnTold, takenBack } from '#rules/hearing/outside-transfer.ts';
import { StageUnexpected } from '#schemas/errors.ts';
import type { CityTaskSettings } from '#schemas/settings.ts';
import type { Outlook } from '#schemas/tasks/outlook.ts';
import type { TakeBackInput } from '#schemas/tasks/take-back.ts';
import { changeCase } from './change-case.ts';

type Settings = z.infer<typeof CityTaskSettings>;

/**
 * Takes a case back from an institution that kept silent for its term: it is whose it was, under the deadline it had.
 *
 * @throws Unheard while something said was not heard: it may be the acceptance
 */
export function takeBack(
  { COMPLAINT_TABLE, CITY_TABLE, STATISTICS_TABLE }: Settings,
  input: z.infer<typeof TakeBackInput>,
): Promise<Outlook> {
  return changeCase({ COMPLAINT_TABLE, CITY_TABLE, STATISTICS_TABLE }, 'TakeBack', input, async ({ complaint }) => {
    const { number, stage, outside, rungsDone, round } = complaint;
    if (rungsDone.includes(input.rung)) return { after: complaint };
    if (stage !== 'acceptance' || outside === undefined) throw new StageUnexpected(number, stage, 'TakeBack');
    const calendar = cityCalendar(await readHolidays(CITY_TABLE));
    const { institution, asked } = outside;
    return {
      after: takenBack({ ...complaint, rungsDone: [...rungsDone, input.rung] }, calendar),
      change: {
        onlyIfHeard: true,
        isSeen: true,
        action: 'transfer-taken-back',
        facts: { institution, asked, reason: 'silence' },
        notices: returnTold(complaint).map((told) => ({ ...told, round })),
      },
    };
  });
}
