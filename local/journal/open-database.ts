import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HomeIsCorrupt } from './home-is-corrupt.ts';

const NOT_A_DATABASE = 26;
const MALFORMED = 11;
/** Checking takes 0.5 s for 100 MB (measured): beyond that a start would become slow, and only the header is looked at. */
const LARGEST_CHECKED_BYTES = 100_000_000;

/**
 * An SQLite file, checked before anything is built on it.
 *
 * @param path of the file, made with its folder when it is not there; `:memory:` for one that is forgotten
 * @throws HomeIsCorrupt when the file is garbled or something else than a database
 */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  try {
    const db = new DatabaseSync(path, { timeout: 10_000 });
    db.exec('PRAGMA journal_mode = WAL');
    const found = sizeOf(path) > LARGEST_CHECKED_BYTES ? 'ok' : db.prepare('PRAGMA quick_check(1)').get()?.quick_check;
    if (found !== 'ok') {
      db.close();
      throw new HomeIsCorrupt(path, 'it is damaged', new Error(String(found)));
    }
    return db;
  } catch (error) {
    const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
    if (code === NOT_A_DATABASE) throw new HomeIsCorrupt(path, 'file is not a database', error);
    if (code === MALFORMED) throw new HomeIsCorrupt(path, 'it is damaged', error);
    throw error;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
