import * as z from 'zod';
import type { Operation } from '#schemas/api/operation.ts';
import { PageQuery } from '#schemas/api/page.ts';
import { Delivery, DeliveryStatus, Tally } from '#schemas/delivery.ts';
import {
  EmergencyMessage,
  EmergencyTexts,
  Limit,
  MessageContent,
  MessageEvent,
  MessageId,
  MessageKind,
  MessageStage,
  NewsTexts,
  Severity,
} from '#schemas/emergency-message.ts';
import { EmergencySettings } from '#schemas/emergency-settings.ts';
import { Instant } from '#schemas/instant.ts';
import { NewsTopic } from '#schemas/registration.ts';

const [emergency, newsletter] = MessageContent.options;

/** What is said in an emergency: what, where, what to do, by language; to which districts; how grave; drill or real. */
export const EmergencyDraft = emergency.omit({ purpose: true }).meta({ id: 'EmergencyDraft' });

/** What is said in a newsletter, to those who asked for its topic. */
export const NewsDraft = z.strictObject({ topic: NewsTopic, texts: NewsTexts }).meta({ id: 'NewsDraft' });

/** Other words or another audience before anything is sent. */
export const EditBody = z.union([emergency, newsletter]);

/** What the approver types and has seen. `acceptExceeding`: limits that the dry run exceeds, and that shall not hold it up. */
export const ApprovalBody = z.strictObject({
  audienceCount: z.int().min(0),
  hash: z.string().min(1).max(100),
  acceptExceeding: z.array(Limit).max(3).default([]),
});

/** What follows a message that went out, to exactly its people. */
export const CorrectionBody = z.strictObject({
  kind: z.enum(['correction', 'all-clear']),
  texts: EmergencyTexts,
  severity: Severity.optional(),
});

/** Kept: what it is now. */
export const MessageKept = z
  .object({ id: MessageId, version: z.int(), stage: MessageStage })
  .meta({ id: 'MessageKept' });

/** A line of the list of messages. */
export const ListedMessage = z
  .object({ id: MessageId, kind: MessageKind, stage: MessageStage, purpose: z.string(), postedAt: Instant })
  .meta({ id: 'ListedMessage' });
export type ListedMessage = z.infer<typeof ListedMessage>;

/**
 * A message with its report, live while it is sent.
 *
 * `lines`: by district and channel, who got it and who did not, and why. `left`: those nobody has handled yet.
 * `seconds`: how long it took, or has taken so far. `preview`: the words as they are sent, by language.
 */
export const MessageShown = z
  .object({
    message: EmergencyMessage,
    preview: z.array(z.object({ language: z.string(), text: z.string(), parts: z.int() })),
    report: z.object({
      lines: z.array(Tally),
      sent: z.int(),
      failed: z.int(),
      uncertain: z.int(),
      notSent: z.int(),
      left: z.int(),
      costUsd: z.number(),
      seconds: z.number().optional(),
    }),
    story: z.array(MessageEvent),
    followedBy: z.array(MessageId),
    asOf: Instant,
  })
  .meta({ id: 'MessageShown' });
export type MessageShown = z.infer<typeof MessageShown>;

const MessageParam = z.object({ id: MessageId });

/** Which deliveries: of one status or all, a page at a time. */
export const DeliveriesQuery = PageQuery.extend({ status: DeliveryStatus.optional() });

const both = ['lead', 'operator'] as const;
const keptAs = (description: string) => ({ status: 202, schema: MessageKept, description }) as const;

