import type { Calendar } from '#schemas/calendar.ts';
import type { Deadline } from '#schemas/deadline.ts';
import type { Instant } from '#schemas/instant.ts';
import { Ladder, type Rung, type RungId, type RungTime } from '#schemas/rung.ts';
import { seoulDateOf, seoulInstant, toInstant, toMillis } from './instant.ts';
import table from './tables/ladders.json' with { type: 'json' };
import workingTable from './tables/working-hours.json' with { type: 'json' };
import { addWorkingMillis, addWorkingMinutes, workingMillisBetween } from './working-time.ts';

const statutoryLadder = Ladder.parse(table.statutory);
const sameDayLadder = Ladder.parse(table['same-day']);

/** The ladder for a deadline where the city has set no other: rules/tables/ladders.json. */
export const defaultLadder = (deadline: Pick<Deadline, 'basis'>): Ladder =>
  deadline.basis === 'statutory' ? statutoryLadder : sameDayLadder;

/**
 * The rungs of a complaint's ladder as instants, earliest first.
 *
 * ```
 * received ──50 %──80 %── due ─10 s─► lead ──8 working hours──► director ──16 more──► audit office
 *             official                            same day: 16:00 and 18:00 of the due day instead of 50 % and 80 %
 * ```
 * A share is one of the working time from receipt to due. The lead's rung waits `graceSeconds` after the due instant, so that an answer
 * begun in time is in the table first. So many working days after the due instant means eight working hours each.
 *
 * @param graceSeconds default 10: the time-out of the API's functions
 * @throws CalendarEnds outside the years of the holiday rules
 */
export const rungsOf = ({
  deadline,
  receivedAt,
  calendar,
  ladder = defaultLadder(deadline),
  graceSeconds = 10,
}: {
  deadline: Pick<Deadline, 'basis' | 'dueAt'>;
  receivedAt: Instant;
  calendar: Calendar;
  ladder?: Ladder;
  graceSeconds?: number;
}): readonly Rung[] => {
  const { dueAt } = deadline;
  const instantOf = (when: RungTime): Instant => {
    switch (when.by) {
      case 'share': {
        const working = workingMillisBetween(receivedAt, dueAt, calendar);
        return addWorkingMillis(receivedAt, (working * when.percent) / 100, calendar);
      }
      case 'due-day':
        // 24:00 belongs to the day it ends.
        return seoulInstant(seoulDateOf(toInstant(toMillis(dueAt) - 1)), when.time);
      case 'due':
        return toInstant(toMillis(dueAt) + graceSeconds * 1000);
      case 'working-days-after':
        return addWorkingMinutes(dueAt, when.count * workingTable.hoursPerDay * 60, calendar);
    }
  };
  return ladder
    .map(({ id, step, when }) => ({ id, step, at: instantOf(when) }))
    .toSorted((one, other) => toMillis(one.at) - toMillis(other.at));
};

/**
 * The rung to wait for: the earliest that is not done and does not lie before the assignment; undefined when none is left.
 *
 * @param assignedAt when someone was first named; a later transfer must not pass the same instant of that transfer, or it would buy silence
 */
export const nextRung = ({
  rungs,
  doneRungIds,
  assignedAt,
}: {
  rungs: readonly Rung[];
  doneRungIds: readonly RungId[];
  assignedAt: Instant;
}): Rung | undefined =>
  rungs
    .filter(({ id, at }) => !doneRungIds.includes(id) && at >= assignedAt)
    .reduce<Rung | undefined>((first, rung) => (first === undefined || rung.at < first.at ? rung : first), undefined);
