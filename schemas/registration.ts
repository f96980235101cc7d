import * as z from 'zod';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { Phone } from '#schemas/petitioner.ts';

/** Languages that a message can have words in. */
export const RegistrationLanguage = z.enum(['ko', 'en', 'zh', 'ja', 'vi']);
export type RegistrationLanguage = z.infer<typeof RegistrationLanguage>;

/** How a registered citizen is reached. */
export const RegistrationChannel = z.enum(['sms', 'email']);
export type RegistrationChannel = z.infer<typeof RegistrationChannel>;

/** What the policy newsletter is about; each is asked for by itself, and none comes with emergency messages. */
export const NewsTopic = z.enum([
  'traffic',
  'welfare',
  'housing',
  'culture',
  'environment',
  'safety',
  'youth',
  'economy',
]);
export type NewsTopic = z.infer<typeof NewsTopic>;

/** The id of a registration: sixteen characters that tell nothing. Executions and frozen audiences carry it, never an address. */
export const RegistrationId = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{16}$/, 'sixteen characters, like 7KQ4M2X8P0AB3CDE')
  .brand<'RegistrationId'>();
export type RegistrationId = z.infer<typeof RegistrationId>;

/** Where somebody is reached: a phone number or an e-mail address, one of both. */
export const RegistrationAddress = z
  .strictObject({ phone: Phone.optional(), email: z.email().max(254).toLowerCase().optional() })
  .refine(({ phone, email }) => (phone === undefined) !== (email === undefined), 'phone or email, one of both');
export type RegistrationAddress = z.infer<typeof RegistrationAddress>;

/** What somebody wants to hear of. */
export const RegistrationWishes = z.strictObject({
  districts: z.array(DistrictId).min(1).max(25),
  language: RegistrationLanguage.default('ko'),
  emergency: z.boolean().default(true),
  topics: z.array(NewsTopic).max(8).default([]),
});
export type RegistrationWishes = z.infer<typeof RegistrationWishes>;

/**
 * A registered citizen. All of it is personal and stays in the registry.
 *
 * `leftAt`: they left; from then on no new message is for them. Their address is kept until `forgetAt` for one purpose: a
 * correction or an all clear of what they were sent.
 */
export const Registration = z.strictObject({
  id: RegistrationId,
  channel: RegistrationChannel,
  address: z.string().min(3).max(254),
  ...RegistrationWishes.shape,
  language: RegistrationLanguage,
  emergency: z.boolean(),
  topics: z.array(NewsTopic),
  registeredAt: Instant,
  leftAt: Instant.optional(),
  forgetAt: Instant.optional(),
});
export type Registration = z.infer<typeof Registration>;

/** A line of the list of a district or a topic: enough to count an audience, and no address. */
export const ListedRegistration = z.strictObject({
  id: RegistrationId,
  channel: RegistrationChannel,
  language: RegistrationLanguage,
  emergency: z.boolean(),
});
export type ListedRegistration = z.infer<typeof ListedRegistration>;

/** What waits for the code that was sent to its address: to register, or to leave. */
export const PendingRegistration = z.strictObject({
  id: RegistrationId,
  purpose: z.enum(['register', 'leave']),
  channel: RegistrationChannel,
  address: z.string(),
  wishes: RegistrationWishes.optional(),
  askedAt: Instant,
  untilAt: Instant,
  tries: z.int().min(0),
});
export type PendingRegistration = z.infer<typeof PendingRegistration>;
