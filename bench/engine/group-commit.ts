import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '#local/journal/journal.ts';
import { inFlight } from '../city.ts';

/** About what a transition adds to the journal, in bytes. */
const TRANSITION = 'x'.repeat(600);

/** The disk's own limit: writes a second of a transition's size, so many callers at once, each waiting for its own. */
export async function writesPerSecond(atOnce: number, count: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'daedap-commit-'));
  const journal = new Journal(join(folder, 'journal.sqlite'));
  journal.db.exec('CREATE TABLE bench (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const write = (): Promise<void> =>
    journal.write('went-on', () => journal.statement('INSERT INTO bench (text) VALUES (?)').run(TRANSITION));
  const startedAt = performance.now();
  await inFlight(count, atOnce, write);
  const seconds = (performance.now() - startedAt) / 1000;
  journal.close();
  rmSync(folder, { recursive: true });
  return count / seconds;
}
