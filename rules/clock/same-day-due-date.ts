import type { Calendar } from '#schemas/calendar.ts';
import type { Instant, SeoulDate } from '#schemas/instant.ts';
import table from '../tables/working-hours.json' with { type: 'json' };
import { isProvisional, isWorkingDay, nextWorkingDay } from './holidays.ts';
import { seoulDateOf, seoulInstant } from './instant.ts';

/** The city's promise for a simple complaint: when it is due, and on which side of the cut-off it came. */
export type SameDayDueDate = {
  readonly dueAt: Instant;
  readonly dueOn: SeoulDate;
  readonly isBeforeCutOff: boolean;
  readonly provisional: boolean;
};

/**
 * When a simple complaint is due: received before the cut-off of a working day, at the end of that day; received at the cut-off, later, or
 * on a day off, at the end of the next working day.
 *
 * ```
 * Fri 17:59:59.999 ► Fri 24:00        Fri 18:00:00.000 ► Mon 24:00
 * ```
 *
 * @param cutOff   wall-clock time in Seoul, default 18:00; the cut-off itself is too late
 * @param endOfDay wall-clock time in Seoul at which the due day ends, default 24:00
 * @source the city's promise, docs/law.md#same-day
 */
export const sameDayDueDate = ({
  receivedAt,
  calendar,
  cutOff = table.cutOff,
  endOfDay = table.endOfDay,
}: {
  receivedAt: Instant;
  calendar: Calendar;
  cutOff?: string | undefined;
  endOfDay?: string | undefined;
}): SameDayDueDate => {
  const receivedOn = seoulDateOf(receivedAt);
  const isBeforeCutOff = isWorkingDay(receivedOn, calendar) && receivedAt < seoulInstant(receivedOn, cutOff);
  const dueOn = isBeforeCutOff ? receivedOn : nextWorkingDay(receivedOn, calendar);
  return { dueAt: seoulInstant(dueOn, endOfDay), dueOn, isBeforeCutOff, provisional: isProvisional(dueOn, calendar) };
};
