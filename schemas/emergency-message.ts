import * as z from 'zod';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';
import { NewsTopic, RegistrationChannel, RegistrationLanguage } from '#schemas/registration.ts';

/** The id of a message: twelve characters that tell nothing. */
export const MessageId = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{12}$/, 'twelve characters, like 7KQ4M2X8P0AB')
  .brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

/** How grave it is, as Korean disaster messages are graded: 위급, 긴급, 안전안내. */
export const Severity = z.enum(['critical', 'urgent', 'advisory']);
export type Severity = z.infer<typeof Severity>;

/** An emergency's words in one language: what happens, where, what to do. Each is required: a warning without advice helps nobody. */
export const EmergencyWords = z.strictObject({
  what: z.string().trim().min(1).max(200),
  where: z.string().trim().min(1).max(100),
  action: z.string().trim().min(1).max(300),
});
export type EmergencyWords = z.infer<typeof EmergencyWords>;

/** A newsletter's words in one language. */
export const NewsWords = z.strictObject({
  title: z.string().trim().min(1).max(100),
  text: z.string().trim().min(1).max(1000),
});
export type NewsWords = z.infer<typeof NewsWords>;

/** The same words in several languages. Korean is always there: whoever has no words in their language gets it. */
const inLanguages = <S extends z.ZodType>(words: S) =>
  z.strictObject({ ko: words, en: words.optional(), zh: words.optional(), ja: words.optional(), vi: words.optional() });

/** Words of an emergency by language. */
export const EmergencyTexts = inLanguages(EmergencyWords);
export type EmergencyTexts = z.infer<typeof EmergencyTexts>;

/** Words of a newsletter by language. */
export const NewsTexts = inLanguages(NewsWords);
export type NewsTexts = z.infer<typeof NewsTexts>;

/** What is said to whom. An emergency goes to districts, news to those who asked for its topic: never one to the other's. */
export const MessageContent = z.discriminatedUnion('purpose', [
  z.strictObject({
    purpose: z.literal('emergency'),
    severity: Severity,
    isDrill: z.boolean(),
    districts: z.array(DistrictId).min(1).max(25),
    texts: EmergencyTexts,
  }),
  z.strictObject({ purpose: z.literal('newsletter'), topic: NewsTopic, texts: NewsTexts }),
]);
export type MessageContent = z.infer<typeof MessageContent>;

/** The first of its story, or what follows it to the very same people. */
export const MessageKind = z.enum(['first', 'correction', 'all-clear']);
export type MessageKind = z.infer<typeof MessageKind>;

/** So many people of a district by channel. */
export const AudienceCount = z.strictObject({
  district: z.union([DistrictId, z.literal('all')]),
  channel: RegistrationChannel,
  language: RegistrationLanguage,
  count: z.int().min(0),
});
export type AudienceCount = z.infer<typeof AudienceCount>;

/** What a message would run against. */
export const Limit = z.enum(['sms-quota', 'mail-quota', 'spending-limit']);
export type Limit = z.infer<typeof Limit>;

/**
 * What sending would mean, worked out without sending: whom it reaches, in how many parts, for how much, in how long.
 *
 * `partsByLanguage`: parts of one text message. `minutes`: at the allowed rate. `says`: the same for people to read.
 */
export const DryRun = z.strictObject({
  at: Instant,
  total: z.int().min(0),
  audience: z.array(AudienceCount),
  optedOut: z.int().min(0),
  partsByLanguage: z.partialRecord(RegistrationLanguage, z.int()),
  smsParts: z.int().min(0),
  costUsd: z.number().min(0),
  minutes: z.number().min(0),
  ratePerSecond: z.int().min(1),
  smsQuotaLeft: z.int(),
  mailQuotaLeft: z.int(),
  spendingLeftUsd: z.number(),
  exceeds: z.array(Limit),
  says: z.string(),
  audienceHash: z.string(),
});
export type DryRun = z.infer<typeof DryRun>;

/** Who let it go: another person than any who wrote it, who typed how many it reaches and approved exactly this. */
export const Approval = z.strictObject({
  by: PersonId,
  personId: PersonId,
  at: Instant,
  audienceCount: z.int().min(0),
  hash: z.string(),
  acceptExceeding: z.array(Limit),
});
export type Approval = z.infer<typeof Approval>;

/** The audience as it was frozen: where its ids lie, and the hash by which it is known to be that one. */
export const FrozenAudience = z.strictObject({
  key: z.string(),
  hash: z.string(),
  count: z.int().min(0),
  costUsd: z.number().min(0),
  at: Instant,
});
export type FrozenAudience = z.infer<typeof FrozenAudience>;

/** Where a message stands. `sent`, `cancelled` and `expired` are ends; `stopped` waits for a person. */
export const MessageStage = z.enum([
  'draft',
  'awaiting-approval',
  'approved',
  'countdown',
  'sending',
  'paused',
  'sent',
  'cancelled',
  'expired',
  'stopped',
]);
export type MessageStage = z.infer<typeof MessageStage>;

/** Why approval is asked for again. */
export const AskedAgain = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('audience-moved'), approved: z.int(), found: z.int() }),
  z.strictObject({ reason: z.literal('limit-exceeded'), exceeds: z.array(Limit) }),
  z.strictObject({ reason: z.literal('approval-expired'), approvedAt: Instant }),
  z.strictObject({ reason: z.literal('edited'), by: PersonId }),
]);
export type AskedAgain = z.infer<typeof AskedAgain>;

/** What became of the message to a topic of fixed roles or of channel apps. */
export const TopicStatus = z.enum(['sending', 'sent', 'failed', 'uncertain']);

/**
 * A message to many: from its draft to its report.
 *
 * `version` rises with each change; whoever changes it names the one they read. `authors`: everybody who wrote at it, as
 * persons, not accounts. `execution`: how many executions it was given; `started`: how many began. `stoppedAt` of a fault: where it goes on.
 */
export const EmergencyMessage = z.strictObject({
  id: MessageId,
  version: z.int().min(1),
  stage: MessageStage,
  kind: MessageKind,
  first: MessageId.optional(),
  content: MessageContent,
  authors: z.array(PersonId).min(1),
  postedBy: PersonId,
  postedAt: Instant,
  execution: z.int().min(1),
  started: z.int().min(0),
  dryRun: DryRun.optional(),
  hash: z.string().optional(),
  askUntil: Instant.optional(),
  askedAgain: AskedAgain.optional(),
  approval: Approval.optional(),
  frozen: FrozenAudience.optional(),
  countdownUntil: Instant.optional(),
  sendingAt: Instant.optional(),
  pausedAt: Instant.optional(),
  endedAt: Instant.optional(),
  cancelledBy: z.union([PersonId, z.literal('pause-too-long')]).optional(),
  topics: z.partialRecord(z.enum(['officials', 'apps']), TopicStatus).optional(),
  fault: z.strictObject({ state: z.string(), error: z.string(), from: MessageStage }).optional(),
  durationSeconds: z.number().optional(),
});
export type EmergencyMessage = z.infer<typeof EmergencyMessage>;

/** One entry of a message's story: who did what when. `facts` never hold anyone's words or address. */
export const MessageEvent = z.strictObject({
  version: z.int().min(1),
  at: Instant,
  by: z.string(),
  action: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
});
export type MessageEvent = z.infer<typeof MessageEvent>;
