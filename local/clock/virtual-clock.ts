import type { Journal } from '#local/journal/journal.ts';
import type { Quiet } from './quiet.ts';
import { realNow } from './real-clock.ts';
import { type Timer, TimerQueue } from './timer-queue.ts';

const LONGEST_REAL_TIMER_MS = 3_600_000;
/** A timer that fires later than this (sleep, a stopped process) makes the clock catch up in order instead of jumping. */
const LATE_MS = 2_000;
/**
 * A process that was away for longer than this, 600_000 (10 minutes), had an outage: as on AWS, what fell due meanwhile
 * happens late. After a shorter absence (a restart after a crash) everything still happens at its own instant.
 */
const OUTAGE_MS = 600_000;

/**
 * The time of the local cloud. It alone reads the machine's clock.
 *
 * Running: a journaled offset plus real time. Standing: one instant until it is moved. It never goes back, not over a
 * crash and not when the machine's clock is set back. All timers of all services hang on it; they are volatile, and each
 * owner sets its own again from the journal before `catchUp`.
 */
export class VirtualClock {
  readonly #timers = new TimerQueue();
  readonly #journal: Journal;
  readonly #quiet: Quiet;
  #running: boolean;
  #offsetMs = 0;
  #latestMs: number;
  #advancing = false;
  #realTimer: NodeJS.Timeout | undefined;
  #doorWaiting: (() => void)[] = [];
  #started = false;
  /** How far the clock has come while the process was away, as far as it is told so. */
  readonly #cameTo: number;

  /**
   * @param standAt virtual epoch milliseconds at which a fresh home's clock stands still; left out: real time, running. A
   *   home whose clock stood or ran earlier than that comes back then, as after an outage; an earlier one changes nothing.
   */
  constructor(journal: Journal, quiet: Quiet, standAt?: number) {
    this.#journal = journal;
    this.#quiet = quiet;
    journal.db.exec(
      'CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), running INTEGER NOT NULL, offset_ms INTEGER NOT NULL, latest_ms INTEGER NOT NULL) STRICT',
    );
    const row = journal.statement('SELECT running, offset_ms, latest_ms FROM clock WHERE id = 1').get();
    this.#offsetMs = row === undefined ? 0 : Number(row.offset_ms);
    this.#latestMs = row === undefined ? (standAt ?? realNow()) : Number(row.latest_ms);
    this.#cameTo = Math.max(this.#latestMs, standAt ?? 0);
    const isMoved = row !== undefined && this.#cameTo > this.#latestMs;
    this.#running = row === undefined ? standAt === undefined : row.running === 1 && !isMoved;
    // Until catchUp the clock stands at the last instant known, so that what comes back is released in order.
    void this.#keep();
  }

