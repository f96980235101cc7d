import { fieldsOf } from './operations.ts';
import type { TableFile } from './table-file.ts';
import type { Table } from './tables.ts';

type Input = Readonly<Record<string, unknown>>;

/** Beyond, the database cuts an answer into pages; such long ones are left to it. */
const MOST_BYTES = 500_000;
const MOST_ITEMS = 500;
/** A program has a few dozen; one that makes names up for each request must not fill our memory. */
const MOST_SHAPES = 1_000;
/** Sort keys have at most 1,024 bytes; the database refuses what is longer. */
const LONGEST_KEY = 256;

const ofGet: ReadonlySet<string> = new Set(['TableName', 'Key', 'ConsistentRead']);
const ofQuery: ReadonlySet<string> = new Set([
  'TableName',
  'KeyConditionExpression',
  'ExpressionAttributeValues',
  'ConsistentRead',
]);
const condition = /^(\w+) = (:\w+)(?: AND (\w+) BETWEEN (:\w+) AND (:\w+))?$/;

/**
 * Answers the plainest reads straight from the database's file: an item by its key, and the items of a partition, all or
 * between two sort keys, where keys are strings.
 *
 * The database commits before it answers a write, and a log's readers see what is committed: these answers are as
 * consistent as its own, at a fraction of the work (a tenth of the whole city’s time, measured). Whatever is not plain goes to
 * the database, and so does each shape of a query until the database has taken it once: what is valid is its to say.
 */
export class FileReads {
  readonly #file: TableFile;
  readonly #taken = new Set<string>();

  constructor(file: TableFile) {
    this.#file = file;
  }

  /** The body of the answer; `undefined` when the database is to be asked. */
  answer(operation: string, input: Input, table: Table | undefined): string | undefined {
    if (table === undefined) return undefined;
    try {
      if (operation === 'GetItem') return this.#item(input, table);
      return operation === 'Query' ? this.#items(input, table) : undefined;
    } catch {
      // Locked or being changed: the database has the last word.
      return undefined;
    }
  }

  /** Notes that the database has answered a request of this shape. */
  taken(operation: string, input: Input): void {
    if (operation !== 'Query' || !hasOnly(ofQuery, input) || this.#taken.size === MOST_SHAPES) return;
    this.#taken.add(shapeOf(input));
  }

  #item(input: Input, table: Table): string | undefined {
    if (!hasOnly(ofGet, input)) return undefined;
    const key = fieldsOf(input.Key);
    const partition = textOf(key[table.partitionKey]);
    const sort = table.sortKey === undefined ? undefined : textOf(key[table.sortKey]);
    const isWhole = Object.keys(key).length === (table.sortKey === undefined ? 1 : 2);
    if (!isWhole || partition === undefined || (table.sortKey !== undefined && sort === undefined)) return undefined;
    const json = this.#file.item(table.name, partition, sort);
    return json === undefined ? '{}' : `{"Item":${json}}`;
  }

  #items(input: Input, table: Table): string | undefined {
    if (!hasOnly(ofQuery, input) || !this.#taken.has(shapeOf(input))) return undefined;
    const parts = condition.exec(String(input.KeyConditionExpression));
    if (parts === null) return undefined;
    const [, partitionKey, partitionName = '', sortKey, fromName = '', toName = ''] = parts;
    const values = fieldsOf(input.ExpressionAttributeValues);
    const partition = textOf(values[partitionName]);
    if (partitionKey !== table.partitionKey || partition === undefined) return undefined;
    const between = sortKey === undefined ? undefined : rangeOf(values[fromName], values[toName]);
    if (sortKey !== undefined && (sortKey !== table.sortKey || between === undefined)) return undefined;
    const rows = this.#file.items(table.name, partition, { between, limit: MOST_ITEMS });
    const bytes = rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (rows.length === MOST_ITEMS || bytes > MOST_BYTES) return undefined;
    const items = rows.map(({ json }) => json).join(',');
    return `{"Items":[${items}],"Count":${rows.length},"ScannedCount":${rows.length}}`;
  }
}

const hasOnly = (members: ReadonlySet<string>, input: Input): boolean =>
  Object.keys(input).every((member) => members.has(member)) &&
  (input.ConsistentRead === undefined || typeof input.ConsistentRead === 'boolean');

/** What the database judges of a query besides its values. */
const shapeOf = ({ TableName, KeyConditionExpression, ExpressionAttributeValues }: Input): string =>
  [TableName, KeyConditionExpression, ...Object.keys(fieldsOf(ExpressionAttributeValues)).toSorted()].join('\n');

/** A string that can be a key, out of an attribute value. */
function textOf(value: unknown): string | undefined {
  const members = fieldsOf(value);
  const { S: text } = members;
  const isKey = typeof text === 'string' && text !== '' && text.length <= LONGEST_KEY;
  return isKey && Object.keys(members).length === 1 ? text : undefined;
}

/** Two bounds in their order; the database refuses them in the other. */
function rangeOf(from: unknown, to: unknown): [string, string] | undefined {
  const [low, high] = [textOf(from), textOf(to)];
  if (low === undefined || high === undefined) return undefined;
  return Buffer.compare(Buffer.from(low), Buffer.from(high)) <= 0 ? [low, high] : undefined;
}
