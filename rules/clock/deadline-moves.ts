import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Deadline, LedgerEntry } from '#schemas/deadline.ts';
import { LedgerBroken } from '#schemas/errors.ts';
import type { Instant, SeoulDate } from '#schemas/instant.ts';
import type { Rung } from '#schemas/rung.ts';
import { roundStart } from '../under-way.ts';
import { isKnownAt, isProvisional } from './holidays.ts';
import { seoulDateOf, toInstant, toMillis } from './instant.ts';
import { ledgerCalendar, type Standing, standingOf } from './ledger.ts';
import { takeBackRungs } from './outside-term.ts';
import { ladderOf, rungsOf } from './rungs.ts';
import { withinWorkingHours } from './working-time.ts';

/** The entries that a complaint's deadline is the sum of; none before it is assigned. */
export function ledgerOf({ stage, ledger, deadline, receivedAt, assignment }: Complaint): readonly LedgerEntry[] {
  if (ledger !== undefined) return ledger;
  // A complaint assigned before complaints carried their ledger had nothing in it but its start.
  if (deadline === undefined || stage === 'classification' || stage === 'classified') return [];
  // One that ended at the classifying desk was never assigned, whatever stage it is in since.
  if (assignment?.reason === 'classification') return [];
  return [{ kind: 'start', at: receivedAt, basis: deadline.basis, period: deadline.period }];
}

/**
 * The complaint with one more entry in its ledger: the due instant is summed anew from all of them, and the ladder follows.
 *
 * Rungs that were climbed stay climbed. While the clock stands there is one rung, the end of the supplement's term.
 *
 * @param calendar what the city knows now; later decrees count only if an entry recorded them
 * @throws LedgerBroken when the entry does not fit; CalendarEnds outside the years of the holiday rules
 */
export function withEntry(complaint: Complaint, entry: LedgerEntry, calendar: Calendar): Complaint {
  return withLedger(complaint, [...ledgerOf(complaint), entry], calendar);
}

/** The complaint under this ledger; see withEntry. */
export function withLedger(complaint: Complaint, ledger: readonly LedgerEntry[], calendar: Calendar): Complaint {
  const { deadline } = complaint;
  if (deadline === undefined) throw new LedgerBroken(`complaint ${complaint.number} has entries but no deadline`);
  const standing = standingOf(ledger, calendar);
  const isPaused = standing.kind === 'paused';
  const dueAt = isPaused ? standing.wasDueAt : standing.dueAt;
  const moved: Complaint = {
    ...complaint,
    ledger: [...ledger],
    deadline: { ...deadline, dueAt, provisional: isProvisional(seoulDateOf(dueAt), calendar) },
    pausedAt: isPaused ? standing.pausedAt : undefined,
  };
  return { ...moved, rungs: [...rungsUnder(moved, standing, ledgerCalendar(ledger, calendar))] };
}

function rungsUnder(complaint: Complaint, standing: Standing, calendar: Calendar): readonly Rung[] {
  const { deadline, supplement, classification, passing } = complaint;
  const receivedAt = roundStart(complaint);
  if (deadline === undefined) return [];
  const kind = classification?.kind;
  if (standing.kind === 'running') {
    const { since, usedMillis } = standing;
    const rungs = rungsOf({ deadline, receivedAt, calendar, kind, since, usedMillis });
    // While an institution is asked, or the adjudicating desk, the end of its term is a rung beside those of the deadline.
    return inOrder([...rungs, ...decisionRungs(passing, calendar), ...takeBackRungs(complaint)]);
  }
  const progress = ladderOf(deadline, kind).filter(({ step }) => step === 'TellProgress');
  const told = progress.length === 0 ? [] : rungsOf({ deadline, receivedAt, calendar, kind, ladder: progress });
  return inOrder([...told, ...termRungs(supplement, calendar), ...decisionRungs(passing, calendar)]);
}

/** When the adjudicating desk has not decided in its time, the audit office hears of it. */
function decisionRungs(passing: Complaint['passing'], calendar: Calendar): Rung[] {
  const at = passing?.decideUntil;
  if (at === undefined) return [];
  const id = 'adjudication-ended';
  return [{ id, step: 'EscalateToAuditOffice', at: withinWorkingHours(toInstant(toMillis(at) + 1), calendar) }];
}

const inOrder = (rungs: readonly Rung[]): readonly Rung[] =>
  rungs.toSorted((one, other) => toMillis(one.at) - toMillis(other.at));

/** When the petitioner's term has ended, the person named hears of it at the next opening: they may ask again, or close. */
function termRungs(supplement: Complaint['supplement'], calendar: Calendar): Rung[] {
  if (supplement === undefined) return [];
  const id = supplement.asked === 1 ? 'supplement-term-1-ended' : 'supplement-term-2-ended';
  // The term includes its last instant.
  const at = withinWorkingHours(toInstant(toMillis(supplement.untilAt) + 1), calendar);
  return [{ id, step: 'RemindOfficial', at }];
}

/**
 * The ledger of a deadline that runs from the receipt, begun at a later instant: its start, with the decreed days that were
 * known at the receipt, and what the calendar has learnt since.
 *
 * @param calendar all of the city's calendar
 */
export function ledgerFrom(
  receivedAt: Instant,
  { basis, period }: Pick<Deadline, 'basis' | 'period'>,
  at: Instant,
  calendar: Calendar,
): LedgerEntry[] {
  const receivedOn = seoulDateOf(receivedAt);
  const days = calendar.decreed.filter(({ on }) => on >= receivedOn);
  const before = days.filter((day) => day.knownAt < receivedAt && isKnownAt(day, receivedAt));
  const daysOff = [...new Set(before.map(({ on }) => on))];
  const now = days.filter((day) => isKnownAt(day, at));
  const isAmong = (others: Calendar['decreed'], on: SeoulDate): boolean => others.some((other) => other.on === on);
  const decreed = now
    .filter(({ on }) => !isAmong(before, on))
    .map(({ on, name, source, knownAt }): LedgerEntry => ({ kind: 'decreed-holiday', at: knownAt, on, name, source }));
  const calledOff = before
    .filter(({ on }) => !isAmong(now, on))
    .map(({ on, calledOffAt = at }): LedgerEntry => ({ kind: 'called-off-holiday', at: calledOffAt, on }));
  const since = [...decreed, ...calledOff].toSorted((one, other) => (one.at < other.at ? -1 : 1));
  return [{ kind: 'start', at: receivedAt, basis, period, daysOff }, ...since];
}
