import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';

/** The name under which an upload is spoken of: 128 random bits, which tell nothing. */
export const AttachmentId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, 'the id that the upload was given')
  .brand<'AttachmentId'>();
export type AttachmentId = z.infer<typeof AttachmentId>;

/** What a file is by its bytes; whatever else a file may be is not taken. */
export const FileType = z.enum([
  ...['jpg', 'png', 'webp', 'heic'],
  ...['m4a', 'mp3', 'wav', 'amr', 'ogg'],
  ...['mp4', 'mov', 'webm'],
  ...['pdf', 'docx', 'xlsx', 'pptx', 'doc', 'xls', 'ppt', 'hwp', 'hwpx'],
] as const);
export type FileType = z.infer<typeof FileType>;

/** What kind of thing it is to people; the limits go by it. */
export const FileKind = z.enum(['photo', 'voice', 'video', 'document']);
export type FileKind = z.infer<typeof FileKind>;

/** A file that somebody may upload, and file until `expiresAt` (epoch seconds). `owner`: who asked for it, and nobody else may use it. */
export const Upload = z.object({
  id: AttachmentId,
  owner: z.string(),
  name: z.string(),
  sizeBytes: z.int().min(1),
  sha256: z.string().optional(),
  expiresAt: z.int(),
  /** It belongs to a complaint: nothing more is known of it here. */
  used: z.boolean().optional(),
});
export type Upload = z.infer<typeof Upload>;

/**
 * A file that belongs to a complaint, under the signal it came with (none: the filing) and its place there from 1.
 *
 * `cleaned`: what it told about who made it is removed, and the file as it came is gone. `withheld`: that could not be done, and it
 * is given to nobody.
 */
export const Attachment = z.strictObject({
  id: AttachmentId,
  by: z.enum(['petitioner', 'city']),
  signal: z.int().min(1).optional(),
  place: z.int().min(1),
  name: z.string(),
  type: FileType,
  sizeBytes: z.int().min(1),
  at: Instant,
  cleaned: z.strictObject({ at: Instant, sizeBytes: z.int().min(0) }).optional(),
  withheld: z.strictObject({ at: Instant, reason: z.string() }).optional(),
});
export type Attachment = z.infer<typeof Attachment>;

/** An upload that is to become an attachment, as it was read. */
export type Claim = { readonly upload: Upload; readonly attachment: Attachment };
