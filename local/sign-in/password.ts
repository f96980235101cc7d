import { randomBytes, randomInt, scryptSync, timingSafeEqual } from 'node:crypto';

const HASH_BYTES = 32;

/** What is kept of a password: its salt and its `scrypt`. */
export function hashedPassword(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${scryptSync(password, salt, HASH_BYTES).toString('hex')}`;
}

/** Whether this is the password of which that was kept. */
export function isPassword(password: string, hash: string | undefined): boolean {
  const [salt = '', digest = ''] = hash?.split(':') ?? [];
  if (digest.length !== 2 * HASH_BYTES) return false;
  return timingSafeEqual(scryptSync(password, Buffer.from(salt, 'hex'), HASH_BYTES), Buffer.from(digest, 'hex'));
}

/** A temporary password of twelve characters, of every sort that Cognito can ask for. */
export function temporaryPassword(): string {
  const sorts = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!?#%+-'];
  return Array.from({ length: 12 }, (_each, index) => {
    const sort = sorts[index % sorts.length] ?? '';
    return sort[randomInt(sort.length)];
  }).join('');
}
