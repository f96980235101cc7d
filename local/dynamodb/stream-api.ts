import { fieldsOf } from './operations.ts';
import { listOf, textOf } from './table-definition.ts';
import type { StreamRow } from './table-file.ts';
import type { Ask } from './tables.ts';

/**
 * Reads a table's stream by the API of DynamoDB Streams, from a database that runs elsewhere.
 *
 * Slower than reading the file (three requests a look), and nothing is trimmed: the database keeps its own retention.
 */
export class StreamApi {
  readonly #ask: Ask;
  readonly #streamArn: string;

  constructor(ask: Ask, streamArn: string) {
    this.#ask = ask;
    this.#streamArn = streamArn;
  }

  async recordsAfter(sequence: number, limit: number): Promise<StreamRow[]> {
    const rows: StreamRow[] = [];
    for (const { ShardId, SequenceNumberRange } of await this.#shards()) {
      const { StartingSequenceNumber: first, EndingSequenceNumber: last } = fieldsOf(SequenceNumberRange);
      if (rows.length >= limit || (last !== undefined && Number(last) <= sequence)) continue;
      const from = sequence < Number(first) ? undefined : String(sequence).padStart(String(first).length, '0');
      rows.push(...(await this.#recordsOf(ShardId, from, limit - rows.length)));
    }
    return rows;
  }

  /** The position of the newest record, 0 when there is none. */
  async latest(): Promise<number> {
    for (let at = 0; ; ) {
      const newest = (await this.recordsAfter(at, 1_000)).at(-1);
      if (newest === undefined) return at;
      at = newest.sequence;
    }
  }

  async #shards(): Promise<ReturnType<typeof listOf>> {
    const { StreamDescription } = await this.#ask('DescribeStream', { StreamArn: this.#streamArn });
    return listOf(fieldsOf(StreamDescription).Shards);
  }

  async #recordsOf(ShardId: unknown, from: string | undefined, limit: number): Promise<StreamRow[]> {
    const { ShardIterator } = await this.#ask('GetShardIterator', {
      StreamArn: this.#streamArn,
      ShardId,
      ...(from === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: from }),
    });
    const { Records } = await this.#ask('GetRecords', { ShardIterator, Limit: Math.min(limit, 1_000) });
    return listOf(Records).map(rowOf);
  }
}

function rowOf({ eventName, dynamodb }: Readonly<Record<string, unknown>>): StreamRow {
  const { SequenceNumber, Keys, NewImage, OldImage } = fieldsOf(dynamodb);
  return {
    sequence: Number(SequenceNumber),
    eventName: textOf(eventName) === 'REMOVE' ? 'REMOVE' : eventName === 'MODIFY' ? 'MODIFY' : 'INSERT',
    keys: JSON.stringify(Keys),
    newImage: NewImage === undefined ? undefined : JSON.stringify(NewImage),
    oldImage: OldImage === undefined ? undefined : JSON.stringify(OldImage),
  };
}
