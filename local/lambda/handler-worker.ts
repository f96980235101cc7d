import { Worker } from 'node:worker_threads';
import { AwsError } from '#local/wire/aws-error.ts';
import { exitedOutcome, failedOutcome, type Outcome, timedOutOutcome } from './outcome.ts';
import { type Invocation, type ThreadStart, type ThreadWord, toldError } from './thread/messages.ts';

/**
 * What a thread begins with. Compiled code is kept from its very first module on, which as TypeScript would else be
 * erased in each thread anew: about 140 instead of 155 ms of CPU a thread (measured).
 */
const program = `
  require('node:module').enableCompileCache(require('node:worker_threads').workerData.compileCache);
  import(${JSON.stringify(new URL('./thread/handler-thread.ts', import.meta.url).href)});
`;

/** Three semi-spaces of what `v8-settings.ts` gives each thread. */
const YOUNG_GENERATION_MIB = 12;

/** AWS's limit for loading a function's code. */
const INIT_LIMIT_MS = 10_000;

type Running = {
  invocation: Invocation;
  resolve: (outcome: Outcome) => void;
  reject: (error: AwsError) => void;
  limit: NodeJS.Timeout;
};

/**
 * One execution environment of a function: a thread with an environment of its own that runs one invocation at a time.
 *
 *     starting ─► idle ◄─► running ─► gone (time-out, crash, retired)
 */
export class HandlerWorker {
  readonly #worker: Worker;
  #running: Running | undefined;
  #isGone = false;
  #initError: Outcome | undefined;
  /** Resolves once the handler is loaded: `undefined`, or what to answer because it could not be. */
  readonly ready: Promise<Outcome | undefined>;
  /** When it last began to be idle (real milliseconds of `performance.now`). */
  idleSince = performance.now();

  constructor(start: ThreadStart, env: Record<string, string>) {
    this.#worker = new Worker(program, {
      eval: true,
      workerData: start,
      env,
      execArgv: [],
      stdout: true,
      stderr: true,
      // Many threads share this machine: a small nursery costs little and keeps each at tens of MiB.
      resourceLimits: { maxOldGenerationSizeMb: start.memoryMegabytes, maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
    });
    this.#worker.unref();
    this.ready = new Promise((resolve) => {
      const limit = setTimeout(() => {
        resolve(this.#failedToStart(timedOutOutcome('init', INIT_LIMIT_MS)));
      }, INIT_LIMIT_MS);
      this.#worker.once('message', () => clearTimeout(limit));
      this.#worker.once('exit', () => clearTimeout(limit));
      this.#worker.on('message', (word: ThreadWord) => {
        if (word.kind === 'ready') resolve(undefined);
        else if (word.kind === 'init-failed') resolve(this.#failedToStart(failedOutcome(word.error)));
        else this.#hear(word);
      });
      this.#worker.on('error', (error) => this.#end(failedOutcome(toldError(error))));
      this.#worker.on('exit', (code) => {
        this.#end(exitedOutcome(this.#running?.invocation.requestId ?? '', code));
        resolve(this.#initError ?? exitedOutcome('', code));
      });
    });
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Runs one invocation; the worker must be idle. */
  run(invocation: Invocation): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#end(timedOutOutcome(invocation.requestId, invocation.timeoutMs));
        void this.#worker.terminate();
      }, invocation.timeoutMs);
      this.#running = { invocation, resolve, reject, limit };
      this.#worker.postMessage(invocation);
    });
  }

  async close(): Promise<void> {
    this.#isGone = true;
    await this.#worker.terminate();
  }

  #hear(word: Exclude<ThreadWord, { kind: 'ready' | 'init-failed' }>): void {
    const running = this.#running;
    if (running === undefined || running.invocation.requestId !== word.requestId) return;
    this.#running = undefined;
    this.idleSince = performance.now();
    clearTimeout(running.limit);
    if (word.kind === 'answered') running.resolve({ payload: word.payload });
    else if (word.kind === 'failed') running.resolve(failedOutcome(word.error));
    else
      running.reject(
        new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${word.message}`, 400),
      );
  }

  #failedToStart(outcome: Outcome): Outcome {
    this.#isGone = true;
    this.#initError = outcome;
    void this.#worker.terminate();
    return outcome;
  }

  /** The thread is of no more use; whoever waits for its answer gets this one. */
  #end(outcome: Outcome): void {
    this.#isGone = true;
    this.#initError ??= outcome;
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    clearTimeout(running.limit);
    running.resolve(outcome);
  }
}
