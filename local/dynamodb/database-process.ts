import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { dynoxideBinary } from './dynoxide-binary.ts';
import { endOrphans, OWNER_VARIABLE } from './orphan.ts';

const STARTS_TRIED = 5;

/**
 * The database as a child process on one file: started again when it dies, ended with us.
 *
 * dynoxide is SQLite behind DynamoDB's protocol: every acknowledged write is in the file, so a death loses nothing.
 */
export class DatabaseProcess {
  readonly #file: string;
  readonly #binary: string;
  #child: ChildProcess | undefined;
  #endpoint: Promise<URL> | undefined;
  #isClosed = false;
  #restarts = 0;

  constructor(file: string) {
    this.#file = file;
    this.#binary = dynoxideBinary();
  }

  /** Where it listens; starts it first if need be. */
  endpoint(): Promise<URL> {
    this.#endpoint ??= this.#start();
    return this.#endpoint;
  }

  /** Ends what an earlier run left behind on the file. @throws HomeIsInUse */
  async endOrphans(): Promise<void> {
    await endOrphans(this.#binary, this.#file);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How often it died and was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#endpoint?.catch(() => undefined);
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  async #start(): Promise<URL> {
    mkdirSync(dirname(this.#file), { recursive: true });
    let said = '';
    for (let attempt = 0; attempt < STARTS_TRIED; attempt += 1) {
      const port = await freePort();
      const child = spawn(
        this.#binary,
        ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', this.#file],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { [OWNER_VARIABLE]: String(process.pid) },
        },
      );
      takeAlong(child);
      said = await greeting(child);
      if (!said.includes('listening')) continue;
      this.#child = child;
      child.once('exit', () => this.#died());
      // The child must not keep a process alive that has nothing else to do, nor write into its terminal.
      child.unref();
      return new URL(`http://127.0.0.1:${port}`);
    }
    throw new Error(`the database did not start on '${this.#file}': ${said.trim()}`);
  }

  #died(): void {
    this.#child = undefined;
    if (this.#isClosed) return;
    this.#restarts += 1;
    this.#endpoint = this.#start();
    this.#endpoint.catch((error) => process.emitWarning(error));
  }
}

/** Ends the child when this process ends in order; kill -9 leaves it as an orphan to the next start. */
function takeAlong(child: ChildProcess): void {
  const end = (): unknown => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

/** What the child says first, or what it said before it went. */
function greeting(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('listening')) resolve(said);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => resolve(said));
    child.once('error', (error) => resolve(error.message));
  });
}

/** dynoxide does not tell which port it got when asked for any, so one is found for it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('a TCP server must have a port');
  return address.port;
}
