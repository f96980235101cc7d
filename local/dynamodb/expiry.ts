import type { Quiet } from '#local/clock/quiet.ts';
import type { Timer } from '#local/clock/timer-queue.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { TableFile } from './table-file.ts';
import type { Table } from './tables.ts';

const HOUR_MS = 3_600_000;
const SWEPT_AT_ONCE = 100;

type Parts = {
  clock: VirtualClock;
  quiet: Quiet;
  delete: (table: Table, item: Readonly<Record<string, unknown>>) => Promise<void>;
};

/**
 * Deletes items that have expired, at each full hour of the virtual clock.
 *
 * Imitates "Using time to live (TTL) in DynamoDB", which deletes "within a few days"; left out: the service's name in the
 * stream record (`userIdentity`).
 */
export class Expiry {
  readonly #parts: Parts;
  #timer: Timer | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(file: TableFile, tables: () => Table[]): void {
    const { clock } = this.#parts;
    const nextHour = (Math.floor(clock.now() / HOUR_MS) + 1) * HOUR_MS;
    this.#timer = clock.at(nextHour, () => {
      this.start(file, tables);
      this.#sweep(file, tables()).catch((error) => process.emitWarning(error));
    });
  }

  stop(): void {
    if (this.#timer !== undefined) this.#parts.clock.cancel(this.#timer);
  }

  async #sweep(file: TableFile, tables: Table[]): Promise<void> {
    const end = this.#parts.quiet.begin('sweep of expired items');
    try {
      for (const table of tables) await this.#sweepTable(file, table);
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
