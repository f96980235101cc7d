import { pbkdf2Sync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Crockford's base 32: nothing that is misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** Rounds of the hash: the code has 50 random bits, so few are enough and filing stays fast. */
const ROUNDS = 1_000;

/** A new code, of which the table keeps only a hash: ten characters, 50 random bits. */
export function newSecretCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** The code as it is compared: upper case, without hyphens and spaces, O as 0, I and L as 1. */
const normal = (code: string): string =>
  code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');

const hashOf = (code: string, salt: string): Buffer => pbkdf2Sync(normal(code), salt, ROUNDS, 32, 'sha256');

/** What the table keeps instead of the code. */
export function hashSecretCode(code: string): { salt: string; hash: string } {
  const salt = randomBytes(16).toString('base64');
  return { salt, hash: hashOf(code, salt).toString('base64') };
}

/** Whether this is the code; takes the same time either way. */
export function isSecretCode(code: string, { salt, hash }: { salt: string; hash: string }): boolean {
  return timingSafeEqual(hashOf(code.slice(0, 64), salt), Buffer.from(hash, 'base64'));
}
