import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { TransientFault } from '#schemas/errors.ts';

// The local cloud serves a bucket under its path; AWS takes the path just as well.
const store = new S3Client({ forcePathStyle: true });

/**
 * Lays a frozen audience down: a JSON array of registration ids, under a key that names its hash. Laid down twice it is the same.
 *
 * @throws TransientFault when S3 was busy or out of reach
 */
export async function layDownAudience(bucket: string, key: string, json: string): Promise<void> {
  try {
    await store.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: json, ContentType: 'application/json' }));
  } catch (error) {
    throw new TransientFault(`laying down audience ${key}`, error);
  }
}
