import * as z from 'zod';
import { AttachmentShown } from '#schemas/api/attachment-shown.ts';
import { Channel } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { TopicId } from '#schemas/topic.ts';

/** A line of an institution's list: a complaint that waits for its acceptance until `dueAt`. */
export const ListedTransfer = z
  .object({
    number: ComplaintNumber,
    channel: Channel,
    kind: KindId.optional(),
    topic: TopicId.optional(),
    district: DistrictId.optional(),
    receivedAt: Instant,
    askedAt: Instant,
    dueAt: Instant,
  })
  .meta({ id: 'ListedTransfer' });
export type ListedTransfer = z.infer<typeof ListedTransfer>;

/**
 * A case as the institution sees it that was asked to take it. The petitioner stands there once it has accepted, unless they
 * asked for protection.
 */
export const InstitutionCase = z
  .object({
    number: ComplaintNumber,
    version: z.int(),
    channel: Channel,
    language: z.string(),
    district: DistrictId.optional(),
    kind: KindId.optional(),
    topic: TopicId.optional(),
    title: z.string(),
    text: z.string(),
    location: z.string().optional(),
    petitioner: z.object({ name: z.string().optional(), phone: z.string().optional(), email: z.string().optional() }),
    attachments: z.array(AttachmentShown).optional(),
    receivedAt: Instant,
    sender: z.string(),
    reason: z.string(),
    askedAt: Instant,
    untilAt: Instant,
    acceptedAt: Instant.optional(),
    reference: z.string().optional(),
    asOf: Instant,
  })
  .meta({ id: 'InstitutionCase' });
export type InstitutionCase = z.infer<typeof InstitutionCase>;
