import * as z from 'zod';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { RegistrationChannel, RegistrationId, RegistrationLanguage } from '#schemas/registration.ts';

/**
 * What became of one message to one registration: sending → sent | failed | uncertain, or `refused` and tried again.
 *
 * - `sending` is written before the provider is called. Found later by somebody else it becomes `uncertain`: it may have
 *   been sent, so it is never sent again by itself.
 * - `refused`: the provider said no for now; `attempt` counts the calls.
 * - `not-sent`: nobody was asked to send it; `reason` says why.
 */
export const DeliveryStatus = z.enum(['sending', 'refused', 'sent', 'failed', 'uncertain', 'not-sent']);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** One message to one registration. `district`: under which it is counted; `all` where districts do not matter. */
export const Delivery = z.strictObject({
  registration: RegistrationId,
  status: DeliveryStatus,
  attempt: z.int().min(0),
  at: Instant,
  channel: RegistrationChannel.optional(),
  language: RegistrationLanguage.optional(),
  district: z.union([DistrictId, z.literal('all')]),
  reason: z.string().optional(),
  messageId: z.string().optional(),
});
export type Delivery = z.infer<typeof Delivery>;

/** So many deliveries of one kind: a line of the report. `language`: in which they were written, left out where it does not matter. */
export const Tally = z.strictObject({
  district: z.union([DistrictId, z.literal('all')]),
  channel: z.union([RegistrationChannel, z.literal('none')]),
  language: RegistrationLanguage.optional(),
  status: DeliveryStatus,
  reason: z.string().optional(),
  count: z.int().min(1),
});
export type Tally = z.infer<typeof Tally>;
