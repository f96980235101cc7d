import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { AttachmentId, Upload } from '#schemas/attachment.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';

/** The one S3 client of a function. The local cloud serves a bucket under its path; AWS takes the path just as well. */
export const store = new S3Client({
  forcePathStyle: true,
  // A presigned address is signed before its bytes are known.
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});

/** Which of the two objects a file can have: as it came, or without what it tells about its maker. */
export type Form = 'uploads' | 'clean';

const keyOf = (form: Form, id: AttachmentId): string => `${form}/${id}`;

/** What an object bears until it is filed: by it the bucket forgets those that never are. */
const UNFILED = 'state=unfiled';

/** Where and how a file is uploaded, once. */
export type UploadAddress = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

/**
 * A presigned address that takes exactly this file: as many bytes, with this hash if one was told, and only once.
 *
 * @param at from when it holds
 */
export async function uploadAddress(
  bucket: string,
  { id, sizeBytes, sha256 }: Pick<Upload, 'id' | 'sizeBytes' | 'sha256'>,
  at: Instant,
  expiresIn: number,
): Promise<UploadAddress> {
  const checksum = sha256 === undefined ? undefined : Buffer.from(sha256, 'hex').toString('base64');
  const headers = {
    'content-length': String(sizeBytes),
    // What was checked when it was filed cannot be put in another's place afterwards.
    'if-none-match': '*',
    'x-amz-tagging': UNFILED,
    ...(checksum === undefined ? {} : { 'x-amz-checksum-sha256': checksum }),
  };
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: keyOf('uploads', id),
    ContentLength: sizeBytes,
    IfNoneMatch: '*',
    Tagging: UNFILED,
    ...(checksum === undefined ? {} : { ChecksumSHA256: checksum }),
  });
  const url = await getSignedUrl(store, command, {
    expiresIn,
    signingDate: new Date(at),
    signableHeaders: new Set(['host', ...Object.keys(headers)]),
    unhoistableHeaders: new Set(Object.keys(headers)),
  });
  return { url, headers };
}

/** A presigned address from which a file is downloaded under the name given, and never opened in place. */
export function downloadAddress(
  bucket: string,
  { form, id }: { readonly form: Form; readonly id: AttachmentId },
  disposition: string,
  { at, expiresIn }: { readonly at: Instant; readonly expiresIn: number },
): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: keyOf(form, id),
    ResponseContentDisposition: disposition,
    ResponseContentType: 'application/octet-stream',
    ResponseCacheControl: 'no-store',
  });
  return getSignedUrl(store, command, { expiresIn, signingDate: new Date(at) });
}

/** A part of an object, and how large the whole is. */
export type ObjectPart = { readonly bytes: Uint8Array; readonly sizeBytes: number };

/**
 * Reads a part of an object, fewer bytes where it ends; `undefined` when there is no such object.
 *
 * @throws TransientFault when S3 was busy or out of reach
 */
export async function readPart(
  bucket: string,
  { form, id }: { readonly form: Form; readonly id: AttachmentId },
  from: number,
  length: number,
): Promise<ObjectPart | undefined> {
  try {
    const answer = await store.send(
      new GetObjectCommand({ Bucket: bucket, Key: keyOf(form, id), Range: `bytes=${from}-${from + length - 1}` }),
    );
    const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
    const whole = /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1];
    return { bytes, sizeBytes: whole === undefined ? bytes.length : Number(whole) };
  } catch (error) {
    // S3 tells whoever may not list a bucket 'access denied' of what is not there.
    if (error instanceof S3ServiceException && ['NoSuchKey', 'AccessDenied'].includes(error.name)) return undefined;
    throw new TransientFault(`reading file ${id}`, error);
  }
}

/**
 * Keeps a file from being forgotten: it belongs to a complaint. Done twice it is the same.
 *
 * @throws TransientFault when S3 was busy or out of reach
 */
export async function keepFile(bucket: string, id: AttachmentId): Promise<void> {
  try {
    await store.send(new DeleteObjectTaggingCommand({ Bucket: bucket, Key: keyOf('uploads', id) }));
  } catch (error) {
    throw new TransientFault(`keeping file ${id}`, error);
  }
}

/**
 * Lays down the clean form of a file, in place of one laid down before.
 *
 * @throws TransientFault when S3 was busy or out of reach
 */
export async function layDownClean(
  bucket: string,
  id: AttachmentId,
  content: AsyncIterable<Uint8Array>,
  sizeBytes: number,
): Promise<void> {
  try {
    await store.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: keyOf('clean', id),
        Body: Readable.from(content),
        ContentLength: sizeBytes,
      }),
    );
  } catch (error) {
    throw new TransientFault(`laying down the clean form of file ${id}`, error);
  }
}

/**
 * Removes a file as it came, for ever. Done twice it is the same.
 *
 * @throws TransientFault when S3 was busy or out of reach
 */
export async function removeFile(bucket: string, id: AttachmentId): Promise<void> {
  try {
    await store.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf('uploads', id) }));
  } catch (error) {
    throw new TransientFault(`removing file ${id}`, error);
  }
}
