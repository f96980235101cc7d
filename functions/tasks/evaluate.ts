import type * as z from 'zod';
import { readHolidays } from '#functions/aws/city-table.ts';
import { usedWorkingMinutes } from '#rules/clock/deadline-clock.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { isInvited } from '#rules/rounds.ts';
import { StageUnexpected } from '#schemas/errors.ts';
import type { CityTaskSettings } from '#schemas/settings.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase } from './change-case.ts';

type Settings = z.infer<typeof CityTaskSettings>;

/**
 * Records how the round went: in time or late, the working time it took without pauses, the rating if there was one. Whoever
 * gave a bad one is invited to ask again.
 *
 * @throws Unheard while something said was not heard: it may be the rating
 */
export function evaluate(
  { COMPLAINT_TABLE, CITY_TABLE, STATISTICS_TABLE }: Settings,
  input: StepInput,
): Promise<Outlook> {
  return changeCase({ COMPLAINT_TABLE, STATISTICS_TABLE }, 'Evaluate', input, async ({ complaint }) => {
    const { number, stage, answeredAt, isLate = false, score, round } = complaint;
    if (stage === 'close') return { after: complaint };
    if ((stage !== 'rating' && stage !== 'evaluate') || answeredAt === undefined) {
      throw new StageUnexpected(number, stage, 'Evaluate');
    }
    const calendar = cityCalendar(await readHolidays(CITY_TABLE));
    const workingMinutes = usedWorkingMinutes(complaint, answeredAt, calendar);
    return {
      after: {
        ...complaint,
        stage: 'close',
        evaluation: { isLate, workingMinutes, score, evaluatedAt: input.at },
      },
      change: {
        // With the window closed, what is unheard may be the rating; with a rating in hand, Close hears the rest.
        onlyIfHeard: stage === 'rating',
        isSeen: false,
        action: 'evaluated',
        facts: { isLate, workingMinutes, round, ...(score === undefined ? {} : { score }) },
        ...(isInvited(complaint) ? { notices: [{ step: 'ask-again', round, to: { role: 'petitioner' } }] } : {}),
      },
    };
  });
}
