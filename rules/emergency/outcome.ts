import type { EmergencyMessage, MessageEvent } from '#schemas/emergency-message.ts';
import type { RefusalCode } from '#schemas/errors.ts';
import type { PersonId } from '#schemas/person.ts';
import type { Refusal } from './refusal.ts';

/** Somebody who decides about a message: the account they use, and the person behind it. */
export type Decider = { readonly id: PersonId; readonly personId: PersonId };

/** What a decision makes of a message, with the entry that tells of it; or why it is refused. */
export type Outcome =
  | { readonly after: EmergencyMessage; readonly action: string; readonly facts: MessageEvent['facts'] }
  | Refusal;

/** A refusal that names the fact. */
export const refuse = (refused: RefusalCode, message: string): Outcome => ({ refused, message });

/** A change; the version rises when it is kept. */
export const change = (after: EmergencyMessage, action: string, facts: MessageEvent['facts'] = {}): Outcome => ({
  after,
  action,
  facts,
});
