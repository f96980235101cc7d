import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { TransientFault } from '#schemas/errors.ts';
import type { ImportId } from '#schemas/import.ts';
import type { Instant } from '#schemas/instant.ts';

// The local cloud serves a bucket under its path; AWS takes the path just as well.
const store = new S3Client({
  forcePathStyle: true,
  // A presigned address is signed before its bytes are known.
  requestChecksumCalculation: 'WHEN_REQUIRED',
});

/** Where the objects of an import lie. */
export const importObject = {
  /** The file as it was uploaded. */
  file: (id: ImportId): string => `uploads/${id}`,
  /** A part of its rows. */
  part: (id: ImportId, part: number): string => `rows/${id}/${part}.json`,
  /** The numbers of its parts, which the workflow goes through. */
  parts: (id: ImportId): string => `parts/${id}.json`,
  /** The rows that are not filed. */
  faults: (id: ImportId): string => `rows/${id}/faults.json`,
  /** The workbook that says what became of the rows. */
  report: (id: ImportId): string => `reports/${id}.xlsx`,
} as const;

/** A presigned address: until when it holds is the caller's to know. */
export type Signed = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

type Term = { readonly at: Instant; readonly expiresIn: number };

/** A presigned address that takes exactly this file: as many bytes, with this hash. */
export async function fileAddress(
  bucket: string,
  { id, sizeBytes, sha256 }: { readonly id: ImportId; readonly sizeBytes: number; readonly sha256: string },
  { at, expiresIn }: Term,
): Promise<Signed> {
  const checksum = Buffer.from(sha256, 'hex').toString('base64');
  const headers = { 'content-length': String(sizeBytes), 'x-amz-checksum-sha256': checksum };
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: importObject.file(id),
    ContentLength: sizeBytes,
    ChecksumSHA256: checksum,
  });
  const names = Object.keys(headers);
  const url = await getSignedUrl(store, command, {
    expiresIn,
    signingDate: new Date(at),
    signableHeaders: new Set(['host', ...names]),
    unhoistableHeaders: new Set(names),
  });
  return { url, headers };
}

/** A presigned address of the report, which is downloaded under the name given. */
export function reportAddress(
  bucket: string,
  id: ImportId,
  fileName: string,
  { at, expiresIn }: Term,
): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: importObject.report(id),
    ResponseContentDisposition: `attachment; filename="${fileName}"`,
  });
  return getSignedUrl(store, command, { expiresIn, signingDate: new Date(at) });
}

/** How S3 says that nothing is there; whoever may not list a bucket is told 'access denied' of it. */
const absent = new Set(['NotFound', 'NoSuchKey', 'AccessDenied', 'Forbidden']);

const isAbsent = (error: unknown): boolean =>
  error instanceof S3ServiceException && (absent.has(error.name) || error.$metadata.httpStatusCode === 403);

/** Whether the file was uploaded. */
export async function isUploaded(bucket: string, id: ImportId): Promise<boolean> {
  try {
    await store.send(new HeadObjectCommand({ Bucket: bucket, Key: importObject.file(id) }));
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw new TransientFault(`looking for the file of import ${id}`, error);
  }
}

/**
 * An object's bytes; `undefined` when there is none.
 *
 * @throws TransientFault when S3 was busy or out of reach
 */
export async function readObject(bucket: string, key: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await store.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw new TransientFault(`reading ${key}`, error);
  }
}

/**
 * Lays an object down, in place of one laid down before.
 *
 * @throws TransientFault when S3 was busy or out of reach
 */
export async function layDown(
  bucket: string,
  key: string,
  body: string | Uint8Array,
  type = 'application/json',
): Promise<void> {
  try {
    await store.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: type }));
  } catch (error) {
    throw new TransientFault(`laying down ${key}`, error);
  }
}

/**
 * Removes objects. Done twice it is the same.
 *
 * @throws TransientFault when S3 was busy or out of reach
 */
export async function removeObjects(bucket: string, keys: readonly string[]): Promise<void> {
  try {
    for (const key of keys) await store.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  } catch (error) {
    throw new TransientFault(`removing ${keys.length} objects`, error);
  }
}
