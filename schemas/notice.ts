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

/** What a step's notice may do: whether a petitioner can ask not to get it, and whether the night holds it back. */
export const NoticePolicy = z.strictObject({ isStatutory: z.boolean(), passesAtNight: z.boolean() });
export type NoticePolicy = z.infer<typeof NoticePolicy>;

/** The policy of every step. */
export const NoticePolicies = z.record(NoticeStep, NoticePolicy);

/** What a petitioner chose of their complaint's notices: `statutoryOnly` leaves out what the law does not have told. */
export const NoticeChoice = z.strictObject({ statutoryOnly: z.boolean() });
export type NoticeChoice = z.infer<typeof NoticeChoice>;

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

/** The ways a notice can leave by. */
export const NoticeChannel = z.enum(['sms', 'email', 'topic']);
export type NoticeChannel = z.infer<typeof NoticeChannel>;

/**
 * What was tried on one channel: how many sends were begun there, and why the last one was refused. `isFinal`: the address
 * cannot be reached that way, so nothing more is tried there.
 */
export const NoticeTry = z.strictObject({
  channel: NoticeChannel,
  attempts: z.int().min(1),
  failure: z.string().optional(),
  isFinal: z.literal(true).optional(),
});
export type NoticeTry = z.infer<typeof NoticeTry>;

/**
 * One notice to one recipient in the ledger: planned → sending → accepted | uncertain | failed | unreachable | withheld.
 *
 * `order` sorts the notices of a complaint (the number of the audit entry that planned it). `attempt` counts sends begun;
 * `tries` counts them by channel, since it was planned or last resent; `channel` is the last one's. `uncertain`: a send
 * began and its end was never recorded, so it is never sent again by itself. `unreachable`: there was no address to send
 * it to. `withheld`: the petitioner asked for statutory notices alone. `nextAt`: not tried again before;
 * `heldUntil`: kept back over the quiet hours. `undeliveredAt`: since when it stands in the operator's list of undelivered
 * notices; `resentAt`: when a person had it sent anew. `parts`: how many an SMS was billed as. `missedAt`: the instant of a
 * rung that was climbed late, after an outage; such notices wait for the one digest that their recipient gets. `signal`:
 * what was said that brought it about. `isUnheard`: the channel app was silent about it, so it goes another way.
 */
export const Notice = z.strictObject({
  step: NoticeStep,
  round: z.int().min(1),
  order: z.int().min(1),
  to: Recipient,
  plannedAt: Instant,
  status: z.enum(['planned', 'sending', 'accepted', 'uncertain', 'failed', 'unreachable', 'withheld']),
  attempt: z.int().min(0),
  channel: z.enum([...NoticeChannel.options, 'channel']).optional(),
  messageId: z.string().optional(),
  failure: z.string().optional(),
  missedAt: Instant.optional(),
  signal: z.int().optional(),
  tries: z.array(NoticeTry).max(NoticeChannel.options.length).optional(),
  nextAt: Instant.optional(),
  heldUntil: Instant.optional(),
  undeliveredAt: Instant.optional(),
  resentAt: Instant.optional(),
  parts: z.int().min(1).optional(),
  isUnheard: z.literal(true).optional(),
});
export type Notice = z.infer<typeof Notice>;
