import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { failedItems } from './batch-answer.ts';
import type { MappingDefinition } from './mapping-definition.ts';
import type { Outcome } from './outcome.ts';
import type { StreamRecord } from './stream-record.ts';

/** Why a batch was given up. */
export type GivenUp = {
  readonly records: readonly StreamRecord[];
  readonly attempts: number;
  readonly condition: string;
};

type Parts = {
  definition: MappingDefinition;
  clock: VirtualClock;
  quiet: Quiet;
  /** Gives `undefined` when the function could not be invoked (too many at once, or none there). */
  invoke: (payload: string) => Promise<Outcome | undefined>;
  giveUp: (given: GivenUp) => Promise<void>;
  done: (records: readonly StreamRecord[]) => void;
};

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const LARGEST_BATCH_BYTES = 5_000_000;

/**
 * One of the lanes in which a mapping hands records to its function: batch after batch, in order, each until it succeeds
 * or is given up. Between tries the lane waits on the virtual clock, and the cloud may be quiet meanwhile.
 *
 * @source Lambda, "How Lambda processes records from stream and queue-based event sources"; the waits are not documented
 */
export class StreamLane {
  readonly #parts: Parts;
  #queue: StreamRecord[] = [];
  #isRunning = false;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  push(record: StreamRecord): void {
    this.#queue.push(record);
  }

  /** Hands on what was pushed, unless it does so already. */
  run(): void {
    if (this.#isRunning || this.#queue.length === 0 || this.#isStopped) return;
    this.#isRunning = true;
    this.#drain()
      .catch((error) => process.emitWarning(error))
      .finally(() => {
        this.#isRunning = false;
        this.run();
      });
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0 && !this.#isStopped) {
      const batch = this.#nextBatch();
      await this.#deliver(batch, 0);
    }
  }

  #nextBatch(): StreamRecord[] {
    let [count, bytes] = [0, 0];
    for (const record of this.#queue) {
      bytes += record.sizeBytes;
      if (count > 0 && (count >= this.#parts.definition.batchSize || bytes > LARGEST_BATCH_BYTES)) break;
      count += 1;
    }
    const batch = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    return batch;
  }

  async #deliver(batch: readonly StreamRecord[], triesBefore: number): Promise<void> {
    let records = batch;
    for (let tries = triesBefore; records.length > 0 && !this.#isStopped; ) {
      const left = await this.#try(records, tries);
      if (left.length === 0) return;
      tries += 1;
      const half = Math.ceil(left.length / 2);
      if (this.#parts.definition.bisects && left.length === records.length && half < left.length) {
        await this.#wait(tries);
        // Halving does not count as a retry.
        await this.#deliver(left.slice(0, half), tries - 1);
        await this.#deliver(left.slice(half), tries - 1);
        return;
      }
      records = left;
      await this.#wait(tries);
    }
  }

  /** Invokes the function once; gives the records still to be handled. */
  async #try(records: readonly StreamRecord[], tries: number): Promise<readonly StreamRecord[]> {
    const { definition, clock, quiet, invoke, giveUp, done } = this.#parts;
    const end = quiet.begin(`records for ${definition.functionName}`);
    try {
      const condition = this.#spent(records, tries, clock.now());
      if (condition !== undefined) {
        await giveUp({ records, attempts: tries, condition });
        done(records);
        return [];
      }
      const outcome = await invoke(JSON.stringify({ Records: records.map((record) => record.event) }));
      const handled =
        outcome === undefined || outcome.functionError !== undefined ? 0 : this.#handled(records, outcome);
      if (handled > 0) done(records.slice(0, handled));
      return records.slice(handled);
    } finally {
      end();
    }
  }

  /** Why the records are not tried any more. */
  #spent(records: readonly StreamRecord[], tries: number, now: number): string | undefined {
    const { retries, longestMs } = this.#parts.definition;
    if (retries >= 0 && tries > retries) return 'RetryAttemptsExhausted';
    const isTooOld = records.every((record) => now - record.arrivedAt > longestMs);
    return isTooOld ? 'RecordAgeExceeded' : undefined;
  }

  /** How many records, from the first, the function has handled. */
  #handled(records: readonly StreamRecord[], outcome: Outcome): number {
    if (!this.#parts.definition.reportsItemFailures) return records.length;
    const positions = new Map(records.map((record, at) => [String(record.sequence), at]));
    const failed = failedItems(outcome.payload, new Set(positions.keys()));
    if (failed === 'all') return 0;
    // The first that failed and all after it come again, so that their order stays.
    return Math.min(records.length, ...failed.map((identifier) => positions.get(identifier) ?? 0));
  }

  #wait(tries: number): Promise<void> {
    const { clock } = this.#parts;
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries - 1, 10), LONGEST_WAIT_MS);
    return new Promise((resolve) => clock.at(clock.now() + waitMs, resolve));
  }
}
