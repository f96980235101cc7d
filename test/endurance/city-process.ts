import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../..');
const LONGEST_START_MS = 60_000;

/** A city as `npm start` makes it: a process group of its own, which can be killed and started again on the same home. */
export class CityProcess {
  readonly url: string;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #said = '';

  /** @param standAt instant at which a fresh home's clock stands */
  constructor(home: string, port: number, standAt: string) {
    this.url = `http://127.0.0.1:${port}`;
    this.#environment = { PATH: process.env.PATH, DAEDAP_HOME: home, PORT: String(port), DAEDAP_CLOCK: standAt };
  }

  /** Begins to start it. */
  spawn(): void {
    const child = spawn(resolve(root, 'node_modules/.bin/node'), ['scripts/start.mjs'], {
      cwd: root,
      detached: true,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => this.#hear(String(chunk)));
    this.#child = child;
  }

  /** Resolves once it says that it is ready; gives the real milliseconds since it was asked for. */
  async healthy(): Promise<number> {
    const askedAt = performance.now();
    while (performance.now() - askedAt < LONGEST_START_MS) {
      if (this.#child?.exitCode !== null) throw new Error(`the city ended by itself: ${this.#said}`);
      const response = await fetch(`${this.url}/_local/health`).catch(() => undefined);
      await response?.body?.cancel();
      if (response?.status === 200) return performance.now() - askedAt;
      await sleep(10);
    }
    throw new Error(`the city was not up after ${LONGEST_START_MS} ms: ${this.#said}`);
  }

  /** SIGKILL to all its processes at once. */
  async killGroup(): Promise<void> {
    await this.#kill(-this.#pid);
  }

  /** SIGKILL to the city alone; gives the pids of the children that it leaves behind. */
  async killAlone(): Promise<number[]> {
    const orphans = childrenOf(this.#pid);
    await this.#kill(this.#pid);
    return orphans.filter(isAlive);
  }

  get #pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('the city was not started');
    return pid;
  }

  async #kill(target: number): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) throw new Error(`the city ended by itself: ${this.#said}`);
    const exited = once(child, 'exit');
    process.kill(target, 'SIGKILL');
    await exited;
  }

  #hear(text: string): void {
    this.#said = `${this.#said}${text}`.slice(-4_000);
  }
}

/** Whether a process runs; one that ended and that nobody has waited for yet does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The processes that a process has started, from any of its threads. */
export function childrenOf(pid: number): number[] {
  const words = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return words.filter((word) => word !== '').map(Number);
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server must have a port');
  return address.port;
}
