import type { Complaint } from '#schemas/complaint.ts';
import type { Period } from '#schemas/period.ts';
import { ledgerOf, withEntry } from '../clock/deadline-moves.ts';
import { ledgerCalendar } from '../clock/ledger.ts';
import { extendedDueAt } from '../clock/ledger-terms.ts';
import { type Hearing, inHand, refused, type SaidOf, type Spoken } from './outcome.ts';

/** The same-day promise is one of a day. */
const ONE_DAY: Period = { unit: 'days', count: 1 };

/**
 * Puts the deadline off: once, at most as long as the period, before it has passed and while its clock runs.
 *
 * @source Civil Petitions Treatment Act, enforcement decree, article 21 (docs/law.md#extension)
 */
export function hearExtension(
  complaint: Complaint,
  { period }: SaidOf<'extension'>,
  { at, by, calendar }: Spoken,
): Hearing {
  const held = inHand(complaint, by, 'extend');
  if (held.refusal !== undefined) return held.refusal;
  const { number, pausedAt } = complaint;
  const { deadline } = held;
  const ledger = ledgerOf(complaint);
  const before = ledger.find(({ kind }) => kind === 'extension');
  if (before !== undefined) return refused('already-extended', `complaint ${number} was extended at ${before.at}`);
  if (pausedAt !== undefined)
    return refused('clock-paused', `the clock of complaint ${number} stands since ${pausedAt}`);
  if (at > deadline.dueAt) return refused('deadline-passed', `complaint ${number} was due at ${deadline.dueAt}`);
  const known = ledgerCalendar(ledger, calendar);
  const longest = deadline.period ?? ONE_DAY;
  if (extendedDueAt(deadline.dueAt, period, known) > extendedDueAt(deadline.dueAt, longest, known)) {
    const asked = `${period.count} ${period.unit}`;
    return refused('extension-too-long', `${asked} were asked for; the period is ${longest.count} ${longest.unit}`);
  }
  return {
    outcome: 'applied',
    complaint: withEntry(complaint, { kind: 'extension', at, period }, calendar),
    told: [{ step: 'extension', to: { role: 'petitioner' } }],
  };
}
