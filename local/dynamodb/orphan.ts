import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends database processes that an earlier run left behind on the same file (its parent was killed with -9).
 *
 * An orphan is known by its command line: this very binary on this very file. Reading `/proc` also finds one whose
 * parent died before it could note the pid. Elsewhere than on Linux nothing is found.
 *
 * @throws HomeIsInUse when the process has a living parent that started it: another local cloud runs on this home
 */
export async function endOrphans(binary: string, file: string): Promise<number[]> {
  const orphans = databasesOn(binary, file);
  for (const { ownerPid, parentPid } of orphans)
    if (ownerPid !== undefined && ownerPid === parentPid && ownerPid !== process.pid)
      throw new HomeIsInUse(file, ownerPid);
  for (const { pid } of orphans) end(pid);
  for (const { pid } of orphans) while (isOn(pid, binary, file)) await new Promise<void>((look) => setTimeout(look, 5));
  return orphans.map(({ pid }) => pid);
}

/** The variable in which a database process finds who started it. */
export const OWNER_VARIABLE = 'DAEDAP_OWNER_PID';

type Database = { pid: number; ownerPid: number | undefined; parentPid: number | undefined };

function databasesOn(binary: string, file: string): Database[] {
  const pids =
    tryRead(() => readdirSync('/proc'))
      ?.map(Number)
      .filter(Number.isInteger) ?? [];
  return pids
    .filter((pid) => isOn(pid, binary, file))
    .map((pid) => ({ pid, ownerPid: ownerOf(pid), parentPid: parentOf(pid) }));
}

function isOn(pid: number, binary: string, file: string): boolean {
  const words = tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.split('\0') ?? [];
  return words[0] === binary && words.includes(file);
}

function ownerOf(pid: number): number | undefined {
  const found = tryRead(() => readFileSync(`/proc/${pid}/environ`, 'utf8'))
    ?.split('\0')
    .find((entry) => entry.startsWith(`${OWNER_VARIABLE}=`));
  return found === undefined ? undefined : Number(found.slice(OWNER_VARIABLE.length + 1));
}

function parentOf(pid: number): number | undefined {
  const found = tryRead(() => readFileSync(`/proc/${pid}/status`, 'utf8'));
  const [, parent] = /^PPid:\s+(\d+)$/m.exec(found ?? '') ?? [];
  return parent === undefined ? undefined : Number(parent);
}

/** A process may end, or be someone else's, while we look at it. */
function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(String(error.code))
    )
      return undefined;
    throw error;
  }
}

function end(pid: number): void {
  tryRead(() => process.kill(pid, 'SIGKILL'));
}

/** Another local cloud runs on the same home. */
export class HomeIsInUse extends Error {
  override readonly name = 'HomeIsInUse';
  constructor(file: string, pid: number) {
    super(`'${file}' is in use by process ${pid}; stop it first, or set DAEDAP_HOME to another folder`);
  }
}
