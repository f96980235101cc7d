import { createHash } from 'node:crypto';
import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { StreamReader } from '#local/dynamodb/stream-trimming.ts';
import type { StreamRow } from '#local/dynamodb/table-file.ts';
import type { Journal } from '#local/journal/journal.ts';
import type { MappingDefinition } from './mapping-definition.ts';
import type { Outcome } from './outcome.ts';
import { type GivenUp, StreamLane } from './stream-lane.ts';
import { StreamPosition } from './stream-position.ts';
import { type StreamSource, streamRecord } from './stream-record.ts';

type Parts = {
  definition: MappingDefinition;
  source: StreamSource;
  reader: StreamReader;
  journal: Journal;
  clock: VirtualClock;
  quiet: Quiet;
  invoke: (payload: string) => Promise<Outcome | undefined>;
  giveUp: (given: GivenUp) => Promise<void>;
  /** Where it begins when it has no checkpoint yet. */
  first: number;
};

const READ_AT_ONCE = 500;
const MOST_UNDER_WAY = 2_000;

/**
 * Brings the records of a table's stream to a function.
 *
 *     write ─► woken ─► read ─► filter ─► lane by partition key ─► function ─► checkpoint
 *
 * Nothing polls: the table says when it was written to. At least once, in order per partition key.
 */
export class StreamMapping {
  readonly #parts: Parts;
  readonly #lanes: StreamLane[];
  readonly #position: StreamPosition;
  #isReading = false;
  #isWoken = false;
  #isStopped = false;
  #endListening: (() => void) | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { definition, journal, clock, quiet, invoke, giveUp, first } = parts;
    this.#position = new StreamPosition(journal, definition.uuid, first);
    const done = (records: readonly { sequence: number }[]): void => {
      for (const { sequence } of records) this.#position.done(sequence);
      void this.#position.keep();
      if (this.#position.underWayCount < MOST_UNDER_WAY / 2) this.wake();
    };
    this.#lanes = Array.from(
      { length: definition.parallelization },
      () => new StreamLane({ definition, clock, quiet, invoke, giveUp, done }),
    );
  }

  /** All records up to here are done: the stream may be trimmed so far. */
  get checkpoint(): number {
    return this.#position.checkpoint;
  }

  /** Begins to listen, and takes up what came while nobody did. */
  async start(): Promise<void> {
    await this.#position.keep();
    this.#endListening = this.#parts.reader.onWrite(() => this.wake());
    this.wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.#endListening?.();
    for (const lane of this.#lanes) lane.stop();
  }

  /** Something may be new in the stream. */
  wake(): void {
    this.#isWoken = true;
    if (this.#isReading || this.#isStopped) return;
    this.#isReading = true;
    const end = this.#parts.quiet.begin(`stream of ${this.#parts.source.table}`);
    // Not at once: of many writes in one turn, the first wakes and all are read together.
    setImmediate(() => {
      this.#readAll()
        .catch((error) => process.emitWarning(error))
        .finally(() => {
          this.#isReading = false;
          // Woken between the last look and now.
          if (this.#isWoken) this.wake();
          end();
        });
    });
  }

  async #readAll(): Promise<void> {
    const { reader } = this.#parts;
    while (this.#isWoken && !this.#isStopped) {
      this.#isWoken = false;
      while (this.#position.underWayCount < MOST_UNDER_WAY && !this.#isStopped) {
        const rows = reader.recordsAfter(this.#position.read, READ_AT_ONCE);
        const read = rows instanceof Promise ? await rows : rows;
        for (const row of read) this.#take(row);
        for (const lane of this.#lanes) lane.run();
        if (read.length < READ_AT_ONCE) break;
      }
    }
    void this.#position.keep();
  }

  #take(row: StreamRow): void {
    const { definition, source, clock } = this.#parts;
    const record = streamRecord(row, source, clock.now());
    const isWanted = definition.wants(record.event);
    this.#position.note(record.sequence, isWanted);
    if (!isWanted) return;
    this.#lanes[laneOf(record.orderKey, this.#lanes.length)]?.push(record);
  }
}

function laneOf(orderKey: string, lanes: number): number {
  return lanes === 1 ? 0 : createHash('md5').update(orderKey).digest().readUInt32BE() % lanes;
}
