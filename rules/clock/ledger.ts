import type { Calendar, DecreedHoliday } from '#schemas/calendar.ts';
import type { LedgerEntry } from '#schemas/deadline.ts';
import { LedgerBroken } from '#schemas/errors.ts';
import type { Instant, SeoulDate } from '#schemas/instant.ts';
import { isKnownAt } from './holidays.ts';
import { toMillis } from './instant.ts';
import { extendedDueAt, startedDueAt } from './ledger-terms.ts';
import { addWorkingMillis, type Hours, wholeDay, workingHours, workingMillisBetween } from './working-time.ts';

type Start = Extract<LedgerEntry, { kind: 'start' }>;

/**
 * How a deadline stands after its entries: running towards an instant, or paused with so much time left. `usedMillis` is the
 * working time used up before: before `since`, when it last began to run, or before the pause.
 */
export type Standing =
  | { readonly kind: 'running'; readonly dueAt: Instant; readonly since: Instant; readonly usedMillis: number }
  | {
      readonly kind: 'paused';
      readonly pausedAt: Instant;
      readonly leftMillis: number;
      readonly usedMillis: number;
      /** When it would have been due without the pause. */
      readonly wasDueAt: Instant;
    };

/** One entry with where the deadline stood after it, and by how much it moved the due instant since it was last known. */
export type LedgerStep = {
  readonly entry: LedgerEntry;
  readonly dueAt: Instant | undefined;
  readonly movedMillis: number;
};

/**
 * The calendar of a ledger: what was known at its start, and what its own entries brought and called off since.
 *
 * @param calendar decreed days that became known after the start are left out unless an entry recorded them
 * @throws LedgerBroken without a start
 */
export const ledgerCalendar = (entries: readonly LedgerEntry[], calendar: Calendar): Calendar => {
  const start = startOf(entries);
  // What became known at the very instant of the receipt is an entry of its own, like all that came later.
  const known =
    start.daysOff?.map((on) => calendar.decreed.find((day) => day.on === on) ?? recorded(on, start)) ??
    calendar.decreed.filter((day) => isKnownAt(day, start.at) && day.knownAt < start.at);
  return { ...calendar, decreed: entries.reduce(afterEntry, known) };
};

/** A day off that only the ledger still knows. */
const recorded = (on: SeoulDate, { at }: Start): DecreedHoliday => ({
  on,
  name: on,
  source: 'the start of the ledger',
  knownAt: at,
});

const afterEntry = (decreed: Calendar['decreed'], entry: LedgerEntry): Calendar['decreed'] => {
  if (entry.kind === 'called-off-holiday') return decreed.filter(({ on }) => on !== entry.on);
  if (entry.kind !== 'decreed-holiday') return decreed;
  return [...decreed, { on: entry.on, name: entry.name, source: entry.source, knownAt: entry.at }];
};

/**
 * The start of a ledger, by the promise or period of its last reclassification: what is counted runs from the receipt anew.
 *
 * @throws LedgerBroken when a ledger has no start at its beginning, or a second one
 */
export const startOf = (entries: readonly LedgerEntry[]): Start => {
  const [start, ...others] = entries;
  if (start?.kind !== 'start') throw new LedgerBroken('a ledger begins with its start');
  if (others.some(({ kind }) => kind === 'start')) throw new LedgerBroken('a ledger has one start');
  const last = others.findLast((entry) => entry.kind === 'reclassification');
  return last === undefined ? start : { ...start, basis: last.basis, period: last.period };
};

/** What counts by a ledger's promise: working hours, or by the same-day promise the whole of a working day. */
export const hoursOf = ({ basis }: Pick<Start, 'basis'>): Hours => (basis === 'statutory' ? workingHours : wholeDay);

const after = (standing: Standing, entry: LedgerEntry, calendar: Calendar, hours: Hours): Standing => {
  switch (entry.kind) {
    case 'start':
    // The start is taken by the last of them.
    case 'reclassification':
    case 'decreed-holiday':
    case 'called-off-holiday':
      return standing;
    case 'pause':
      if (standing.kind === 'paused')
        throw new LedgerBroken(`paused at ${entry.at}, but already at ${standing.pausedAt}`);
      return {
        kind: 'paused',
        pausedAt: entry.at,
        leftMillis: workingMillisBetween(entry.at, standing.dueAt, calendar, hours),
        usedMillis: standing.usedMillis + workingMillisBetween(standing.since, entry.at, calendar, hours),
        wasDueAt: standing.dueAt,
      };
    case 'resume': {
      if (standing.kind === 'running') throw new LedgerBroken(`resumed at ${entry.at} without a pause`);
      const { leftMillis, usedMillis } = standing;
      const dueAt = addWorkingMillis(entry.at, leftMillis, calendar, hours);
      return { kind: 'running', dueAt, since: entry.at, usedMillis };
    }
    case 'extension':
      if (standing.kind === 'paused') throw new LedgerBroken(`extended at ${entry.at} during the pause`);
      return { ...standing, dueAt: extendedDueAt(standing.dueAt, entry.period, calendar) };
  }
};

/**
 * How a deadline stands by its ledger.
 *
 * The entries are played in order on one calendar: the days decreed by the time of the start, and those the ledger itself recorded.
 * A pause keeps the working time that was left, a resume gives exactly that back; the same-day promise counts whole working days, 00:00
 * to 24:00. An extension in days adds working days of eight hours to the due instant.
 *
 * @param entries  in the order they were written, the start first
 * @param calendar decreed days later than the start are left out unless an entry recorded them
 * @throws LedgerBroken when the entries do not fit together; CalendarEnds outside the years of the holiday rules
 * @source Civil Petitions Treatment Act, enforcement decree, articles 20, 21 and 24 (docs/law.md#ledger)
 */
export const standingOf = (entries: readonly LedgerEntry[], calendar: Calendar): Standing => {
  const start = startOf(entries);
  const known = ledgerCalendar(entries, calendar);
  const hours = hoursOf(start);
  const dueAt = startedDueAt(start, known);
  const started: Standing = { kind: 'running', dueAt, since: start.at, usedMillis: 0 };
  return entries.reduce<Standing>((standing, entry) => after(standing, entry, known, hours), started);
};

/** The due instant that the entries of a ledger together give; undefined while the clock stands in a pause. See standingOf. */
export const dueOf = (entries: readonly LedgerEntry[], calendar: Calendar): Instant | undefined => {
  const standing = standingOf(entries, calendar);
  return standing.kind === 'running' ? standing.dueAt : undefined;
};

/**
 * The ledger as it is shown: each entry with the due instant after it and how far it moved it. The start moves nothing; the moves of all
 * others add up to the distance from the first due instant to the last. What a pause cost is seen at its resume.
 */
export const ledgerSteps = (entries: readonly LedgerEntry[], calendar: Calendar): readonly LedgerStep[] => {
  let lastKnownAt: Instant | undefined;
  return entries.map((entry, index) => {
    const dueAt = dueOf(entries.slice(0, index + 1), calendar);
    const movedMillis = dueAt && lastKnownAt ? toMillis(dueAt) - toMillis(lastKnownAt) : 0;
    lastKnownAt = dueAt ?? lastKnownAt;
    return { entry, dueAt, movedMillis };
  });
};
