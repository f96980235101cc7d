import * as z from 'zod';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Instant } from '#schemas/instant.ts';
import { NoticeStep } from '#schemas/notice.ts';
import { PersonId } from '#schemas/person.ts';

/** Where a channel app is told what happens: an address that is posted to, or a FIFO queue of its own. */
export const Endpoint = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('https'),
    url: z.url().max(500).meta({ description: 'Public; answers within 10 seconds, and answers 2xx to `subscribed`' }),
  }),
  z.strictObject({
    kind: z.literal('sqs'),
    queueArn: z
      .string()
      .max(200)
      .regex(/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,75}\.fifo$/, 'the ARN of a FIFO queue of SQS'),
  }),
]);
export type Endpoint = z.infer<typeof Endpoint>;

/**
 * A channel app's one subscription. `since`: from when on it is told; another endpoint in its place leaves that as it was.
 * `arn`: the topic's subscription, when the endpoint is a queue.
 */
export const Subscription = z.strictObject({
  app: PersonId,
  endpoint: Endpoint,
  since: Instant,
  arn: z.string().optional(),
});
export type Subscription = z.infer<typeof Subscription>;

/** What can happen to a complaint, as its channel app is told: what its petitioner sees of it. */
export const ChannelEvent = z.enum([
  'received',
  'in-classification',
  'classified',
  'reclassified',
  'assigned',
  'passed-on',
  'in-adjudication',
  'corrected',
  'supplement-requested',
  'supplemented',
  'deadline-extended',
  'deadline-moved',
  'answered',
  'rated',
  'asked-again',
  'withdrawn',
  'closure-decided',
  'transferred',
  'closed',
]);
export type ChannelEvent = z.infer<typeof ChannelEvent>;

/** One step of a complaint. `entry` rises with every event of a complaint, with gaps: who has seen it drops it. */
export const StepMessage = z.strictObject({
  number: ComplaintNumber,
  event: ChannelEvent,
  at: Instant,
  entry: z.int().min(1),
});
export type StepMessage = z.infer<typeof StepMessage>;

/** A notice that the app is to bring to its petitioner; `order` tells the notices of a complaint apart. */
export const NoticeMessage = z.strictObject({
  number: ComplaintNumber,
  event: z.literal('notice'),
  at: Instant,
  step: NoticeStep,
  order: z.int().min(1),
});
export type NoticeMessage = z.infer<typeof NoticeMessage>;

/** What an app is told: never a personal detail, nor anyone's words. The app reads the complaint for itself. */
export const AppMessage = z.discriminatedUnion('event', [StepMessage, NoticeMessage]);
export type AppMessage = z.infer<typeof AppMessage>;
