import * as z from 'zod';
import { NumberParam } from '#schemas/api/citizen.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { AttachmentId } from '#schemas/attachment.ts';
import { Instant } from '#schemas/instant.ts';

/** A file that somebody wants to upload. What it is, its bytes say: `contentType` is taken and not believed. */
export const UploadBody = z.strictObject({
  name: z.string().trim().min(1).max(255),
  sizeBytes: z.int().min(1),
  contentType: z.string().max(255).optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'the SHA-256 of its bytes in 64 hexadecimal digits')
    .optional(),
});
export type UploadBody = z.infer<typeof UploadBody>;

/**
 * Where a file is uploaded: its bytes by `method` to `url` with exactly these headers, once, until `uploadUntil`; then it is filed
 * by its id until `fileUntil`, or forgotten. Browsers set `content-length` themselves.
 */
export const UploadAddress = z
  .object({
    id: AttachmentId,
    method: z.literal('PUT'),
    url: z.url(),
    headers: z.record(z.string(), z.string()),
    uploadUntil: Instant,
    fileUntil: Instant,
  })
  .meta({ id: 'UploadAddress' });
export type UploadAddress = z.infer<typeof UploadAddress>;

const AttachmentParam = NumberParam.extend({ attachment: AttachmentId });

/** `link=true` asks for `{ "url", "until" }` of a short-lived address instead of the bytes or the way there. */
const AttachmentQuery = z.object({ link: z.enum(['true', 'false']).optional() });

const file = {
  status: 200,
  schema: z.string().meta({ format: 'binary' }),
  description: 'The bytes, as a download; of a file over 4 MiB 303 to an address that holds for a minute',
  media: 'application/octet-stream',
} as const;
const readers = ['official', 'lead', 'operator', 'auditor', 'institution'] as const;

/** Uploading files, and reading those of a case. */
export const attachmentOperations = [
  {
    id: 'askUpload',
    method: 'POST',
    path: '/v1/attachments',
    audience: 'attachment',
    access: 'token',
    groups: ['channel-app', 'official', 'lead', 'operator'],
    summary: 'Ask for an address to upload a file to, which is then filed with a complaint or an answer',
    body: UploadBody,
    reply: { status: 201, schema: UploadAddress, description: 'The address' },
  },
  {
    id: 'askUploadAsPetitioner',
    method: 'POST',
    path: '/v1/complaints/{number}/attachments',
    audience: 'attachment',
    access: 'access-code',
    summary: 'The same for the petitioner, for a supplement or a question',
    params: NumberParam,
    body: UploadBody,
    reply: { status: 201, schema: UploadAddress, description: 'The address' },
  },
  {
    id: 'readAttachment',
    method: 'GET',
    path: '/v1/complaints/{number}/attachments/{attachment}',
    audience: 'attachment',
    access: 'access-code',
    summary: 'Download an attachment of one’s complaint, or of its answer',
    params: AttachmentParam,
    query: AttachmentQuery,
    reply: file,
  },
  {
    id: 'readAttachmentOfCase',
    method: 'GET',
    path: '/v1/complaints/{number}/case/attachments/{attachment}',
    audience: 'attachment',
    access: 'token',
    groups: readers,
    summary: 'Download an attachment of a case of mine; the look is recorded',
    params: AttachmentParam,
    query: AttachmentQuery,
    reply: file,
  },
  {
    id: 'readAttachmentOfTransfer',
    method: 'GET',
    path: '/v1/transfers/{number}/attachments/{attachment}',
    audience: 'attachment',
    access: 'transfer-code',
    summary: 'Download an attachment of the case that an institution was asked by mail to take; the look is recorded',
    params: AttachmentParam,
    query: AttachmentQuery,
    reply: file,
  },
] as const satisfies readonly Operation[];
