/**
 * A timer of the virtual clock: what fires, and when (virtual epoch milliseconds).
 *
 * A timer taken out as due may still be cancelled by another one of the same instant; whoever took it looks before firing.
 */
export type Timer = {
  readonly dueAt: number;
  readonly order: number;
  readonly fire: () => void;
  taken: boolean;
  cancelled: boolean;
};

/** 64: a queue shorter than this is not worth compacting. */
const LEAST_COMPACTED = 64;

/**
 * Timers by due instant, those of one instant in order of creation (binary heap).
 *
 * A cancelled timer stays until it comes to the top, or until more than half of the queue is cancelled.
 */
export class TimerQueue {
  #heap: Timer[] = [];
  #order = 0;
  #live = 0;

  /** How many timers are held, cancelled ones included. */
  get held(): number {
    return this.#heap.length;
  }

  /** How many timers wait. */
  get size(): number {
    return this.#live;
  }

  add(dueAt: number, fire: () => void): Timer {
    this.#order += 1;
    this.#live += 1;
    const timer: Timer = { dueAt, order: this.#order, fire, taken: false, cancelled: false };
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return timer;
  }

  cancel(timer: Timer): void {
    if (timer.cancelled) return;
    timer.cancelled = true;
    if (timer.taken) return;
    this.#live -= 1;
    if (this.#heap.length >= LEAST_COMPACTED && this.#live * 2 < this.#heap.length) this.#compact();
  }

  /** Lets go of all cancelled timers. */
  #compact(): void {
    this.#heap = this.#heap.filter(({ cancelled }) => !cancelled);
    for (let at = (this.#heap.length >> 1) - 1; at >= 0; at -= 1) this.#sink(at);
  }

  /** The due instant of the earliest timer, `undefined` when none waits. */
  nextDueAt(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.dueAt;
  }

  /** Takes out every timer due at or before the instant, in order. */
  takeDue(at: number): Timer[] {
    const due: Timer[] = [];
    for (;;) {
      this.#dropCancelled();
      const first = this.#heap[0];
      if (first === undefined || first.dueAt > at) return due;
      this.#pop();
      first.taken = true;
      this.#live -= 1;
      due.push(first);
    }
  }

  #dropCancelled(): void {
    while (this.#heap[0]?.cancelled) this.#pop();
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #isBefore(a: number, b: number): boolean {
    const first = this.#heap[a];
    const second = this.#heap[b];
    if (first === undefined || second === undefined) return false;
    return first.dueAt < second.dueAt || (first.dueAt === second.dueAt && first.order < second.order);
  }

  #swap(a: number, b: number): void {
    const first = this.#heap[a];
    const second = this.#heap[b];
    if (first === undefined || second === undefined) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }

  #rise(start: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(start: number): void {
    let at = start;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const child = right < this.#heap.length && this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }
}
