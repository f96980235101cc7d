import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { CountedDay, DeadlineClock, LedgerEntry, LedgerLine } from '#schemas/deadline.ts';
import type { Instant } from '#schemas/instant.ts';
import { isUnderWay } from '../under-way.ts';
import { ledgerOf } from './deadline-moves.ts';
import { dueDate } from './due-date.ts';
import { toMillis } from './instant.ts';
import { hoursOf, ledgerCalendar, ledgerSteps, startOf } from './ledger.ts';
import { stretchesFrom, workingMillisBetween } from './working-time.ts';

const MINUTE_MS = 60_000;

/**
 * How a complaint's deadline stands at an instant, and why: every entry of its ledger with where it led, and the working
 * time that is left. `undefined` before a person has the case.
 *
 * @param calendar all of the city's calendar
 * @param isCounted whether the days that make up the time to the due instant are given too
 */
export function deadlineClock(
  complaint: Complaint,
  asOf: Instant,
  calendar: Calendar,
  isCounted = false,
): DeadlineClock | undefined {
  const { deadline, pausedAt, supplement, answeredAt, closedAt } = complaint;
  const ledger = ledgerOf(complaint);
  if (deadline === undefined || ledger.length === 0) return undefined;
  const known = ledgerCalendar(ledger, calendar);
  const isEnded = !isUnderWay(complaint);
  const from = pausedAt ?? (isEnded ? (answeredAt ?? closedAt ?? asOf) : asOf);
  const left = workingMillisBetween(from, deadline.dueAt, known, hoursOf(startOf(ledger)));
  return {
    state: isEnded ? 'ended' : pausedAt !== undefined ? 'paused' : asOf > deadline.dueAt ? 'passed' : 'running',
    ...(isEnded || pausedAt === undefined ? { dueAt: deadline.dueAt } : {}),
    ...(pausedAt === undefined ? {} : { pausedAt, supplementUntil: supplement?.untilAt }),
    provisional: deadline.provisional,
    remainingMinutes: Math.floor(left / MINUTE_MS),
    lines: ledgerSteps(ledger, calendar).map(lineOf),
    ...(isCounted ? { counted: [...countedDays(ledger, deadline.dueAt, known)] } : {}),
  };
}

function lineOf({ entry, dueAt, movedMillis }: ReturnType<typeof ledgerSteps>[number]): LedgerLine {
  const { kind, at } = entry;
  return {
    kind,
    at,
    ...('on' in entry ? { on: entry.on } : {}),
    ...('name' in entry ? { name: entry.name } : {}),
    ...('period' in entry && entry.period !== undefined ? { period: entry.period } : {}),
    dueAt,
    movedMinutes: Math.round(movedMillis / MINUTE_MS),
  };
}

/**
 * The days that make up the time from receipt to due. A period that nothing paused or extended is counted as the law counts
 * it, in days or in minutes; any other in the minutes that each day gave while the clock ran.
 */
function countedDays(ledger: readonly LedgerEntry[], dueAt: Instant, calendar: Calendar): readonly CountedDay[] {
  const start = startOf(ledger);
  const isPlain = ledger.every(({ kind }) => kind !== 'pause' && kind !== 'extension');
  if (isPlain && start.period !== undefined) {
    return dueDate({ receivedAt: start.at, period: start.period, calendar }).counted;
  }
  const minutes = new Map<CountedDay['on'], number>();
  for (const { from, to } of runsOf(ledger, dueAt)) {
    for (const stretch of stretchesFrom(from, calendar, hoursOf(start))) {
      if (stretch.from >= toMillis(to)) break;
      const millis = Math.min(stretch.to, toMillis(to)) - stretch.from;
      minutes.set(stretch.on, (minutes.get(stretch.on) ?? 0) + millis);
    }
  }
  return [...minutes].map(([on, millis]) => ({ on, minutes: Math.round(millis / MINUTE_MS) }));
}

/** Working minutes from the receipt to an instant, of working hours in which the clock ran; whole minutes. */
export function usedWorkingMinutes(complaint: Complaint, until: Instant, calendar: Calendar): number {
  const ledger = ledgerOf(complaint);
  const known = ledgerCalendar(ledger, calendar);
  const millis = runsOf(ledger, until).reduce((sum, { from, to }) => sum + workingMillisBetween(from, to, known), 0);
  return Math.floor(millis / MINUTE_MS);
}

/** From when to when the clock ran: to each pause, and from each resume on. */
export function runsOf(ledger: readonly LedgerEntry[], dueAt: Instant): { from: Instant; to: Instant }[] {
  const runs: { from: Instant; to: Instant }[] = [];
  let from: Instant | undefined;
  for (const { kind, at } of ledger) {
    if (kind === 'start' || kind === 'resume') from = at;
    if (kind === 'pause' && from !== undefined) {
      runs.push({ from, to: at });
      from = undefined;
    }
  }
  return from === undefined ? runs : [...runs, { from, to: dueAt }];
}
