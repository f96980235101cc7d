const TURNS_BEFORE_PAUSE = 50;

/**
 * Knows whether the local cloud is at rest.
 *
 * Whoever works says so with `begin` and calls what it returned when done; whoever can have work waiting without
 * working (a queue, a stream mapping, the journal) registers a `probe`. Virtual time moves only when all are at rest.
 */
export class Quiet {
  readonly #working = new Map<string, number>();
  readonly #probes = new Map<string, () => string | undefined>();
  #count = 0;
  #waiting: (() => void)[] = [];

  /** Notes that something is under way; the returned function ends it and may be called once or more. */
  begin(what: string): () => void {
    this.#count += 1;
    this.#working.set(what, (this.#working.get(what) ?? 0) + 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#count -= 1;
      const left = (this.#working.get(what) ?? 1) - 1;
      if (left === 0) this.#working.delete(what);
      else this.#working.set(what, left);
      if (this.#count === 0) this.#wake();
    };
  }

  /** Registers a question asked whenever the cloud might be at rest: why is it not? `undefined` means it is. */
  probe(name: string, whyBusy: () => string | undefined): void {
    this.#probes.set(name, whyBusy);
  }

  /** What is under way now, in words; empty when at rest. */
  busy(): string[] {
    const reasons = [...this.#working].map(([what, count]) => (count > 1 ? `${what} ×${count}` : what));
    for (const whyBusy of this.#probes.values()) {
      const reason = whyBusy();
      if (reason !== undefined) reasons.push(reason);
    }
    return reasons;
  }

  /**
   * Resolves once nothing is under way and stays so over two turns of the event loop.
   *
   * @param limitMs real milliseconds to wait, 60_000 (60 seconds) by default
   * @throws NotQuiet naming what is busy when the limit passes
   */
  async whenQuiet(limitMs = 60_000): Promise<void> {
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      this.#wake();
    }, limitMs);
    try {
      let restingTurns = 0;
      let busyTurns = 0;
      while (restingTurns < 2) {
        if (timedOut) throw new NotQuiet(this.busy());
        if (this.#count > 0) {
          restingTurns = 0;
          await new Promise<void>((wake) => this.#waiting.push(wake));
          continue;
        }
        const isResting = this.busy().length === 0;
        restingTurns = isResting ? restingTurns + 1 : 0;
        busyTurns = isResting ? 0 : busyTurns + 1;
        // What a probe tells cannot wake us: ask at every turn at first, then once a millisecond.
        if (busyTurns < TURNS_BEFORE_PAUSE) await new Promise<void>((next) => setImmediate(next));
        else await new Promise<void>((next) => setTimeout(next, 1));
      }
    } finally {
      clearTimeout(limit);
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

/** The cloud did not come to rest within the limit; `busy` names what is under way. */
export class NotQuiet extends Error {
  override readonly name = 'NotQuiet';
  readonly busy: string[];
  constructor(busy: string[]) {
    super(`not quiet: ${busy.slice(0, 5).join(', ')}`);
    this.busy = busy;
  }
}
