import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** What the table keeps instead of an idempotency key: its hash under the app's name. */
export const hashIdempotencyKey = (owner: string, key: string): string => digest(`${owner}\n${key}`);

/** By what a repeated request is known to be the same. */
export const hashBody = (body: unknown): string => digest(JSON.stringify(body));

/**
 * The same for a body that names a person: keyed by the idempotency key, of which only a hash is kept, so that nobody who
 * reads the table finds out by trying whose name or phone number was in it.
 */
export const sealedHash = (body: unknown, idempotencyKey: string): string =>
  createHmac('sha256', idempotencyKey).update(JSON.stringify(body)).digest('base64url');

const sealingKey = (key: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'daedap access code', 32));

/** Encrypts the code under the idempotency key, so that only who repeats the request can be told it again. */
export function seal(code: string, idempotencyKey: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(idempotencyKey), iv);
  const text = Buffer.concat([cipher.update(code, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

/** Decrypts what `seal` gave. */
export function unseal(sealed: string, idempotencyKey: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(idempotencyKey), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}