/** What leads and operators can do with messages to many. */
export const emergencyOperations = [
  {
    id: 'postEmergencyMessage',
    method: 'POST',
    path: '/v1/emergency-messages',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'Draft a message to all registered citizens of districts; a dry run follows, nothing is sent',
    needs: ['Idempotency-Key'],
    body: EmergencyDraft,
    reply: { status: 201, schema: MessageKept, description: 'Kept; the same one posted twice is one' },
  },
  {
    id: 'postNewsletter',
    method: 'POST',
    path: '/v1/newsletters',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'Draft a policy newsletter to those who asked for its topic, and to nobody else',
    needs: ['Idempotency-Key'],
    body: NewsDraft,
    reply: { status: 201, schema: MessageKept, description: 'Kept; it goes the same way as an emergency message' },
  },
  {
    id: 'listEmergencyMessages',
    method: 'GET',
    path: '/v1/emergency-messages',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'Messages to many, the newest first',
    query: PageQuery,
    reply: {
      status: 200,
      schema: z.object({ items: z.array(ListedMessage), cursor: z.string().optional(), asOf: Instant }),
      description: 'A page of them',
    },
  },
  {
    id: 'readEmergencyMessage',
    method: 'GET',
    path: '/v1/emergency-messages/{id}',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'A message with dry run, approval, story and report, live while it is sent',
    params: MessageParam,
    reply: { status: 200, schema: MessageShown, description: 'Where it stands' },
  },
  {
    id: 'listDeliveries',
    method: 'GET',
    path: '/v1/emergency-messages/{id}/deliveries',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'What became of a message for each registration, without addresses',
    params: MessageParam,
    query: DeliveriesQuery,
    reply: {
      status: 200,
      schema: z.object({ items: z.array(Delivery), cursor: z.string().optional(), asOf: Instant }),
      description: 'A page of them; it can hold fewer than asked for and still have a cursor',
    },
  },
  {
    id: 'editEmergencyMessage',
    method: 'PUT',
    path: '/v1/emergency-messages/{id}',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'Change a message before anything is sent: an approval that was given is void',
    params: MessageParam,
    body: EditBody,
    reply: { status: 200, schema: MessageKept, description: 'Kept; another dry run follows' },
  },
  {
    id: 'approveEmergencyMessage',
    method: 'POST',
    path: '/v1/emergency-messages/{id}/approval',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'Let a message go that another person wrote: the count typed, the hash as shown',
    params: MessageParam,
    body: ApprovalBody,
    reply: keptAs('Approved; the audience is frozen, then the countdown runs'),
  },
  {
    id: 'cancelEmergencyMessage',
    method: 'POST',
    path: '/v1/emergency-messages/{id}/cancellation',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'Call a message off, by anybody who could have approved it; while it is sent, within one batch',
    params: MessageParam,
    reply: keptAs('Cancelled'),
  },
  {
    id: 'pauseEmergencyMessage',
    method: 'POST',
    path: '/v1/emergency-messages/{id}/pause',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'Hold a message that is being sent, within one batch',
    params: MessageParam,
    reply: keptAs('Paused'),
  },
  {
    id: 'resumeEmergencyMessage',
    method: 'POST',
    path: '/v1/emergency-messages/{id}/resumption',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'Go on after a pause, or after a fault that stopped the message',
    params: MessageParam,
    reply: keptAs('It goes on'),
  },
  {
    id: 'correctEmergencyMessage',
    method: 'POST',
    path: '/v1/emergency-messages/{id}/correction',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'Draft a correction or an all clear to exactly those who got the message',
    needs: ['Idempotency-Key'],
    params: MessageParam,
    body: CorrectionBody,
    reply: { status: 201, schema: MessageKept, description: 'Kept; it goes the same way as its first message' },
  },
  {
    id: 'readEmergencySettings',
    method: 'GET',
    path: '/v1/emergency-settings',
    audience: 'emergency',
    access: 'token',
    groups: both,
    summary: 'What sending to many may cost and how fast it may go',
    reply: { status: 200, schema: EmergencySettings, description: 'As it holds now' },
  },
  {
    id: 'putEmergencySettings',
    method: 'PUT',
    path: '/v1/emergency-settings',
    audience: 'emergency',
    access: 'token',
    groups: ['operator'],
    summary: 'Set rate, prices, quotas, spending limit and times to what the account has',
    body: EmergencySettings,
    reply: { status: 200, schema: EmergencySettings, description: 'As it is kept now' },
  },
] as const satisfies readonly Operation[];
