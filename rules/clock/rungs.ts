import type { Calendar } from '#schemas/calendar.ts';
import type { Deadline } from '#schemas/deadline.ts';
import type { Instant } from '#schemas/instant.ts';
import type { KindId } from '#schemas/kind.ts';
import { Ladder, type Rung, type RungTime } from '#schemas/rung.ts';
import table from '../tables/ladders.json' with { type: 'json' };
import workingTable from '../tables/working-hours.json' with { type: 'json' };
import { seoulDateOf, seoulInstant, toInstant, toMillis } from './instant.ts';
import { addWorkingMillis, addWorkingMinutes, withinWorkingHours, workingMillisBetween } from './working-time.ts';

const DAY_MS = 86_400_000;

const statutoryLadder = Ladder.parse(table.statutory);
const sameDayLadder = Ladder.parse(table['same-day']);
const laddersOfKinds: Readonly<Record<string, Ladder>> = Object.fromEntries(
  Object.entries(table.kinds).map(([kind, ladder]) => [kind, Ladder.parse(ladder)]),
);

/** The ladder of a deadline, as rules/tables/ladders.json has it: that of its kind, else that of its basis. */
export const ladderOf = ({ basis }: Pick<Deadline, 'basis'>, kind?: KindId): Ladder =>
  basis === 'statutory' ? (laddersOfKinds[kind ?? ''] ?? statutoryLadder) : sameDayLadder;

/**
 * The rungs of a complaint's ladder as instants, earliest first.
 *
 * ```
 * received ──50 %──80 %── due ─10 s─► lead ──8 working hours──► director ──16 more──► audit office
 *             official                            same day: 16:00 and 18:00 of the due day instead of 50 % and 80 %
 * ```
 * A share is one of all working time from receipt to due, pauses left out. What was reached before the clock last began to
 * run is over, and so is a time of the due day that comes after the due instant. The lead's rung waits `graceSeconds` after
 * that instant, so that an answer begun in time is in the table first. So many working days after it means eight working
 * hours each. What is not urgent and falls outside working hours waits for the next opening.
 *
 * @param since        when the clock last began to run, default the receipt
 * @param usedMillis   working time used up before that, default 0
 * @param graceSeconds default 10: the time-out of the API's functions
 * @throws CalendarEnds outside the years of the holiday rules
 */
export const rungsOf = ({
  deadline,
  receivedAt,
  calendar,
  kind,
  since = receivedAt,
  usedMillis = 0,
  ladder = ladderOf(deadline, kind),
  graceSeconds = 10,
}: {
  deadline: Pick<Deadline, 'basis' | 'dueAt'>;
  receivedAt: Instant;
  calendar: Calendar;
  kind?: KindId | undefined;
  since?: Instant;
  usedMillis?: number;
  ladder?: Ladder;
  graceSeconds?: number;
}): readonly Rung[] => {
  const { dueAt } = deadline;
  const instantOf = (when: RungTime): Instant | undefined => {
    switch (when.by) {
      case 'share': {
        const all = usedMillis + workingMillisBetween(since, dueAt, calendar);
        const ahead = (all * when.percent) / 100 - usedMillis;
        return ahead > 0 ? addWorkingMillis(since, ahead, calendar) : undefined;
      }
      case 'due-day': {
        // 24:00 belongs to the day it ends.
        const at = seoulInstant(seoulDateOf(toInstant(toMillis(dueAt) - 1)), when.time);
        return at > since && at <= dueAt ? at : undefined;
      }
      case 'due':
        return toInstant(toMillis(dueAt) + graceSeconds * 1000);
      case 'working-days-after':
        return addWorkingMinutes(dueAt, when.count * workingTable.hoursPerDay * 60, calendar);
      case 'days-after-receipt':
        return toInstant(toMillis(receivedAt) + when.count * DAY_MS);
    }
  };
  return ladder
    .flatMap(({ id, step, urgent = false, when }) => {
      const at = instantOf(when);
      return at === undefined ? [] : [{ id, step, at: urgent ? at : withinWorkingHours(at, calendar) }];
    })
    .toSorted((one, other) => toMillis(one.at) - toMillis(other.at));
};
