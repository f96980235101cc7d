import { deadlines } from '#rules/deadline.ts';
import { calendarKnownAt } from '#rules/holidays.ts';
import { rungsOf } from '#rules/rungs.ts';
import type { Choices, DeadlineWithRungs } from '#schemas/choices.ts';
import type { Deadline } from '#schemas/deadline.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Kind } from '#schemas/kind.ts';

/** Both promises and the legal period, each with its rungs, as they are known at the instant of the classification. */
export function deadlineChoices(receivedAt: Instant, at: Instant, kind: Kind, isSimple: boolean): Choices {
  const calendar = calendarKnownAt(at);
  const { isBeforeCutOff, sameDay, nextWorkingDay, statutory } = deadlines({ receivedAt, kind, calendar });
  const withRungs = (deadline: Deadline): DeadlineWithRungs => ({
    deadline,
    rungs: [...rungsOf({ deadline, receivedAt, calendar })],
  });
  return {
    isSimple,
    isBeforeCutOff,
    sameDay: withRungs(sameDay),
    nextWorkingDay: withRungs(nextWorkingDay),
    statutory: withRungs(statutory),
  };
}
