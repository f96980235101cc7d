import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

/** How the demo ended, and what it said. */
export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/**
 * Runs the demo as `npm run demo` does, from the project's folder, with a terminal of none.
 *
 * @param environment what it finds beside the test's own environment
 * @param watch       called with the process and all it has said on standard output, whenever it says more
 */
export function runDemo(
  args: readonly string[],
  environment: Record<string, string>,
  watch: (demo: ChildProcess, out: string) => void = () => {},
): Promise<Ended> {
  const demo = spawn(process.execPath, [join(root, 'demo', 'demo.ts'), ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: root, DAEDAP_URL: '', DEBUG: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  demo.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    watch(demo, out);
  });
  demo.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((ended) => demo.once('close', (code) => ended({ code, out, err })));
}
