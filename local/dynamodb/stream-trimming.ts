import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { HourTimer } from './hour-timer.ts';
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
const MOST_PORTIONS = 20;

/**
 * Deletes stream records that are 24 hours old and that every reader has behind it, at the next full hour.
 *
 * Imitates the retention of DynamoDB Streams. How old a record is follows from where the stream stood at each hour; after
 * a restart the hours are counted anew, so some records stay a day longer.
 */
export class StreamTrimming {
  readonly #clock: VirtualClock;
  readonly #consumed = new Map<string, (() => number)[]>();
  readonly #marks = new Map<string, { at: number; sequence: number }[]>();
  #timer: HourTimer | undefined;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  addReader(table: string, consumedUpTo: () => number): void {
    this.#consumed.set(table, [...(this.#consumed.get(table) ?? []), consumedUpTo]);
  }

  start(file: TableFile, tables: () => Table[]): void {
    this.#timer = new HourTimer(this.#clock, () => {
      for (const table of tables()) if (table.streamArn !== undefined) this.#trim(file, table.name);
    });
    this.#timer.setAfter(this.#clock.now());
  }

  /** A stream has a new record, of which the next hour takes note. */
  written(): void {
    this.#timer?.setAfter(this.#clock.now());
  }

  stop(): void {
    this.#timer?.stop();
    this.#timer = undefined;
  }

  #trim(file: TableFile, table: string): void {
    const now = this.#clock.now();
    const known = this.#marks.get(table) ?? [];
    const latest = file.latest(table);
    const marks = known.at(-1)?.sequence === latest ? known : [...known, { at: now, sequence: latest }];
    const old = marks.filter((mark) => now - mark.at >= RETENTION_MS);
    const oldUpTo = old.at(-1)?.sequence ?? 0;
    this.#marks.set(table, marks.slice(Math.max(0, old.length - 1)));
    const consumedUpTo = Math.min(...(this.#consumed.get(table) ?? []).map((read) => read()));
    // A portion an hour keeps up with any load that the hour brought, and never holds the database up for long.
    let portions = 0;
    while (portions < MOST_PORTIONS && file.trim(table, Math.min(oldUpTo, consumedUpTo)) > 0) portions += 1;
    const [young] = marks.slice(old.length);
    if (young !== undefined) this.#timer?.setAfter(young.at + RETENTION_MS - 1);
    if (consumedUpTo < oldUpTo || portions === MOST_PORTIONS) this.#timer?.setAfter(now);
  }
}
