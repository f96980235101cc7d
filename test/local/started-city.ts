import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../..');
const pinned = resolve(root, 'node_modules/.bin/node');

/** What a start said and how it ended. */
export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** `npm start` as a process group of its own, in the project or in a copy of it. */
export class StartedCity {
  static readonly #all: StartedCity[] = [];
  readonly child: ChildProcess;
  readonly #said = { out: '', err: '' };
  readonly #closed: Promise<unknown>;

  constructor(
    environment: Readonly<Record<string, string>>,
    { tree = root, node = pinned, flags = [] as readonly string[] } = {},
  ) {
    this.child = spawn(node, [...flags, join(tree, 'scripts/start.mjs')], {
      cwd: tree,
      detached: true,
      env: { PATH: process.env.PATH ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk) => {
      this.#said.out += chunk;
    });
    this.child.stderr?.on('data', (chunk) => {
      this.#said.err += chunk;
    });
    this.#closed = once(this.child, 'close');
    StartedCity.#all.push(this);
  }

  /** Ends what a test that failed has left behind. */
  static endAll(): void {
    for (const city of StartedCity.#all.splice(0)) if (city.left().length > 0) city.signalGroup('SIGKILL');
  }

  /** Resolves with the city's address once it says that it is up. */
  async up(): Promise<string> {
    for (;;) {
      const [, url] = /Daedap is up at (\S+)/.exec(this.#said.out) ?? [];
      if (url !== undefined) return url;
      const next = await Promise.race([
        once(this.child.stdout ?? this.child, 'data'),
        this.#closed.then(() => 'ended'),
      ]);
      if (next === 'ended') throw new Error(`the city did not come up: ${this.#said.err}`);
    }
  }

  /** Resolves once it has ended and all it started has let go of its output. */
  async ended(): Promise<Ended> {
    await this.#closed;
    return { code: this.child.exitCode, ...this.#said };
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** As a terminal's Ctrl-C does: to every process of the group. */
  signalGroup(name: NodeJS.Signals): void {
    process.kill(-(this.child.pid ?? 0), name);
  }

  /** The processes of its group that still run once those that are dying are gone. */
  async leftAtLast(): Promise<number[]> {
    const waitsUntil = performance.now() + LONGEST_DYING_MS;
    while (this.left().length > 0 && performance.now() < waitsUntil) await sleep(10);
    return this.left();
  }

  /** The processes of its group that run now. */
  left(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => groupOf(pid) === this.child.pid);
  }
}

const LONGEST_DYING_MS = 5_000;

function groupOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? undefined : Number(group);
  } catch {
    return undefined; // it ended while we looked
  }
}
