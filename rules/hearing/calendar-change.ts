import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { LedgerEntry } from '#schemas/deadline.ts';
import { deadlines } from '../clock/deadline.ts';
import { ledgerOf, withEntry } from '../clock/deadline-moves.ts';
import { calendarKnownAt } from '../clock/holidays.ts';
import { ledgerCalendar } from '../clock/ledger.ts';
import { rungsOf } from '../clock/rungs.ts';
import { isUnderWay } from '../under-way.ts';
import { type Hearing, refused, type SaidOf, type Spoken } from './outcome.ts';

type Change = SaidOf<'decreed-holiday'> | SaidOf<'called-off-holiday'>;

/** A day off became known, or was called off: the ledger records it, and whoever was told a date is told the new one once. */
export function hearCalendarChange(complaint: Complaint, said: Change, { at, by, calendar }: Spoken): Hearing {
  const { number, stage } = complaint;
  if (by.role !== 'calendar') return refused('not-yours', `the calendar of complaint ${number} is the city's`);
  if (stage === 'classification') return told(complaint, recounted(complaint, calendarKnownAt(at, calendar.decreed)));
  if (!isUnderWay(complaint)) {
    // Before the assignment no date stands yet; Assign counts by the calendar of its own time.
    if (stage === 'receive' || stage === 'classify' || stage === 'classified') return { outcome: 'applied', complaint };
    return refused('already-answered', `complaint ${number} has been answered`);
  }
  const { decreed } = ledgerCalendar(ledgerOf(complaint), calendar);
  if (decreed.some(({ on }) => on === said.on) === (said.kind === 'decreed-holiday')) {
    return refused('already-counted', `the ledger of complaint ${number} has ${said.on} as it is`);
  }
  return told(complaint, withEntry(complaint, entryOf(said, at), calendar));
}

const entryOf = (said: Change, at: LedgerEntry['at']): LedgerEntry =>
  said.kind === 'decreed-holiday'
    ? { kind: 'decreed-holiday', at: said.knownAt, on: said.on, name: said.name, source: said.source }
    : { kind: 'called-off-holiday', at, on: said.on };

/** The legal period of the likeliest kind, on today's calendar: the date shown while a person decides what the complaint is. */
function recounted(complaint: Complaint, calendar: Calendar): Complaint {
  const { receivedAt, deadline, classification } = complaint;
  if (deadline?.period === undefined) return complaint;
  const { statutory } = deadlines({ receivedAt, kind: { period: deadline.period }, calendar });
  const rungs = rungsOf({ deadline: statutory, receivedAt, calendar, kind: classification?.kind });
  return { ...complaint, deadline: statutory, rungs: [...rungs] };
}

function told(before: Complaint, after: Complaint): Hearing {
  // While the clock stands no date is promised, so none has moved.
  const isMoved = after.pausedAt === undefined && before.deadline?.dueAt !== after.deadline?.dueAt;
  return {
    outcome: 'applied',
    complaint: after,
    ...(isMoved ? { told: [{ step: 'due-date-moved', to: { role: 'petitioner' } }] } : {}),
  };
}
