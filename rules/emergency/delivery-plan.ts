import type { Delivery } from '#schemas/delivery.ts';
import type { EmergencyMessage } from '#schemas/emergency-message.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Registration, RegistrationId } from '#schemas/registration.ts';
import table from '../tables/emergency.json' with { type: 'json' };
import { districtOf } from './district-of.ts';
import { languageOf } from './message-text.ts';

/** What is to be done about one registration: send it, write down what became of it, or nothing more. */
export type Plan =
  | { readonly kind: 'send'; readonly claim: Delivery; readonly address: string }
  | { readonly kind: 'record'; readonly delivery: Delivery; readonly only?: 'sending' }
  | { readonly kind: 'over'; readonly delivery: Delivery };

type Known = { readonly before: Delivery | undefined; readonly registration: Registration | undefined };

/**
 * What to do about one registration, by what was done before.
 *
 * A send that was begun and never ended may have reached its provider: it becomes uncertain, and is never repeated.
 */
export function planOf(
  { kind, content }: Pick<EmergencyMessage, 'kind' | 'content'>,
  id: RegistrationId,
  { before, registration }: Known,
  at: Instant,
): Plan {
  if (before?.status === 'sending') {
    return { kind: 'record', delivery: { ...before, status: 'uncertain', at, reason: 'interrupted' }, only: 'sending' };
  }
  if (before !== undefined && before.status !== 'refused') return { kind: 'over', delivery: before };
  const counted = { registration: id, attempt: before?.attempt ?? 0, at, district: districtOf(content, registration) };
  const notSent = (reason: string): Plan => ({ kind: 'record', delivery: { ...counted, status: 'not-sent', reason } });
  if (registration === undefined) return notSent('no-longer-registered');
  const { channel, address, leftAt, forgetAt } = registration;
  // Whoever left gets no new message, but is told when one they got was wrong.
  if (leftAt !== undefined && kind === 'first') return notSent('left');
  if (forgetAt !== undefined && at >= forgetAt) return notSent('no-longer-registered');
  if (kind === 'first' && !isWanted(content, registration)) return notSent('opted-out');
  const language = languageOf(content, registration.language);
  return {
    kind: 'send',
    claim: { ...counted, status: 'sending', attempt: counted.attempt + 1, channel, language },
    address,
  };
}

/** The delivery after the provider took it. */
export const afterAcceptance = (claim: Delivery, messageId: string): Delivery => ({
  ...claim,
  status: 'sent',
  messageId,
});

/** What is known of a call that did not succeed: whether the provider answered, and whether another time can help. */
export type CallFailure = { readonly name: string; readonly wasAnswered: boolean; readonly canPass: boolean };

/** The delivery after a call that did not succeed: uncertain without an answer, else tried twelve times at most. */
export function afterFailure(claim: Delivery, { name, wasAnswered, canPass }: CallFailure): Delivery {
  if (!wasAnswered) return { ...claim, status: 'uncertain', reason: name };
  const isLast = !canPass || claim.attempt >= table.attemptsAtMost;
  return { ...claim, status: isLast ? 'failed' : 'refused', reason: name };
}

/** A registration that nobody was asked to send to. */
export function notSent(
  { content }: Pick<EmergencyMessage, 'content'>,
  id: RegistrationId,
  { before, registration }: Known,
  { at, reason }: { at: Instant; reason: string },
): Delivery {
  const district = before?.district ?? districtOf(content, registration);
  return { registration: id, status: 'not-sent', attempt: before?.attempt ?? 0, at, district, reason };
}

function isWanted(content: EmergencyMessage['content'], { emergency, topics }: Registration): boolean {
  return content.purpose === 'emergency' ? emergency : topics.includes(content.topic);
}
