import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HomeIsCorrupt } from '#local/journal/home-is-corrupt.ts';

/** Another process runs on this home. */
export class HomeTaken extends Error {
  override readonly name = 'HomeTaken';
  constructor(home: string, holder: string) {
    super(`${home} is in use by ${holder}: stop that city or set DAEDAP_HOME to another folder`);
  }
}

/** The home cannot be made or written. */
export class HomeUnfit extends Error {
  override readonly name = 'HomeUnfit';
  constructor(home: string, code: string) {
    super(`${home} cannot be made a folder of ours (${code}): set DAEDAP_HOME to one that can be written`);
  }
}

/** Real milliseconds given to a holder that was killed and is not quite gone. */
const PATIENCE_MS = 1_000;
const BUSY = 5;
const NOT_A_DATABASE = 26;

/**
 * Takes the home for this process: two cities on one journal would tear it.
 *
 * It is SQLite's lock on a file that stays empty, because the operating system takes that back from a process however it
 * ends. The pid in the file `lock` only tells people who holds it.
 *
 * @returns how to give it back
 * @throws HomeTaken when a living process holds it; HomeUnfit; HomeIsCorrupt
 */
export function lockHome(home: string): () => void {
  makeHome(home);
  const note = join(home, 'lock');
  const file = join(home, 'lock.sqlite');
  const lock = new DatabaseSync(file, { timeout: PATIENCE_MS });
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
    if (code === BUSY) throw new HomeTaken(home, holderIn(note));
    if (code === NOT_A_DATABASE) throw new HomeIsCorrupt(file, 'file is not a database', error);
    throw error;
  }
  writeFileSync(note, `${process.pid}\n`);
  return () => {
    rmSync(note, { force: true });
    lock.close();
  };
}

function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.W_OK);
  } catch (error) {
    throw error instanceof Error && 'code' in error ? new HomeUnfit(home, String(error.code)) : error;
  }
}

function holderIn(note: string): string {
  try {
    const pid = readFileSync(note, 'utf8').trim();
    return /^\d+$/.test(pid) ? `process ${pid}` : 'another process';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'another process';
    throw error;
  }
}
