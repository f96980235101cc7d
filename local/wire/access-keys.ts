import { createHmac, randomBytes } from 'node:crypto';
import type { Journal } from '#local/journal/journal.ts';

/** The keys with which a caller signs. */
export type AccessKeys = { readonly accessKeyId: string; readonly secretAccessKey: string };

/**
 * Derives access keys for any name from a secret of the home: the same at every start, others in every home.
 *
 * Left out: session tokens and their expiry.
 */
export class KeyMaker {
  readonly #secret: Buffer;

  constructor(journal: Journal) {
    journal.db.exec(
      'CREATE TABLE IF NOT EXISTS key_secret (id INTEGER PRIMARY KEY CHECK (id = 1), secret BLOB NOT NULL) STRICT',
    );
    journal.statement('INSERT OR IGNORE INTO key_secret VALUES (1, ?)').run(randomBytes(32));
    const secret = journal.statement('SELECT secret FROM key_secret WHERE id = 1').get()?.secret;
    if (!(secret instanceof Uint8Array)) throw new TypeError('the secret of the access keys must be bytes');
    this.#secret = Buffer.from(secret);
  }

  keysOf(name: string): AccessKeys {
    const id = this.#derive(`id:${name}`).toString('hex').toUpperCase().slice(0, 16);
    return {
      accessKeyId: `AKIA${id}`,
      secretAccessKey: this.#derive(`secret:${name}`).toString('base64url').slice(0, 40),
    };
  }

  #derive(purpose: string): Buffer {
    return createHmac('sha256', this.#secret).update(purpose).digest();
  }
}
