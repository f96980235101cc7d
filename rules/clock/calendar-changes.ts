import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Said } from '#schemas/signal.ts';
import { isUnderWay, roundStart } from '../under-way.ts';
import { deadlines } from './deadline.ts';
import { ledgerOf } from './deadline-moves.ts';
import { calendarKnownAt } from './holidays.ts';
import { addDays, seoulDateOf, yearOf } from './instant.ts';
import { ledgerCalendar } from './ledger.ts';

type Change = Extract<Said, { kind: 'decreed-holiday' | 'called-off-holiday' }>;

/**
 * What the calendar has to say to a complaint so that its deadline is counted by the days off known at an instant: those
 * decreed since its ledger was begun, and those called off. Nothing when it is up to date, or no deadline runs.
 *
 * @param calendar all of the city's calendar
 */
export function calendarChanges(complaint: Complaint, at: Instant, calendar: Calendar): Change[] {
  const { stage } = complaint;
  const receivedAt = roundStart(complaint);
  const receivedOn = seoulDateOf(receivedAt);
  const now = calendarKnownAt(at, calendar.decreed);
  if (stage === 'classification') return isUpToDate(complaint, now) ? [] : latest(receivedAt, now, calendar);
  if (!isUnderWay(complaint)) return [];
  const counted = new Set(ledgerCalendar(ledgerOf(complaint), calendar).decreed.map(({ on }) => on));
  const known = new Set(now.decreed.map(({ on }) => on));
  const decreed = now.decreed.filter(({ on }) => on >= receivedOn && !counted.has(on)).map(decree);
  const calledOff = [...counted].filter((on) => on >= receivedOn && !known.has(on));
  return [...decreed, ...calledOff.map((on): Change => ({ kind: 'called-off-holiday', on }))];
}

const decree = ({ on, name, source, knownAt }: Calendar['decreed'][number]): Change => ({
  kind: 'decreed-holiday',
  on,
  name,
  source,
  knownAt,
});

/** Whether the date shown while a person classifies is what the calendar gives now. */
function isUpToDate({ receivedAt, deadline }: Complaint, calendar: Calendar): boolean {
  if (deadline?.period === undefined) return true;
  return deadlines({ receivedAt, kind: { period: deadline.period }, calendar }).statutory.dueAt === deadline.dueAt;
}

/** The last change of the calendar since the receipt: before an assignment all are counted anew at once. */
function latest(receivedAt: Instant, now: Calendar, { decreed }: Calendar): Change[] {
  const known = now.decreed.filter(({ knownAt }) => knownAt >= receivedAt);
  const last = known.toSorted((one, other) => (one.knownAt < other.knownAt ? 1 : -1))[0];
  if (last !== undefined) return [decree(last)];
  const off = decreed.find(({ calledOffAt }) => calledOffAt !== undefined && calledOffAt >= receivedAt);
  return off === undefined ? [] : [{ kind: 'called-off-holiday', on: off.on }];
}

/** The decreed days known at an instant, as one text: when it differs from what was carried last, the calendar has changed. */
export const calendarMark = ({ decreed }: Calendar, at: Instant): string =>
  [...new Set(calendarKnownAt(at, decreed).decreed.map(({ on }) => on))].toSorted().join(' ');

/** Whether the confirmed years of the calendar end before a period begun now can end: half a year ahead. */
export function endsTooEarly({ knownUntilYear }: Calendar, at: Instant): boolean {
  return yearOf(addDays(seoulDateOf(at), 183)) > knownUntilYear;
}
