import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import { isUp } from './health.ts';

/** A city to play in: where it is, until when to wait for it, and how to end it; ending one that is not the demo's own does nothing. */
export type City = { readonly url: string; readonly isOwn: boolean; whenUp(): Promise<void>; end(): Promise<void> };

/** Monday, 23 November 2026, 09:00 in Seoul: a working day of a week without holidays. */
const BEGINS_AT = '2026-11-23T00:00:00.000Z';

const LONGEST_START_MS = 120_000;
const LONGEST_END_MS = 15_000;

const start = join(import.meta.dirname, '..', '..', 'scripts', 'start.mjs');

/**
 * Starts a city of the demo's own: a fresh home, a free port, a clock that stands on a working Monday morning.
 *
 * It is given back as soon as it is begun, so that it can be ended before it is up. `whenUp` rejects with a Refusal in the
 * city's own words when it does not come up.
 */
export async function startOwnCity(): Promise<City> {
  const home = await mkdtemp(join(tmpdir(), 'daedap-demo-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // In a process group of its own, so that Ctrl-C reaches the demo alone, which then ends the city in order.
  const child = spawn(process.execPath, [start], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DAEDAP_HOME: home, PORT: String(port), DAEDAP_CLOCK: BEGINS_AT },
  });
  let lastWords = '';
  child.stderr?.on('data', (chunk) => {
    lastWords = `${lastWords}${chunk}`.slice(-2_000);
  });
  return {
    url,
    isOwn: true,
    whenUp: () => untilUp(url, child, () => lastWords),
    end: async () => {
      await ended(child);
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function untilUp(url: string, child: ChildProcess, words: () => string): Promise<void> {
  const giveUpAt = performance.now() + LONGEST_START_MS;
  while (!(await isUp(url))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Refusal(`the city did not start: ${words().trim().split('\n').at(-1) ?? 'it said nothing'}`);
    }
    if (performance.now() > giveUpAt) throw new Refusal(`the city was not up after ${LONGEST_START_MS / 1000} s`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const group = child.pid;
  const lastResort = setTimeout(() => process.kill(-group, 'SIGKILL'), LONGEST_END_MS);
  await gone;
  clearTimeout(lastResort);
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
