import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { membersOf, numberOf, parsedJson, textOf } from '#local/template/reading.ts';

/** Another process runs on this home. */
export class HomeTaken extends Error {
  override readonly name = 'HomeTaken';
  constructor(home: string, pid: number) {
    super(`${home} is in use by process ${pid}: stop that city or set DAEDAP_HOME to another folder`);
  }
}

/**
 * Takes the home for this process: two cities on one journal would tear it.
 *
 * A lock whose process is gone, or whose number now belongs to another process, is taken over.
 *
 * @returns how to give it back
 * @throws HomeTaken when a living process holds it
 */
export function lockHome(home: string): () => void {
  mkdirSync(home, { recursive: true });
  const file = join(home, 'lock');
  const mine = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) });
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = readHolder(file);
    if (holder !== undefined && isAlive(holder)) throw new HomeTaken(home, holder.pid);
    rmSync(file, { force: true });
  }
}

type Holder = { readonly pid: number; readonly startedAt: string };

function readHolder(file: string): Holder | undefined {
  const { pid, startedAt } = membersOf(parsedJson(textIn(file)));
  const number = numberOf(pid);
  return number === undefined ? undefined : { pid: number, startedAt: textOf(startedAt) ?? '' };
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const now = startOf(pid);
  return now === '' || startedAt === '' || now === startedAt;
}

/** When the process started, as Linux counts it; empty elsewhere. Tells a process from a later one of the same number. */
function startOf(pid: number): string {
  const stat = textIn(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return '';
    throw error;
  }
}
