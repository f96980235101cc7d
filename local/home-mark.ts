import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { HomeIsCorrupt } from '#local/journal/home-is-corrupt.ts';
import type { Journal } from '#local/journal/journal.ts';
import { openDatabase } from '#local/journal/open-database.ts';

/**
 * Sees to it that journal and database of a home belong together. One that is lost, or taken from another home, would
 * look like a fresh one, and all that was under way would stand still in silence.
 *
 *     fresh home: the database is marked ─► the journal is marked ─► tables and what is in them
 *
 * @throws HomeIsCorrupt when one is missing beside the other, is not of the same home, or is garbled
 */
export function checkSameHome(home: string, journal: Journal): void {
  const path = join(home, 'dynamodb.sqlite');
  const known = markIn(journal.db);
  if (known !== undefined && !existsSync(path)) throw new HomeIsCorrupt(path, 'it is missing');
  const database = openDatabase(path);
  try {
    const mark = markIn(database);
    if (mark === undefined && known === undefined) {
      const fresh = randomUUID();
      setMark(database, fresh);
      setMark(journal.db, fresh);
    } else if (mark !== known) {
      if (known !== undefined) throw new HomeIsCorrupt(path, 'not of this home');
      if (hasTables(database)) throw new HomeIsCorrupt(join(home, 'journal.sqlite'), 'it is empty');
      setMark(journal.db, mark ?? ''); // killed between the two marks
    }
  } finally {
    database.close();
  }
}

function markIn(db: DatabaseSync): string | undefined {
  if (!hasTable(db, '_home_mark')) return undefined;
  const row = db.prepare('SELECT mark FROM _home_mark').get();
  return row === undefined ? undefined : String(row.mark);
}

function setMark(db: DatabaseSync, mark: string): void {
  db.exec('CREATE TABLE IF NOT EXISTS _home_mark (mark TEXT NOT NULL) STRICT');
  db.prepare('INSERT INTO _home_mark VALUES (?)').run(mark);
}

/** Whether dynoxide has made tables in its file; it does so after both marks are set. */
function hasTables(db: DatabaseSync): boolean {
  return hasTable(db, '_tables') && db.prepare('SELECT 1 FROM _tables').get() !== undefined;
}

function hasTable(db: DatabaseSync, name: string): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name) !== undefined;
}
