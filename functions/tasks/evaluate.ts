import { calendarKnownAt } from '#rules/holidays.ts';
import { workingMinutesBetween } from '#rules/working-time.ts';
import { StageUnexpected } from '#schemas/errors.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase } from './change-case.ts';

/**
 * Records how the round went: in time or late, the working time it took, the rating if there was one.
 *
 * @throws Unheard while something said was not heard: it may be the rating
 */
export function evaluate({ COMPLAINT_TABLE }: { COMPLAINT_TABLE: string }, input: StepInput): Promise<Outlook> {
  return changeCase(COMPLAINT_TABLE, 'Evaluate', input, ({ complaint }) => {
    const { number, stage, receivedAt, answeredAt, isLate = false, score } = complaint;
    if (stage === 'close') return { after: complaint };
    if ((stage !== 'rating' && stage !== 'evaluate') || answeredAt === undefined) {
      throw new StageUnexpected(number, stage, 'Evaluate');
    }
    const workingMinutes = Math.floor(workingMinutesBetween(receivedAt, answeredAt, calendarKnownAt(input.at)));
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
        facts: { isLate, workingMinutes, ...(score === undefined ? {} : { score }) },
      },
    };
  });
}
