import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { HomeIsCorrupt } from './home-is-corrupt.ts';

/**
 * How far the journal had come when it last said that something is on disk.
 *
 * SQLite takes a garbled or cut log for one that ends there, and says nothing. So each commit counts itself in the
 * database, and its number is noted in a small file beside it before anyone hears of the commit. A journal that then
 * ends before that number has lost what was acknowledged, and is refused. The note is not synced: after a power cut it
 * may be older than the journal, never newer.
 */
export class Acknowledged {
  readonly #path: string;
  readonly #update: StatementSync;
  readonly #file: number;
  readonly #bytes = Buffer.alloc(16);
  #count: number;

  /** @throws HomeIsCorrupt when the journal ends before what was acknowledged */
  constructor(db: DatabaseSync, path: string) {
    this.#path = `${path}-acknowledged`;
    db.exec(
      'CREATE TABLE IF NOT EXISTS journal (id INTEGER PRIMARY KEY CHECK (id = 1), commits INTEGER NOT NULL) STRICT',
    );
    db.exec('INSERT OR IGNORE INTO journal VALUES (1, 0)');
    this.#update = db.prepare('UPDATE journal SET commits = ?');
    this.#count = Number(db.prepare('SELECT commits FROM journal').get()?.commits);
    const noted = this.#noted();
    if (this.#count < noted) {
      db.close();
      const lost = noted - this.#count;
      throw new HomeIsCorrupt(path, `${lost} acknowledged commits are missing`);
    }
    this.#file = openSync(this.#path, existsSync(this.#path) ? 'r+' : 'w+');
  }

  /** Within a commit: counts it. @returns its number */
  countCommit(): number {
    this.#count += 1;
    this.#update.run(this.#count);
    return this.#count;
  }

  /** Notes that a commit is on disk. */
  note(commit: number): void {
    this.#bytes.writeBigUInt64LE(BigInt(commit), 0);
    this.#bytes.writeBigUInt64LE(~BigInt(commit) & 0xffff_ffff_ffff_ffffn, 8);
    writeSync(this.#file, this.#bytes, 0, 16, 0);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The number noted last; 0 when there is none, or when the note itself is garbled. */
  #noted(): number {
    if (!existsSync(this.#path)) return 0;
    const bytes = readFileSync(this.#path);
    if (bytes.length !== 16) return 0;
    const commit = bytes.readBigUInt64LE(0);
    return (commit ^ 0xffff_ffff_ffff_ffffn) === bytes.readBigUInt64LE(8) ? Number(commit) : 0;
  }
}
