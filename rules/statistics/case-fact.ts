import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import { type CaseFact, type Cell, type Measure, type Measures, NONE } from '#schemas/statistics.ts';
import { runsOf } from '../clock/deadline-clock.ts';
import { ledgerOf } from '../clock/deadline-moves.ts';
import { cityCalendar } from '../clock/holidays.ts';
import { seoulDateOf } from '../clock/instant.ts';
import { ledgerCalendar } from '../clock/ledger.ts';
import { workingMinutesBetween } from '../clock/working-time.ts';
import { centralDesk } from '../people/access.ts';
import { barredBy } from '../people/named-people.ts';
import { isUnderWay } from '../under-way.ts';
import { roundFact } from './round-fact.ts';
import { plus } from './tally.ts';

/**
 * The version of this counting. Raise it with every change of what a complaint counts as: one that was counted by another version
 * is then moved from where it was counted, not from where it would be counted today.
 */
export const countingVersion = 1;

/** The rung at which a deadline is past and nobody has answered. */
const DUE_RUNG = 'escalate-to-lead';

/**
 * How a complaint is counted: its cell, and what it adds there. Everything follows from the complaint itself, so that it is counted
 * the same whenever it is counted again.
 *
 * Before it is assigned it has neither department nor field nor kind. On its way between departments it is still the one's that
 * passed it on.
 */
export function caseFact(complaint: Complaint): CaseFact {
  const barred = barredBy(complaint);
  const round = roundFact(complaint);
  return {
    cell: cellOf(complaint),
    // Without those that are 0.
    measures: plus(measuresOf(complaint), {}),
    ...(round === undefined ? {} : { round }),
    ...(barred.people.length === 0 ? {} : { barred }),
  };
}

/** The department whose case it is counted as: who has it or, on its way, who had it last. */
export function departmentOf({ assignment, hands = [] }: Complaint): string | undefined {
  return (assignment ?? hands.at(-1))?.department;
}

function cellOf(complaint: Complaint): Cell {
  const { receivedAt, district, ward, channel, classification } = complaint;
  const department = departmentOf(complaint);
  const isAssigned = department !== undefined;
  return {
    day: seoulDateOf(receivedAt),
    district: district ?? NONE,
    ward: ward ?? NONE,
    field: (isAssigned ? classification?.topic : undefined) ?? NONE,
    department: department ?? NONE,
    channel,
    kind: (isAssigned ? classification?.kind : undefined) ?? NONE,
  };
}

type State = Extract<Measure, 'open' | 'answered' | 'hollow' | 'withdrawn' | 'transferred' | 'ended'>;

function stateOf({ status, stage, answeredAt, lacks, outside }: Complaint): State {
  if (status === 'withdrawn') return 'withdrawn';
  if (status === 'transferred' || outside?.acceptedAt !== undefined) return 'transferred';
  if (answeredAt !== undefined) return lacks === undefined ? 'answered' : 'hollow';
  return stage === 'close' || stage === 'closed' ? 'ended' : 'open';
}

function measuresOf(complaint: Complaint): Measures {
  const { round, score, pastRounds = [] } = complaint;
  const state = stateOf(complaint);
  const counted: Measures = { received: 1, [state]: 1 };
  if (state === 'open' && isUnderWay(complaint) && complaint.rungsDone.includes(DUE_RUNG)) counted.overdue = 1;
  if (round > 1) counted.askedAgain = 1;
  const stars = [...pastRounds.map((past) => past.score), ...(score === undefined ? [] : [score])];
  if (stars.length > 0) {
    // A complaint is one opinion, its last: asking again neither adds nor hides one.
    counted.ratings = 1;
    counted.stars = stars.at(-1) ?? 0;
  }
  return state === 'answered' ? { ...counted, ...answeredMeasures(complaint) } : counted;
}

function answeredMeasures(complaint: Complaint): Measures {
  const { answeredAt, isLate = false, pastRounds = [], hands = [] } = complaint;
  if (answeredAt === undefined) return {};
  const { workingMinutes, pausedMinutes } = minutesOf(complaint, answeredAt);
  const past = pastRounds.reduce((sum, { evaluation }) => sum + (evaluation?.workingMinutes ?? 0), 0);
  const wasEverLate = isLate || pastRounds.some((round) => round.isLate || round.lacks !== undefined);
  return {
    [wasEverLate ? 'late' : 'onTime']: 1,
    workingMinutes: workingMinutes + past,
    ...(hands.length > 0 && hands.every(({ department }) => department === centralDesk) ? { instant: 1 } : {}),
    ...(pausedMinutes === undefined ? {} : { paused: 1, pausedMinutes }),
  };
}

/** The working minutes of this round until the answer: those in which the clock ran, and those in which it stood. */
function minutesOf(
  complaint: Complaint,
  answeredAt: Instant,
): { workingMinutes: number; pausedMinutes: number | undefined } {
  const ledger = ledgerOf(complaint);
  if (ledger.length === 0) return { workingMinutes: 0, pausedMinutes: undefined };
  // Whatever else the city's calendar knows by now, a ledger counts by the days that it recorded.
  const calendar: Calendar = ledgerCalendar(ledger, cityCalendar([]));
  const minutes = (runs: readonly { from: Instant; to: Instant }[]): number =>
    Math.floor(runs.reduce((sum, { from, to }) => sum + workingMinutesBetween(from, to, calendar), 0));
  const runs = runsOf(ledger, answeredAt);
  const pauses = ledger
    .filter(({ kind }) => kind === 'pause')
    .map(({ at: from }) => ({
      from,
      to: ledger.find(({ kind, at }) => kind === 'resume' && at >= from)?.at ?? answeredAt,
    }));
  return { workingMinutes: minutes(runs), pausedMinutes: pauses.length === 0 ? undefined : minutes(pauses) };
}
