import type { Answer } from '#schemas/answer.ts';
import type { Calendar } from '#schemas/calendar.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Deadline } from '#schemas/deadline.ts';
import type { RefusalCode } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { NoticeStep, Recipient } from '#schemas/notice.ts';
import type { PersonId } from '#schemas/person.ts';
import type { Said, Speaker } from '#schemas/signal.ts';
import { mayHandle } from '../people/access.ts';

/** Somebody to be told because of what was heard. */
export type Told = { readonly step: NoticeStep; readonly to: Recipient };

/** An answer as it was heard: its text, or the number of the signal that holds it as a draft. */
export type HeardAnswer = Answer | (Omit<Answer, 'text'> & { readonly draft: number });

/** What becomes of something said: the complaint as it is afterwards and who is told, or why it is refused. */
export type Hearing =
  | {
      readonly outcome: 'applied';
      readonly complaint: Complaint;
      readonly answer?: HeardAnswer;
      readonly told?: readonly Told[];
    }
  | { readonly outcome: 'refused'; readonly code: RefusalCode; readonly message: string };

/**
 * By whom and when something was said, under which number it is kept, and all of the city's calendar: what was not known,
 * or called off, too.
 */
export type Spoken = {
  readonly at: Instant;
  readonly by: Speaker;
  readonly signal: number;
  readonly calendar: Calendar;
};

/** What was said, of one kind. */
export type SaidOf<K extends Said['kind']> = Extract<Said, { kind: K }>;

/** A refusal. */
export const refused = (code: RefusalCode, message: string): Hearing => ({ outcome: 'refused', code, message });

/** Whether a person handles the case; `undefined` when it is not for this speaker to say. */
export function handlerOf(complaint: Complaint, by: Speaker): PersonId | undefined {
  return 'id' in by && mayHandle(complaint, by) ? by.id : undefined;
}

/** The refusal of what is not for this speaker to say. */
export const refusedAsNotYours = ({ number }: Complaint, verb: string): Hearing =>
  refused('not-yours', `complaint ${number} is not yours to ${verb}`);

/** The refusal of what only a petitioner could say, or be asked: nobody has the rights of one. */
export const refusedAsAnonymous = ({ number }: Complaint): Hearing =>
  refused('anonymous-filing', `complaint ${number} was filed anonymously, which gives no petitioner's rights`);

/** A case that its handler says something about, with its deadline; or why they cannot. */
export type InHand =
  | { readonly refusal: Hearing }
  | { readonly refusal?: undefined; readonly deadline: Deadline; readonly person: PersonId };

/** The case in the hand of who speaks: assigned, not answered, and theirs to `verb`. */
export function inHand(complaint: Complaint, by: Speaker, verb: string): InHand {
  const refusal = refusalOfStage(complaint);
  if (refusal !== undefined) return { refusal };
  const person = handlerOf(complaint, by);
  const { deadline } = complaint;
  if (person === undefined || deadline === undefined) return { refusal: refusedAsNotYours(complaint, verb) };
  return { deadline, person };
}

/** The refusal of what is only for a case that is assigned and not yet answered, `undefined` when it is such a case. */
export function refusalOfStage({ number, stage, deadline, outside }: Complaint): Hearing | undefined {
  if (stage === 'respond' || stage === 'rating' || stage === 'evaluate') {
    return refused('already-answered', `complaint ${number} has been answered`);
  }
  if (stage === 'answer' && deadline !== undefined) return undefined;
  if (stage === 'adjudicate' || stage === 'adjudication') {
    return refused('in-adjudication', `whose complaint ${number} is, the adjudicating desk decides`);
  }
  if (stage === 'acceptance') {
    return refused('transfer-pending', `complaint ${number} waits for ${outside?.name} until ${outside?.untilAt}`);
  }
  return refused('not-assigned', `complaint ${number} is not assigned yet`);
}
