import { deadlines } from '#rules/clock/deadline.ts';
import { rungsOf } from '#rules/clock/rungs.ts';
import type { Calendar } from '#schemas/calendar.ts';
import type { Choices, DeadlineWithRungs } from '#schemas/choices.ts';
import type { Deadline } from '#schemas/deadline.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Kind } from '#schemas/kind.ts';

/**
 * Both promises and the legal period, each with its rungs.
 *
 * @param calendar as it is known at the instant of the classification
 */
export function deadlineChoices({
  receivedAt,
  calendar,
  kind,
  isSimple,
}: {
  receivedAt: Instant;
  calendar: Calendar;
  kind: Kind;
  isSimple: boolean;
}): Choices {
  const { isBeforeCutOff, sameDay, nextWorkingDay, statutory } = deadlines({ receivedAt, kind, calendar });
  const withRungs = (deadline: Deadline): DeadlineWithRungs => ({
    deadline,
    rungs: [...rungsOf({ deadline, receivedAt, calendar, kind: kind.id })],
  });
  return {
    isSimple,
    isBeforeCutOff,
    sameDay: withRungs(sameDay),
    nextWorkingDay: withRungs(nextWorkingDay),
    statutory: withRungs(statutory),
  };
}
