import { availableParallelism } from 'node:os';
import { HandlerWorker } from './handler-worker.ts';
import type { Outcome, Runner } from './outcome.ts';
import type { Invocation, ThreadStart } from './thread/messages.ts';

type Waiting = { invocation: Invocation; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void };

/** How many threads all functions together may have; a function without any may always start its first. */
export class ThreadBudget {
  readonly #most: number;
  #used = 0;
  constructor(most: number) {
    this.#most = most;
  }
  take(isFirst: boolean): boolean {
    if (!isFirst && this.#used >= this.#most) return false;
    this.#used += 1;
    return true;
  }
  giveBack(): void {
    this.#used -= 1;
  }
}

/**
 * As many as the cores can run: each thread compiles its code by itself and takes memory and turns from the others.
 * With two more, a filing took a tenth more CPU and the city 400 MB more (measured on 2 cores).
 */
const THREADS_PER_FUNCTION = Math.max(2, availableParallelism());
/** Two more for a function whose threads all wait, perhaps for each other. */
const MOST_THREADS_PER_FUNCTION = THREADS_PER_FUNCTION + 2;
/** Real milliseconds without an end of any invocation after which its threads are taken to wait. */
const STANDSTILL_MS = 1_000;
const IDLE_LIMIT_MS = 60_000;

/**
 * The execution environments of one function: idle ones are used again, the latest first; more are started, one after
 * the other, while invocations wait. AWS starts one per concurrent invocation at once; on a machine with few cores that
 * would only make all of them late.
 */
export class WorkerPool implements Runner {
  readonly #start: () => ThreadStart;
  readonly #env: () => Record<string, string>;
  readonly #budget: ThreadBudget;
  readonly #workers = new Set<HandlerWorker>();
  readonly #idle: HandlerWorker[] = [];
  #waiting: Waiting[] = [];
  #isStarting = false;
  #isClosed = false;
  #standstill: NodeJS.Timeout | undefined;

  constructor({
    start,
    env,
    budget,
  }: { start: () => ThreadStart; env: () => Record<string, string>; budget: ThreadBudget }) {
    this.#start = start;
    this.#env = env;
    this.#budget = budget;
  }

  run(requestId: string, payload: string, timeoutMs: number): Promise<Outcome> {
    const traceId = `Root=1-00000000-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`;
    const invocation: Invocation = { requestId, payload, timeoutMs, traceId };
    const worker = this.#takeIdle();
    if (worker !== undefined) return this.#runOn(worker, invocation);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ invocation, resolve, reject });
      this.#grow();
    });
  }

  retireIdle(): void {
    const now = performance.now();
    while (this.#workers.size > 1) {
      const [oldest] = this.#idle;
      if (oldest === undefined || now - oldest.idleSince < IDLE_LIMIT_MS) return;
      this.#idle.shift();
      this.#forget(oldest);
      void oldest.close();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watch(false);
    await Promise.all([...this.#workers].map((worker) => worker.close()));
  }

  #takeIdle(): HandlerWorker | undefined {
    for (;;) {
      const worker = this.#idle.pop();
      if (worker === undefined || !worker.isGone) return worker;
      this.#forget(worker);
    }
  }

  async #runOn(worker: HandlerWorker, invocation: Invocation): Promise<Outcome> {
    try {
      return await worker.run(invocation);
    } finally {
      this.#release(worker);
    }
  }

  #release(worker: HandlerWorker): void {
    if (worker.isGone) {
      this.#forget(worker);
      this.#grow();
      return;
    }
    this.#watch(false);
    const next = this.#waiting.shift();
    if (this.#waiting.length > 0) this.#grow();
    if (next === undefined) this.#idle.push(worker);
    else this.#runOn(worker, next.invocation).then(next.resolve, next.reject);
  }

  #grow(most = THREADS_PER_FUNCTION): void {
    if (this.#isStarting || this.#isClosed || this.#waiting.length === 0) return;
    if (this.#workers.size >= most) {
      this.#watch(this.#workers.size < MOST_THREADS_PER_FUNCTION);
      return;
    }
    if (!this.#budget.take(this.#workers.size === 0)) return;
    const worker = new HandlerWorker(this.#start(), this.#env());
    this.#workers.add(worker);
    this.#isStarting = true;
    void worker.ready.then((initError) => {
      this.#isStarting = false;
      if (initError === undefined) this.#release(worker);
      else {
        this.#forget(worker);
        this.#waiting.shift()?.resolve(initError);
      }
      this.#grow();
    });
  }

  /** Lets the pool grow beyond its measure when none of its threads ends its work. */
  #watch(isOn: boolean): void {
    if (isOn && this.#standstill !== undefined) return;
    clearTimeout(this.#standstill);
    this.#standstill = isOn
      ? setTimeout(() => {
          this.#standstill = undefined;
          this.#grow(MOST_THREADS_PER_FUNCTION);
        }, STANDSTILL_MS).unref()
      : undefined;
  }

  #forget(worker: HandlerWorker): void {
    if (this.#workers.delete(worker)) this.#budget.giveBack();
  }
}
