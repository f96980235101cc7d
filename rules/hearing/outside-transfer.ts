import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint, Outside } from '#schemas/complaint.ts';
import type { Recipient } from '#schemas/notice.ts';
import { ledgerOf, withLedger } from '../clock/deadline-moves.ts';
import { calendarKnownAt } from '../clock/holidays.ts';
import { acceptUntil } from '../clock/outside-term.ts';
import { type Hearing, inHand, refused, refusedAsNotYours, type SaidOf, type Spoken, type Told } from './outcome.ts';

/**
 * Asks an institution outside the city to take the case. Until it accepts, whoever sent it stays accountable and the deadline
 * runs on; the petitioner is told nothing.
 */
export function hearOutsideTransfer(
  complaint: Complaint,
  { institution, name, nameEn, contact, termDays }: SaidOf<'outside-transfer'>,
  { at, by, calendar }: Spoken,
): Hearing {
  const held = inHand(complaint, by, 'transfer');
  if (held.refusal !== undefined) return held.refusal;
  const { number, pausedAt, rungsDone } = complaint;
  if (pausedAt !== undefined)
    return refused('clock-paused', `the clock of complaint ${number} stands since ${pausedAt}`);
  const outside: Outside = {
    institution,
    name,
    nameEn,
    contact,
    asked: (complaint.outside?.asked ?? 0) + 1,
    askedAt: at,
    untilAt: acceptUntil(at, termDays, calendarKnownAt(at, calendar.decreed)),
    by: held.person,
  };
  const asking: Complaint = {
    ...complaint,
    stage: 'acceptance',
    outside,
    // Of an earlier transfer: this one has a term of its own.
    rungsDone: rungsDone.filter((id) => id !== 'acceptance-term-ended'),
  };
  return {
    outcome: 'applied',
    complaint: withLedger(asking, ledgerOf(asking), calendar),
    told: contact === 'email' ? [{ step: 'transfer-request', to: { role: 'institution', id: institution } }] : [],
  };
}

/** The institution takes the case: it is transferred, and only now the petitioner is told, to whom and under which number. */
export function hearAcceptance(complaint: Complaint, said: SaidOf<'acceptance'>, spoken: Spoken): Hearing {
  const asked = askedOf(complaint, spoken, 'accept');
  if (asked.refusal !== undefined) return asked.refusal;
  const outside: Outside = { ...asked.outside, acceptedAt: spoken.at, reference: said.reference };
  return {
    outcome: 'applied',
    complaint: { ...complaint, stage: 'close', status: 'transferred', outside },
    told: [{ step: 'transfer-outside', to: { role: 'petitioner' } }],
  };
}

/** The institution does not take the case: it is back with whoever sent it, who is told; its deadline ran on meanwhile. */
export function hearOutsideRefusal(complaint: Complaint, spoken: Spoken): Hearing {
  const asked = askedOf(complaint, spoken, 'refuse');
  if (asked.refusal !== undefined) return asked.refusal;
  return {
    outcome: 'applied',
    complaint: takenBack(complaint, spoken.calendar),
    told: returnTold(complaint),
  };
}

/** The complaint back with whoever sent it, as it was: under the same deadline, what was climbed of its ladder stays climbed. */
export const takenBack = (complaint: Complaint, calendar: Calendar): Complaint =>
  withLedger({ ...complaint, stage: 'answer' }, ledgerOf(complaint), calendar);

/** Who hears that a transfer came back: the person named; where nobody is, the department's lead. */
export function returnTold({ assignment }: Complaint): readonly Told[] {
  if (assignment === undefined) return [];
  const { person, lead } = assignment;
  const to: Recipient = person === undefined ? { role: 'lead', id: lead } : { role: 'official', id: person };
  return [{ step: 'transfer-returned', to }];
}

type Asked =
  | { readonly refusal: Hearing }
  | { readonly refusal?: undefined; readonly outside: NonNullable<Complaint['outside']> };

/** The transfer that waits for the institution that speaks, within its term. */
function askedOf(complaint: Complaint, { at, by }: Spoken, verb: string): Asked {
  const { number, stage, outside } = complaint;
  if (outside === undefined || by.role !== 'institution' || by.institution !== outside.institution) {
    return { refusal: refusedAsNotYours(complaint, verb) };
  }
  if (stage !== 'acceptance') {
    return { refusal: refused('transfer-ended', `complaint ${number} waits for nothing of yours any more`) };
  }
  if (at > outside.untilAt) {
    return { refusal: refused('transfer-ended', `complaint ${number} could be accepted until ${outside.untilAt}`) };
  }
  return { outside };
}
