import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import { ledgerOf, withEntry, withLedger } from '../clock/deadline-moves.ts';
import { calendarKnownAt } from '../clock/holidays.ts';
import { supplementUntil } from '../clock/supplement-term.ts';
import { hasPetitionersRights } from '../people/protection.ts';
import table from '../tables/supplement.json' with { type: 'json' };
import { isUnderWay } from '../under-way.ts';
import {
  type Hearing,
  inHand,
  refusalOfStage,
  refused,
  refusedAsAnonymous,
  type SaidOf,
  type Spoken,
} from './outcome.ts';

/**
 * Asks the petitioner for what is missing: the clock stands from now on. At most twice; a second time while the first
 * request's term runs would only press the petitioner, after it the clock stands on under the new term.
 *
 * @source Civil Petitions Treatment Act, enforcement decree, article 24 (docs/law.md#supplement)
 */
export function hearSupplementRequest(
  complaint: Complaint,
  { termDays }: SaidOf<'supplement-request'>,
  { at, by, calendar }: Spoken,
): Hearing {
  const held = inHand(complaint, by, 'ask about');
  if (held.refusal !== undefined) return held.refusal;
  // Nobody could answer, and the clock would stand.
  if (!hasPetitionersRights(complaint)) return refusedAsAnonymous(complaint);
  const { number, pausedAt, supplement } = complaint;
  const asked = supplement?.asked ?? 0;
  if (supplement !== undefined && pausedAt !== undefined && at <= supplement.untilAt) {
    return refused('supplement-pending', `the petitioner has time until ${supplement.untilAt}`);
  }
  if (asked >= table.requestsAtMost) {
    return refused('supplement-asked-twice', `the petitioner of complaint ${number} was asked ${asked} times`);
  }
  if (pausedAt === undefined && at > held.deadline.dueAt) {
    return refused('deadline-passed', `complaint ${number} was due at ${held.deadline.dueAt}`);
  }
  const untilAt = supplementUntil(at, termDays, calendarKnownAt(at, calendar.decreed));
  const waiting: Complaint = { ...complaint, status: 'awaiting-supplement', supplement: { asked: asked + 1, untilAt } };
  return {
    outcome: 'applied',
    complaint:
      pausedAt === undefined
        ? withEntry(waiting, { kind: 'pause', at }, calendar)
        : withLedger(waiting, ledgerOf(waiting), calendar),
    told: [{ step: 'supplement-request', to: { role: 'petitioner' } }],
  };
}

/** The petitioner gives what was asked for: the clock runs on with exactly the time that was left. */
export function hearSupplement(complaint: Complaint, { at, calendar }: Spoken): Hearing {
  const { number, pausedAt, assignment } = complaint;
  // Whoever has the case meanwhile, and if nobody has: what is given counts from now on.
  const refusal = isUnderWay(complaint) ? undefined : refusalOfStage(complaint);
  if (refusal !== undefined) return refusal;
  if (pausedAt === undefined) return refused('nothing-asked', `complaint ${number} waits for nothing of yours`);
  const person = assignment?.person;
  return {
    outcome: 'applied',
    complaint: withEntry({ ...complaint, status: 'assigned' }, { kind: 'resume', at }, calendar),
    told: person === undefined ? [] : [{ step: 'supplement', to: { role: 'official', id: person } }],
  };
}

/**
 * Ends a case without answer: only after the last request, when its term has ended in vain.
 *
 * @source Civil Petitions Treatment Act, enforcement decree, article 25 (docs/law.md#supplement)
 */
export function hearClosure(complaint: Complaint, { at, by }: Omit<Spoken, 'calendar'>): Hearing {
  const held = inHand(complaint, by, 'close');
  if (held.refusal !== undefined) return held.refusal;
  const { number, pausedAt, supplement } = complaint;
  const endsAt = lastTermEnd(complaint);
  if (endsAt === undefined || at <= endsAt) {
    const asked = supplement?.asked ?? 0;
    const state = pausedAt === undefined ? 'nothing is asked now' : `the term ends at ${supplement?.untilAt}`;
    const message = `complaint ${number} was asked ${asked} of ${table.requestsAtMost} times, ${state}`;
    return refused('closure-too-early', message);
  }
  return {
    outcome: 'applied',
    complaint: { ...complaint, stage: 'close', status: 'closed', pausedAt: undefined },
    told: [{ step: 'closure', to: { role: 'petitioner' } }],
  };
}

/** When the term of the last request that is allowed ends, while it is not met. */
function lastTermEnd({ pausedAt, supplement }: Complaint): Instant | undefined {
  return pausedAt !== undefined && supplement?.asked === table.requestsAtMost ? supplement.untilAt : undefined;
}
