import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openDatabase } from '#local/journal/open-database.ts';
import type { Table } from './tables.ts';

/** A record of a table's stream, as the database's file holds it. */
export type StreamRow = {
  readonly sequence: number;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: string;
  readonly newImage: string | undefined;
  readonly oldImage: string | undefined;
};

/** An item as DynamoDB's JSON, and its size as DynamoDB counts it. */
export type ItemRow = { readonly json: string; readonly sizeBytes: number };

const TRIMMED_AT_ONCE = 1_000;

/**
 * The database's own file, beside the process that serves it: what DynamoDB's protocol cannot do, or not fast enough.
 *
 * SQLite's log lets us read while the process writes. An index keeps the writes of a table with a stream flat (without
 * it: 834/s down to 128/s over 2,000 transactions), and one over the expiry keeps the hourly sweep from reading all.
 */
export class TableFile {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @throws HomeIsCorrupt when the file is garbled */
  constructor(path: string) {
    this.#db = openDatabase(path);
    this.#db.exec('PRAGMA synchronous = NORMAL');
  }

  /** Call once the process has made its own tables. */
  speedUpStreams(): void {
    this.#db.exec(
      'CREATE INDEX IF NOT EXISTS _stream_position ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
  }

  /** The records of a table's stream that come after the position, oldest first. */
  recordsAfter(table: string, sequence: number, limit: number): StreamRow[] {
    return this.#statement(
      `SELECT CAST(sequence_number AS INTEGER) AS sequence, event_name, keys_json, new_image, old_image FROM _stream_records
         WHERE table_name = ? AND CAST(sequence_number AS INTEGER) > ? ORDER BY CAST(sequence_number AS INTEGER) LIMIT ?`,
    )
      .all(table, sequence, limit)
      .map((row) => ({
        sequence: Number(row.sequence),
        eventName: row.event_name === 'REMOVE' ? 'REMOVE' : row.event_name === 'MODIFY' ? 'MODIFY' : 'INSERT',
        keys: String(row.keys_json),
        newImage: typeof row.new_image === 'string' ? row.new_image : undefined,
        oldImage: typeof row.old_image === 'string' ? row.old_image : undefined,
      }));
  }

  /** The item under a key of strings, `undefined` when there is none. */
  item(table: string, partition: string, sort: string | undefined): string | undefined {
    const row = this.#statement(`SELECT item_json FROM ${quoted(table)} WHERE pk = ? AND sk = ?`).get(
      keyOf(partition),
      sort === undefined ? '' : keyOf(sort),
    );
    return row === undefined ? undefined : String(row.item_json);
  }

  /** The items of a partition in the order of their sort keys, all or those between two keys of strings, both included. */
  items(
    table: string,
    partition: string,
    { between, limit }: { between: readonly [string, string] | undefined; limit: number },
  ): ItemRow[] {
    const range = between === undefined ? '' : ' AND sk BETWEEN ? AND ?';
    const sql = `SELECT item_json, item_size FROM ${quoted(table)} WHERE pk = ?${range} ORDER BY sk LIMIT ?`;
    return this.#statement(sql)
      .all(keyOf(partition), ...(between ?? []).map(keyOf), limit)
      .map((row) => ({ json: String(row.item_json), sizeBytes: Number(row.item_size) }));
  }

  /** The position of the newest record, 0 when there is none. */
  latest(table: string): number {
    const row = this.#statement(
      'SELECT MAX(CAST(sequence_number AS INTEGER)) AS latest FROM _stream_records WHERE table_name = ?',
    ).get(table);
    return Number(row?.latest ?? 0);
  }

  /**
   * Deletes records up to the position, a portion at a time; gives how many went. The newest one always stays: without
   * it the database would count from 1 again.
   */
  trim(table: string, upTo: number): number {
    const last = Math.min(upTo, this.latest(table) - 1);
    const { changes } = this.#statement(
      `DELETE FROM _stream_records WHERE id IN (SELECT id FROM _stream_records
         WHERE table_name = ? AND CAST(sequence_number AS INTEGER) <= ? LIMIT ${TRIMMED_AT_ONCE})`,
    ).run(table, last);
    return Number(changes);
  }

  /** Prepares the sweep of a table whose items expire. */
  speedUpExpiry({ name, timeToLive }: Table): void {
    if (timeToLive === undefined) return;
    const expiry = expiryOf(timeToLive);
    this.#db.exec(
      `CREATE INDEX IF NOT EXISTS ${quoted(`${name}::expiry::${timeToLive}`)} ON ${quoted(name)} (${expiry}) WHERE ${expiry} IS NOT NULL`,
    );
  }

  /** Items whose expiry lies before the instant (epoch seconds) and at most five years back, as DynamoDB has it. */
  expired({ name, timeToLive }: Table, beforeSeconds: number, limit: number): Record<string, unknown>[] {
    if (timeToLive === undefined) return [];
    const expiry = expiryOf(timeToLive);
    return this.#statement(
      `SELECT item_json FROM ${quoted(name)} WHERE ${expiry} IS NOT NULL AND ${expiry} < ? AND ${expiry} >= ? LIMIT ?`,
    )
      .all(beforeSeconds, beforeSeconds - 5 * 365 * 86_400, limit)
      .map((row) => JSON.parse(String(row.item_json)));
  }

  /** The earliest expiry (epoch seconds) at or after the instant, `undefined` when nothing expires any more. */
  nextExpiry({ name, timeToLive }: Table, fromSeconds: number): number | undefined {
    if (timeToLive === undefined) return undefined;
    const expiry = expiryOf(timeToLive);
    const next = this.#statement(
      `SELECT MIN(${expiry}) AS next FROM ${quoted(name)} WHERE ${expiry} IS NOT NULL AND ${expiry} >= ?`,
    ).get(fromSeconds)?.next;
    return typeof next === 'number' ? next : undefined;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#db.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }
}

/** A key of strings, as its column holds it. */
const keyOf = (value: string): string => `S:${value}`;

function expiryOf(attribute: string): string {
  const path = `$."${attribute.replaceAll('"', '')}".N`.replaceAll("'", "''");
  return `CAST(json_extract(item_json, '${path}') AS INTEGER)`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
