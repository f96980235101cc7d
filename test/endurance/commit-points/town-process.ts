import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dynoxideBinary } from '#local/dynamodb/dynoxide-binary.ts';
import { endOrphans } from '#local/dynamodb/orphan.ts';

const root = resolve(import.meta.dirname, '../../..');
const LONGEST_START_MS = 60_000;

/** The town of `crash-town.ts` as a process that dies and is started again on the same home. */
export class TownProcess {
  readonly url: string;
  readonly home: string;
  readonly #port: number;
  #child: ChildProcess | undefined;
  #said = '';

  constructor(home: string, port: number) {
    this.home = home;
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Begins to start it. @param crashAt the commit point at which it is to die */
  spawn(crashAt?: string): void {
    const script = resolve(import.meta.dirname, 'crash-town.ts');
    const child = spawn(resolve(root, 'node_modules/.bin/node'), [script, this.home, String(this.#port)], {
      cwd: root,
      env: { PATH: process.env.PATH, TZ: 'UTC', ...(crashAt === undefined ? {} : { DAEDAP_CRASH_AT: crashAt }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        this.#said = `${this.#said}${chunk}`.slice(-4_000);
      });
    this.#child = child;
  }

  /** Resolves once it answers. */
  async healthy(): Promise<void> {
    for (let waitedMs = 0; waitedMs < LONGEST_START_MS; waitedMs += 20) {
      if (this.#child?.exitCode !== null) break;
      const response = await fetch(`${this.url}/_local/health`).catch(() => undefined);
      await response?.body?.cancel();
      if (response?.status === 200) return;
      await sleep(20);
    }
    throw new Error(`the town did not come up: ${this.#said}`);
  }

  /** Whether it dies by SIGKILL within so many real milliseconds. */
  async dies(limitMs: number): Promise<boolean> {
    const child = this.#child;
    if (child === undefined) throw new Error('the town was not started');
    if (child.signalCode === null && child.exitCode === null) {
      await Promise.race([once(child, 'exit'), sleep(limitMs)]);
    }
    if (child.exitCode !== null) throw new Error(`the town ended by itself: ${this.#said}`);
    return child.signalCode === 'SIGKILL';
  }

  /** SIGKILL, now. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.dies(10_000);
  }

  /** The last death: no start follows that would end the database left behind, so it is ended here. */
  async bury(): Promise<void> {
    await this.kill();
    await endOrphans(dynoxideBinary(), join(this.home, 'dynamodb.sqlite'));
  }
}
