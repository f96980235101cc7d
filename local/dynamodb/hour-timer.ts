import type { Timer } from '#local/clock/timer-queue.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';

const HOUR_MS = 3_600_000;

/** A timer for full hours of the virtual clock, set only for those at which something can be due: an idle day costs none. */
export class HourTimer {
  readonly #clock: VirtualClock;
  readonly #fire: () => void;
  #timer: Timer | undefined;

  constructor(clock: VirtualClock, fire: () => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Fires at the first full hour after the instant (virtual epoch milliseconds), and after now; an earlier one stays. */
  setAfter(instant: number): void {
    const dueAt = (Math.floor(Math.max(instant, this.#clock.now()) / HOUR_MS) + 1) * HOUR_MS;
    if (this.#timer !== undefined && this.#timer.dueAt <= dueAt) return;
    this.stop();
    this.#timer = this.#clock.at(dueAt, () => {
      this.#timer = undefined;
      this.#fire();
    });
  }

  stop(): void {
    if (this.#timer !== undefined) this.#clock.cancel(this.#timer);
    this.#timer = undefined;
  }
}