  /** Virtual epoch milliseconds. */
  now(): number {
    if (this.#running && this.#started && !this.#advancing) {
      const real = realNow() + this.#offsetMs;
      if (real > this.#latestMs) this.#latestMs = real;
    }
    return this.#latestMs;
  }

  /** Whether time passes by itself. */
  get isRunning(): boolean {
    return this.#running;
  }

  /** Whether an advance is under way: requests from outside wait at the door meanwhile. */
  get isAdvancing(): boolean {
    return this.#advancing;
  }

  /** How many timers wait. */
  get timerCount(): number {
    return this.#timers.size;
  }

  /** Calls `fire` once at the instant (virtual epoch milliseconds); at once, but never synchronously, when it is past. */
  at(dueAt: number, fire: () => void): Timer {
    if (!Number.isFinite(dueAt))
      throw new RangeError(`a timer's instant must be a number of milliseconds, not ${dueAt}`);
    const timer = this.#timers.add(Math.ceil(dueAt), fire);
    this.#arm();
    return timer;
  }

  cancel(timer: Timer): void {
    this.#timers.cancel(timer);
  }

  /**
   * Begins to run timers; first releases, in order, all that fell due while the process was away: each at its own instant,
   * or after an outage all of them late, at the instant to which the clock has come.
   */
  async catchUp(): Promise<number> {
    const target = this.#running ? Math.max(this.#latestMs, realNow() + this.#offsetMs) : this.#cameTo;
    const fired = await this.#comeBackAt(target);
    this.#started = true;
    this.#arm();
    return fired;
  }

  /** Resolves when requests from outside may enter. */
  async door(): Promise<void> {
    while (this.#advancing) await new Promise<void>((enter) => this.#doorWaiting.push(enter));
  }

  /**
   * Moves time to the instant, from due instant to due instant, all quiet at each.
   *
   * @returns how many timers fired
   * @throws NotQuiet when something stays busy for 60 seconds; time then stands where it got to
   * @throws AdvanceUnderWay when another advance has not ended
   */
  async advanceTo(target: number): Promise<number> {
    if (this.#advancing) throw new AdvanceUnderWay();
    if (!Number.isFinite(target)) throw new RangeError(`time cannot be moved to ${target}`);
    this.now();
    return this.#advanceTo(Math.floor(target));
  }

  async #comeBackAt(target: number): Promise<number> {
    if (target - this.#latestMs > OUTAGE_MS) {
      this.#latestMs = target;
      void this.#keep();
    }
    return this.#advanceTo(target);
  }

  async #advanceTo(target: number): Promise<number> {
    this.#advancing = true;
    if (this.#realTimer !== undefined) clearTimeout(this.#realTimer);
    this.#realTimer = undefined;
    let fired = 0;
    try {
      await this.#quiet.whenQuiet();
      for (;;) {
        const next = this.#timers.nextDueAt();
        if (next === undefined || next > target) break;
        if (next > this.#latestMs) {
          this.#latestMs = next;
          // Staged before anything the timers do, so no event on disk can be later than the clock on disk.
          void this.#keep();
        }
        const due = this.#timers.takeDue(next);
        fired += due.length;
        release(due);
        await this.#quiet.whenQuiet();
      }
      this.#latestMs = Math.max(this.#latestMs, target);
      if (this.#running) this.#offsetMs = this.#latestMs - realNow();
      await this.#keep();
      return fired;
    } finally {
      if (this.#running) this.#offsetMs = this.#latestMs - realNow();
      this.#advancing = false;
      const waiting = this.#doorWaiting;
      this.#doorWaiting = [];
      for (const enter of waiting) enter();
      this.#arm();
    }
  }

  /** Lets time run on from now, or makes it stand. */
  async setRunning(running: boolean): Promise<void> {
    const now = this.now();
    this.#running = running;
    this.#offsetMs = now - realNow();
    await this.#keep();
    this.#arm();
  }

  /** Stops firing timers. */
  stop(): void {
    this.#started = false;
    if (this.#realTimer !== undefined) clearTimeout(this.#realTimer);
  }

  #keep(): Promise<void> {
    const [running, offset, latest] = [this.#running ? 1 : 0, this.#offsetMs, this.#latestMs];
    return this.#journal.write('clock', (journal) => {
      journal
        .statement(
          'INSERT INTO clock VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET running = excluded.running, offset_ms = excluded.offset_ms, latest_ms = excluded.latest_ms',
        )
        .run(running, offset, latest);
    });
  }

  #arm(): void {
    if (!this.#started || this.#advancing) return;
    const next = this.#timers.nextDueAt();
    if (this.#realTimer !== undefined) clearTimeout(this.#realTimer);
    this.#realTimer = undefined;
    if (next === undefined) return;
    const wait = next - this.now();
    // A standing clock still releases what is due now or was due before: time need not move for it.
    if (!this.#running && wait > 0) return;
    this.#realTimer = setTimeout(() => this.#tick(), Math.min(Math.max(wait, 0), LONGEST_REAL_TIMER_MS));
  }

  #tick(): void {
    this.#realTimer = undefined;
    const next = this.#timers.nextDueAt();
    const reached = this.#running ? realNow() + this.#offsetMs : this.#latestMs;
    if (next !== undefined && reached - next > LATE_MS) {
      this.#comeBackAt(reached).catch((notQuiet) => process.emitWarning(notQuiet));
      return;
    }
    const now = this.now();
    const due = this.#timers.takeDue(now);
    if (due.length > 0 && this.#running) void this.#keep();
    release(due);
    this.#arm();
  }
}

/** Fires what fell due, save what an earlier one of the same instant cancelled. */
function release(due: readonly Timer[]): void {
  for (const timer of due) {
    if (timer.cancelled) continue;
    try {
      timer.fire();
    } catch (error) {
      // A fault in one must not lose the others: they are out of the queue already. Let it end the process afterwards.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

/** Another advance of the clock has not ended. */
export class AdvanceUnderWay extends Error {
  override readonly name = 'AdvanceUnderWay';
  constructor() {
    super('another advance of the clock is under way');
  }
}
