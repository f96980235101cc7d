import type { Timer } from '#local/clock/timer-queue.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { ExecutionStore } from './execution-store.ts';

/**
 * One timer for each running execution: the instant at which something falls due in it.
 *
 * The instants are journaled with the execution, and their order of setting with them, so that after a restart timers of
 * one instant fire in the order they were set.
 */
export class Alarms {
  readonly #clock: VirtualClock;
  readonly #store: ExecutionStore;
  readonly #fire: (execution: number) => void;
  readonly #timers = new Map<number, Timer>();
  readonly #orders = new Map<number, number>();
  #order: number;

  constructor(clock: VirtualClock, store: ExecutionStore, fire: (execution: number) => void) {
    this.#clock = clock;
    this.#store = store;
    this.#fire = fire;
    this.#order = store.lastWakeOrder();
  }

  /** Sets the timers of all running executions. @returns those that have something to do at once */
  rearm(): number[] {
    const pending: number[] = [];
    for (const { id, wakeAt, isPending } of this.#store.alarms()) {
      this.#arm(id, wakeAt);
      if (isPending) pending.push(id);
    }
    return pending.sort((a, b) => a - b);
  }

  /** Sets or moves an execution's timer; one already set for the instant stays. @returns its order */
  set(execution: number, wakeAt: number): number {
    const set = this.#timers.get(execution);
    if (set !== undefined && !set.cancelled && set.dueAt === wakeAt) return this.#orders.get(execution) ?? this.#order;
    if (set !== undefined) this.#clock.cancel(set);
    this.#order += 1;
    this.#orders.set(execution, this.#order);
    this.#arm(execution, wakeAt);
    return this.#order;
  }

  clear(execution: number): void {
    const set = this.#timers.get(execution);
    if (set !== undefined) this.#clock.cancel(set);
    this.#timers.delete(execution);
    this.#orders.delete(execution);
  }

  #arm(execution: number, wakeAt: number): void {
    const timer = this.#clock.at(wakeAt, () => {
      this.#timers.delete(execution);
      this.#orders.delete(execution);
      this.#fire(execution);
    });
    this.#timers.set(execution, timer);
  }
}
