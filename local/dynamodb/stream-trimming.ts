import type { Timer } from '#local/clock/timer-queue.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { StreamRow, TableFile } from './table-file.ts';
import type { Table } from './tables.ts';

/** How a stream is read: the records after a position, and word of new ones. */
export type StreamReader = {
  recordsAfter(sequence: number, limit: number): readonly StreamRow[] | Promise<readonly StreamRow[]>;
  latest(): number | Promise<number>;
  onWrite(listener: () => void): () => void;
};

const HOUR_MS = 3_600_000;
const RETENTION_MS = 24 * HOUR_MS;

/**
 * Deletes stream records that are 24 hours old and that every reader has behind it, at each full hour.
 *
 * Imitates the retention of DynamoDB Streams. How old a record is follows from where the stream stood at each hour; after
 * a restart the hours are counted anew, so some records stay a day longer.
 */
export class StreamTrimming {
  readonly #clock: VirtualClock;
  readonly #consumed = new Map<string, (() => number)[]>();
  readonly #marks = new Map<string, { at: number; sequence: number }[]>();
  #timer: Timer | undefined;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  addReader(table: string, consumedUpTo: () => number): void {
    this.#consumed.set(table, [...(this.#consumed.get(table) ?? []), consumedUpTo]);
  }

  start(file: TableFile, tables: () => Table[]): void {
    const nextHour = (Math.floor(this.#clock.now() / HOUR_MS) + 1) * HOUR_MS;
    this.#timer = this.#clock.at(nextHour, () => {
      this.start(file, tables);
      for (const table of tables()) if (table.streamArn !== undefined) this.#trim(file, table.name);
    });
  }

  stop(): void {
    if (this.#timer !== undefined) this.#clock.cancel(this.#timer);
  }

  #trim(file: TableFile, table: string): void {
    const now = this.#clock.now();
    const marks = [...(this.#marks.get(table) ?? []), { at: now, sequence: file.latest(table) }];
    const old = marks.filter((mark) => now - mark.at >= RETENTION_MS);
    const oldUpTo = old.at(-1)?.sequence ?? 0;
    this.#marks.set(table, marks.slice(Math.max(0, old.length - 1)));
    const consumedUpTo = (this.#consumed.get(table) ?? []).map((read) => read());
    // A portion an hour keeps up with any load that the hour brought, and never holds the database up for long.
    for (let portions = 0; portions < 20 && file.trim(table, Math.min(oldUpTo, ...consumedUpTo)) > 0; ) portions += 1;
  }
}
