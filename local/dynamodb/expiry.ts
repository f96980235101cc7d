import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { HourTimer } from './hour-timer.ts';
import type { TableFile } from './table-file.ts';
import type { Table } from './tables.ts';

const SWEPT_AT_ONCE = 100;

type Parts = {
  clock: VirtualClock;
  quiet: Quiet;
  delete: (table: Table, item: Readonly<Record<string, unknown>>) => Promise<void>;
};

/**
 * Deletes items that have expired, at the next full hour of the virtual clock.
 *
 * Imitates "Using time to live (TTL) in DynamoDB", which deletes "within a few days"; left out: the service's name in the
 * stream record (`userIdentity`).
 */
export class Expiry {
  readonly #parts: Parts;
  #timer: HourTimer | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(file: TableFile, tables: () => Table[]): void {
    const { clock } = this.#parts;
    this.#timer = new HourTimer(clock, () => {
      this.#sweep(file, tables()).catch((error) => process.emitWarning(error));
    });
    this.#timer.setAfter(clock.now());
  }

  /** An item was written, which may expire sooner than all others. */
  written(): void {
    this.#timer?.setAfter(this.#parts.clock.now());
  }

  stop(): void {
    this.#timer?.stop();
    this.#timer = undefined;
  }

  async #sweep(file: TableFile, tables: Table[]): Promise<void> {
    const end = this.#parts.quiet.begin('sweep of expired items');
    try {
      for (const table of tables) await this.#sweepTable(file, table);
      const nowSeconds = Math.floor(this.#parts.clock.now() / 1_000);
      for (const table of tables) {
        const nextSeconds = file.nextExpiry(table, nowSeconds);
        if (nextSeconds !== undefined) this.#timer?.setAfter(nextSeconds * 1_000);
      }
    } finally {
      end();
    }
  }

  async #sweepTable(file: TableFile, table: Table): Promise<void> {
    const nowSeconds = Math.floor(this.#parts.clock.now() / 1_000);
    for (;;) {
      const items = file.expired(table, nowSeconds, SWEPT_AT_ONCE);
      for (const item of items) await this.#parts.delete(table, item);
      if (items.length < SWEPT_AT_ONCE) return;
    }
  }
}
