import * as z from 'zod';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { Period } from '#schemas/period.ts';

/** By which promise a deadline runs: the city's same-day promise (cut-off 18:00), or the period of the law. */
export const DeadlineBasis = z.enum(['same-day', 'next-working-day', 'statutory']);
export type DeadlineBasis = z.infer<typeof DeadlineBasis>;

/** The instant by which the city must have answered, and why. `provisional`: it lies beyond the years whose calendar is confirmed. */
export const Deadline = z.strictObject({
  basis: DeadlineBasis,
  dueAt: Instant,
  period: Period.optional(),
  provisional: z.boolean(),
});
export type Deadline = z.infer<typeof Deadline>;

const reason = z.string().min(1).max(1000).optional();
const wallClock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day is written 18:00')
  .optional();

/**
 * One entry of a deadline's ledger. The due instant is what all entries together give; nothing else moves it.
 * `at` is when it took effect: for `start` the receipt, for `decreed-holiday` when the decree became known here, for
 * `called-off-holiday` when the city took it out of its calendar again.
 * `daysOff` of a start are the decreed days it counted with: what the city learns later, whatever its instant, is an entry.
 * A `reclassification` gives the start another promise or period: it runs from the receipt all the same.
 * A start by the same-day promise carries the cut-off and the end of the day it was made with, if they are not the default.
 */
export const LedgerEntry = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('start'),
    at: Instant,
    basis: DeadlineBasis,
    period: Period.optional(),
    cutOff: wallClock,
    endOfDay: wallClock,
    daysOff: z.array(SeoulDate).optional(),
  }),
  z.strictObject({ kind: z.literal('pause'), at: Instant, reason }),
  z.strictObject({ kind: z.literal('resume'), at: Instant, reason }),
  z.strictObject({ kind: z.literal('extension'), at: Instant, period: Period, reason }),
  z.strictObject({
    kind: z.literal('decreed-holiday'),
    at: Instant,
    on: SeoulDate,
    name: z.string().min(1).max(100),
    source: z.string().min(1).max(500),
  }),
  z.strictObject({ kind: z.literal('called-off-holiday'), at: Instant, on: SeoulDate }),
  z.strictObject({ kind: z.literal('reclassification'), at: Instant, basis: DeadlineBasis, period: Period.optional() }),
]);
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** One entry of a ledger as it is shown: with the due instant after it (none in a pause) and how far it moved that. */
export const LedgerLine = z
  .object({
    kind: z.enum([
      'start',
      'pause',
      'resume',
      'extension',
      'decreed-holiday',
      'called-off-holiday',
      'reclassification',
    ]),
    at: Instant,
    on: SeoulDate.optional(),
    name: z.string().optional(),
    period: Period.optional(),
    dueAt: Instant.optional(),
    movedMinutes: z.int(),
  })
  .meta({ id: 'LedgerLine' });
export type LedgerLine = z.infer<typeof LedgerLine>;

/** One day of a counted period: the working minutes it gave, or its number as a day (the first day is 1). */
export const CountedDay = z.union([
  z.strictObject({ on: SeoulDate, minutes: z.int().min(0) }),
  z.strictObject({ on: SeoulDate, day: z.int().min(1) }),
]);
export type CountedDay = z.infer<typeof CountedDay>;

/**
 * A deadline as it stands at an instant: running towards `dueAt`, paused with the working time that was left, passed; or
 * ended by the answer or the end of the case, with what was left then.
 *
 * `remainingMinutes` is working time, 0 when the deadline has passed; by the same-day promise minutes of
 * working days, 00:00 to 24:00. `lines` is why: every entry of the ledger and where it led. `counted` stands there only on
 * request: the days, or the minutes of each day, that make up the time from receipt to due.
 */
export const DeadlineClock = z
  .object({
    state: z.enum(['running', 'paused', 'passed', 'ended']),
    dueAt: Instant.optional(),
    provisional: z.boolean(),
    pausedAt: Instant.optional(),
    supplementUntil: Instant.optional(),
    remainingMinutes: z.int().min(0),
    lines: z.array(LedgerLine),
    counted: z.array(CountedDay).optional(),
  })
  .meta({ id: 'DeadlineClock' });
export type DeadlineClock = z.infer<typeof DeadlineClock>;
