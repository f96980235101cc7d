import type { Quiet } from '#local/clock/quiet.ts';
import type { Timer } from '#local/clock/timer-queue.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { occurrences } from './schedule-expression.ts';

/** A schedule by its key (its ARN). Instants are virtual epoch milliseconds. */
export type Schedule = {
  readonly key: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly startsAt?: number;
  readonly endsAt?: number;
};

/** One occurrence: when it was due, and what is to be staged with whatever it causes. */
export type Waking = { readonly scheduledAt: number; readonly keepFired: (journal: Journal) => void };

type Armed = { readonly schedule: Schedule; readonly wake: (waking: Waking) => Promise<void>; timer?: Timer };

/**
 * Fires schedules by the virtual clock: every occurrence once and in order, also those that fell into a stop of the process.
 *
 * The last occurrence of each is kept in the same write as what it caused, so that a crash neither loses nor doubles one.
 * AWS itself fires an occurrence at least once and does not know stops; catching up is an advance here.
 */
export class ScheduledWakings {
  readonly #parts: { journal: Journal; clock: VirtualClock; quiet: Quiet };
  readonly #owner: 'events' | 'scheduler';
  readonly #armed = new Map<string, Armed>();
  #started = false;

  constructor(
    { journal, clock, quiet }: { journal: Journal; clock: VirtualClock; quiet: Quiet },
    owner: 'events' | 'scheduler',
  ) {
    this.#parts = { journal, clock, quiet };
    this.#owner = owner;
    journal.db.exec(`
      CREATE TABLE IF NOT EXISTS schedule_fired (
        owner TEXT NOT NULL, key TEXT NOT NULL, expression TEXT NOT NULL, anchor_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL,
        PRIMARY KEY (owner, key)
      ) STRICT`);
  }

  /**
   * Arms a schedule, or arms it anew when it has changed; it counts from the first time it was armed.
   *
   * @param wake does what the occurrence is for; must stage `keepFired` in the write that keeps what it causes
   * @throws AwsError `ValidationException` for what is no schedule expression
   */
  arm(schedule: Schedule, wake: (waking: Waking) => Promise<void>): void {
    occurrences(schedule.expression, schedule.timeZone, 0);
    this.disarm(schedule.key);
    const armed: Armed = { schedule, wake };
    this.#armed.set(schedule.key, armed);
    if (this.#started) this.#next(armed);
  }

  disarm(key: string): void {
    const armed = this.#armed.get(key);
    if (armed?.timer !== undefined) this.#parts.clock.cancel(armed.timer);
    this.#armed.delete(key);
  }

  /** Forgets when a schedule fired last: it is gone for good. */
  async forget(key: string): Promise<void> {
    this.disarm(key);
    await this.#parts.journal.write(`${this.#owner} schedule deleted`, (journal) => {
      journal.statement('DELETE FROM schedule_fired WHERE owner = ? AND key = ?').run(this.#owner, key);
    });
  }

  start(): void {
    this.#started = true;
    for (const armed of this.#armed.values()) this.#next(armed);
  }

  close(): void {
    this.#started = false;
    for (const key of [...this.#armed.keys()]) this.disarm(key);
  }

  #next(armed: Armed): void {
    const { schedule } = armed;
    const { anchorAt, lastAt } = this.#remembered(schedule);
    const after = Math.max(lastAt, (schedule.startsAt ?? 0) - 1);
    const dueAt = occurrences(schedule.expression, schedule.timeZone, anchorAt)(after);
    if (dueAt === undefined || dueAt > (schedule.endsAt ?? Number.POSITIVE_INFINITY)) return;
    armed.timer = this.#parts.clock.at(dueAt, () => void this.#fire(armed, dueAt, anchorAt));
  }

  async #fire(armed: Armed, dueAt: number, anchorAt: number): Promise<void> {
    const { key, expression } = armed.schedule;
    const end = this.#parts.quiet.begin(`schedule ${key}`);
    try {
      const keepFired = (journal: Journal): void => {
        journal
          .statement('INSERT OR REPLACE INTO schedule_fired VALUES (?, ?, ?, ?, ?)')
          .run(this.#owner, key, expression, anchorAt, dueAt);
      };
      await armed.wake({ scheduledAt: dueAt, keepFired });
      if (this.#armed.get(key) === armed && this.#started) this.#next(armed);
    } catch (error) {
      process.emitWarning(`schedule ${key} stopped: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      end();
    }
  }

  /** When it fired last; a schedule that is new, or has another expression than before, counts from now. */
  #remembered({ key, expression, startsAt }: Schedule): { anchorAt: number; lastAt: number } {
    const { journal, clock } = this.#parts;
    const row = journal
      .statement('SELECT expression, anchor_ms, last_ms FROM schedule_fired WHERE owner = ? AND key = ?')
      .get(this.#owner, key);
    if (row !== undefined && row.expression === expression)
      return { anchorAt: Number(row.anchor_ms), lastAt: Number(row.last_ms) };
    const now = clock.now();
    const anchorAt = startsAt ?? now;
    // Until the first fire keeps it with what it causes, this row alone says from when it counts.
    journal
      .write(`${this.#owner} schedule armed`, (staged) => {
        staged
          .statement('INSERT OR REPLACE INTO schedule_fired VALUES (?, ?, ?, ?, ?)')
          .run(this.#owner, key, expression, anchorAt, now);
      })
      .catch((error) => process.emitWarning(error));
    return { anchorAt, lastAt: now };
  }
}
