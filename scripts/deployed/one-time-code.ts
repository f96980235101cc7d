import { createHmac } from 'node:crypto';
import { WrongInput } from './wrong-input.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;
const DIGITS = 6;

/**
 * The code that an authenticator app shows: six digits.
 *
 * @param secret the software token's secret, base 32; case, spaces and `=` do not matter
 * @param now    epoch milliseconds
 * @throws WrongInput when the secret is not base 32
 * @source RFC 6238 with SHA-1 and 30 seconds, as Cognito has it
 */
export function oneTimeCode(secret: string, now: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / STEP_MS)));
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** Milliseconds until the next code. */
export function untilNextCode(now: number): number {
  return STEP_MS - (now % STEP_MS);
}

function bytesOf(secret: string): Buffer {
  const letters = secret.toUpperCase().replaceAll(/[\s=]/g, '');
  if (!/^[A-Z2-7]{16,}$/.test(letters)) {
    throw new WrongInput('the software token’s secret is not base 32, expected 16 or more of A–Z and 2–7');
  }
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of letters) {
    held = (held << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
