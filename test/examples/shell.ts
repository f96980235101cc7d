import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs commands as someone pastes them into bash, and gives what they print. */
export async function inShell(commands: string): Promise<string> {
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands]);
  return stdout;
}
