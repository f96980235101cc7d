import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import { keepUpload } from '#functions/aws/attachment-items.ts';
import { readAccess } from '#functions/aws/complaint-table.ts';
import { uploadAddress } from '#functions/aws/file-store.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { fileWithinSeconds, largestFile, uploadSeconds } from '#rules/attachments.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { type attachmentOperations, UploadAddress, type UploadBody } from '#schemas/api/attachment.ts';
import type { ById } from '#schemas/api/operation.ts';
import { AttachmentId } from '#schemas/attachment.ts';
import { Refused } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { AttachmentApiSettings } from '#schemas/settings.ts';
import { ownerOf } from '../check-files.ts';
import { asPetitioner } from '../petitioner-door.ts';

type Settings = z.infer<typeof AttachmentApiSettings>;
type Asked<Id extends 'askUpload' | 'askUploadAsPetitioner'> = ApiRequest<ById<typeof attachmentOperations, Id>>;

/**
 * Gives somebody who signed in an address to upload a file to, once.
 *
 * @throws Refused attachment-too-large
 */
export const askUpload = (settings: Settings, { at, caller, body }: Asked<'askUpload'>): Promise<Reply> =>
  addressFor(settings, ownerOf.caller(caller), body, at);

/**
 * The same for the petitioner of a complaint, for what they will still say to it.
 *
 * @throws Refused attachment-too-large, complaint-not-found
 */
export async function askUploadAsPetitioner(
  settings: Settings,
  { at, params, accessCode, body }: Asked<'askUploadAsPetitioner'>,
): Promise<Reply> {
  const request = { number: params.number, accessCode, at };
  const { number } = await asPetitioner(settings.COMPLAINT_TABLE, request, readAccess);
  return addressFor(settings, ownerOf.petitioner(number), body, at);
}

async function addressFor(
  { COMPLAINT_TABLE, FILE_BUCKET }: Settings,
  owner: string,
  { name, sizeBytes, sha256 }: UploadBody,
  at: Instant,
): Promise<Reply> {
  if (sizeBytes > largestFile) {
    throw new Refused('attachment-too-large', `${sizeBytes} bytes, at most ${largestFile} are taken of any file`);
  }
  const id = AttachmentId.parse(randomBytes(16).toString('base64url'));
  const upload = { id, owner, name, sizeBytes, ...(sha256 === undefined ? {} : { sha256 }) };
  const expiresAt = Math.floor(toMillis(at) / 1000) + fileWithinSeconds;
  await keepUpload(COMPLAINT_TABLE, { ...upload, expiresAt });
  const { url, headers } = await uploadAddress(FILE_BUCKET, upload, at, uploadSeconds);
  const body = UploadAddress.parse({
    id,
    method: 'PUT',
    url,
    headers,
    uploadUntil: toInstant(toMillis(at) + uploadSeconds * 1000),
    fileUntil: toInstant(expiresAt * 1000),
  });
  return { body };
}
