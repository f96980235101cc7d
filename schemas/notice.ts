import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';
import { InstitutionId } from '#schemas/institution.ts';
import { PersonId } from '#schemas/person.ts';

/** What a notice is about: the petitioner's first, then those to the city's own people and to institutions. */
export const NoticeStep = z.enum([
  'reception',
  'assignment',
  'result',
  'extension',
  'supplement-request',
  'closure',
  'due-date-moved',
  'tell-progress',
  'transfer-outside',
  'classification-asked',
  'new-case',
  'supplement',
  'transfer-returned',
  'transfer-request',
  'supplement-term-1-ended',
  'supplement-term-2-ended',
  'reclassification',
  'ask-again',
  'asked-again',
  'case-returned',
  'adjudication-asked',
  'adjudication-ended',
  'approval-asked',
  'draft-returned',
  'remind-official-25',
  'remind-official-50',
  'remind-official-80',
  'remind-official-16h',
  'remind-official-18h',
  'escalate-to-lead',
  'escalate-to-director',
  'escalate-to-audit-office',
]);
export type NoticeStep = z.infer<typeof NoticeStep>;

/**
 * Whom a notice goes to; the address itself is read from the table when it is sent. `for`: the absent person in whose place
 * their deputy gets it.
 */
export const Recipient = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('petitioner') }),
  z.strictObject({ role: z.enum(['official', 'lead', 'director']), id: PersonId, for: PersonId.optional() }),
  z.strictObject({ role: z.literal('audit-office') }),
  z.strictObject({ role: z.literal('institution'), id: InstitutionId }),
]);
export type Recipient = z.infer<typeof Recipient>;

/**
 * One notice to one recipient in the ledger: planned → sending → accepted | uncertain | failed | unreachable.
 *
 * `order` sorts the notices of a complaint (the number of the audit entry that planned it). `attempt` counts sends begun;
 * `uncertain`: a send began and its end was never recorded, so it is never sent again by itself. `unreachable`: there
 * was no address to send it to. `missedAt`: the instant of a rung that was climbed late, after an outage; such notices
 * wait for the one digest that their recipient gets. `signal`: what was said that brought it about.
 */
export const Notice = z.strictObject({
  step: NoticeStep,
  round: z.int().min(1),
  order: z.int().min(1),
  to: Recipient,
  plannedAt: Instant,
  status: z.enum(['planned', 'sending', 'accepted', 'uncertain', 'failed', 'unreachable']),
  attempt: z.int().min(0),
  channel: z.enum(['sms', 'email', 'topic']).optional(),
  messageId: z.string().optional(),
  failure: z.string().optional(),
  missedAt: Instant.optional(),
  signal: z.int().optional(),
});
export type Notice = z.infer<typeof Notice>;
