import { availableParallelism } from 'node:os';

/**
 * Who waits for an invocation: a `caller` for its answer; `nobody`, since work behind the scenes has time; or `another`
 * invocation, which may itself hold a turn.
 */
export type Awaited = 'caller' | 'nobody' | 'another';

/** While no caller waits, more than the cores can run, because an invocation itself waits for the database. */
const MOST_AT_ONCE = 2 * availableParallelism();
/** While one waits, half of the cores are left to it. */
const MOST_BESIDE_CALLERS = Math.ceil(availableParallelism() / 2);
/** Real milliseconds without an end after which those who run are taken to wait for one who has no turn. */
const STANDSTILL_MS = 1_000;

/**
 * Lets callers go before work behind the scenes (streams, state machines, events), which takes turns.
 *
 * Lambda gives each a machine of its own; here all share a few cores, and a caller would wait for thousands of others.
 */
export class Turns {
  #callers = 0;
  #running = 0;
  #waiting: (() => void)[] = [];
  #standstill: NodeJS.Timeout | undefined;

  /** Does the work when its turn has come. */
  async run<Result>(awaited: Awaited, work: () => Promise<Result>): Promise<Result> {
    if (awaited === 'another') return work();
    if (awaited === 'caller') return this.#called(work);
    if (this.#running >= this.#most || this.#waiting.length > 0)
      await new Promise<void>((enter) => {
        this.#waiting.push(enter);
        this.#watch();
      });
    else this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#standstill?.refresh();
      this.#admit();
    }
  }

  get #most(): number {
    return this.#callers > 0 ? MOST_BESIDE_CALLERS : MOST_AT_ONCE;
  }

  async #called<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#callers += 1;
    try {
      return await work();
    } finally {
      this.#callers -= 1;
      this.#admit();
    }
  }

  #admit(most = this.#most): void {
    let entered = 0;
    for (; this.#running < most && entered < this.#waiting.length; entered += 1) {
      this.#running += 1;
      this.#waiting[entered]?.();
    }
    if (entered > 0) this.#waiting = this.#waiting.slice(entered);
    if (this.#waiting.length > 0) return;
    clearTimeout(this.#standstill);
    this.#standstill = undefined;
  }

  #watch(): void {
    this.#standstill ??= setTimeout(() => {
      this.#standstill = undefined;
      this.#admit(this.#running + 1);
      if (this.#waiting.length > 0) this.#watch();
    }, STANDSTILL_MS).unref();
  }
}
