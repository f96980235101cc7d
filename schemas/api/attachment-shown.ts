import * as z from 'zod';
import { AttachmentId, FileKind, FileType } from '#schemas/attachment.ts';
import { Instant } from '#schemas/instant.ts';

/** Uploads that come with what is filed or said, in the order they are to stand in: at most ten. */
export const FiledAttachments = z.array(z.strictObject({ id: AttachmentId })).max(100);

/**
 * An attachment as it is shown beside its case. `signal`: what it came with, none for the filing. `standing`: it is given
 * `as-it-came`, or `cleaned` of what it told about its maker; one that is `being-cleaned` is given in a moment, one that is
 * `withheld` never, for the `reason` told.
 */
export const AttachmentShown = z
  .object({
    id: AttachmentId,
    by: z.enum(['petitioner', 'city']),
    signal: z.int().optional(),
    name: z.string(),
    type: FileType,
    kind: FileKind,
    sizeBytes: z.int(),
    at: Instant,
    standing: z.enum(['as-it-came', 'cleaned', 'being-cleaned', 'withheld']),
    reason: z.string().optional(),
  })
  .meta({ id: 'Attachment' });
export type AttachmentShown = z.infer<typeof AttachmentShown>;
