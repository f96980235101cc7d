import type { Calendar } from '#schemas/calendar.ts';
import type { Deadline } from '#schemas/deadline.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Kind } from '#schemas/kind.ts';
import table from '../tables/working-hours.json' with { type: 'json' };
import { dueDate } from './due-date.ts';
import { isProvisional, nextWorkingDay } from './holidays.ts';
import { seoulDateOf, seoulInstant } from './instant.ts';
import { sameDayDueDate } from './same-day-due-date.ts';

type Question = {
  readonly receivedAt: Instant;
  readonly kind: Pick<Kind, 'period'>;
  readonly calendar: Calendar;
  readonly cutOff?: string | undefined;
  readonly endOfDay?: string | undefined;
};

/** The deadlines a complaint can have; which one it gets is for the workflow to say. */
export type Deadlines = {
  readonly isBeforeCutOff: boolean;
  readonly sameDay: Deadline;
  readonly nextWorkingDay: Deadline;
  readonly statutory: Deadline;
};

/**
 * All deadlines that a complaint received at this instant can have. A simple one gets `sameDay` if it came before the cut-off of a working
 * day (`isBeforeCutOff`), else `nextWorkingDay`; any other one gets `statutory`, the period of its kind.
 *
 * Where the cut-off was missed, `sameDay` equals `nextWorkingDay`: no reader can be given a day that is over.
 *
 * @throws CalendarEnds outside the years of the holiday rules
 */
export const deadlines = ({ receivedAt, kind, calendar, cutOff, endOfDay = table.endOfDay }: Question): Deadlines => {
  const promise = sameDayDueDate({ receivedAt, calendar, cutOff, endOfDay });
  const { dueAt, provisional } = dueDate({ receivedAt, period: kind.period, calendar });
  const nextOn = nextWorkingDay(seoulDateOf(receivedAt), calendar);
  const next: Deadline = {
    basis: 'next-working-day',
    dueAt: seoulInstant(nextOn, endOfDay),
    provisional: isProvisional(nextOn, calendar),
  };
  return {
    isBeforeCutOff: promise.isBeforeCutOff,
    sameDay: promise.isBeforeCutOff
      ? { basis: 'same-day', dueAt: promise.dueAt, provisional: promise.provisional }
      : next,
    nextWorkingDay: next,
    statutory: { basis: 'statutory', dueAt, period: kind.period, provisional },
  };
};

/** The one deadline a complaint gets: the same-day promise if it is simple, else the period of its kind. */
export const deadlineOf = ({ isSimple, ...question }: Question & { readonly isSimple: boolean }): Deadline => {
  const { isBeforeCutOff, sameDay, nextWorkingDay, statutory } = deadlines(question);
  if (!isSimple) return statutory;
  return isBeforeCutOff ? sameDay : nextWorkingDay;
};
