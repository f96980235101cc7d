import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Provider } from '#local/template/provider.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, RawAnswer, Service } from '#local/wire/aws-service.ts';
import { DatabaseClient, DatabaseUnreachable } from './database-client.ts';
import { DatabaseProcess } from './database-process.ts';
import { Expiry } from './expiry.ts';
import { FileReads } from './file-reads.ts';
import { tablesWritten } from './operations.ts';
import { dynamoDbPermissions, streamPermissions } from './permissions.ts';
import { RegionRewrite, withTableNames } from './region-rewrite.ts';
import { RequestTokens } from './request-tokens.ts';
import { SharedRead } from './shared-read.ts';
import { StreamApi } from './stream-api.ts';
import { type StreamReader, StreamTrimming } from './stream-trimming.ts';
import { TableFile } from './table-file.ts';
import { type Table, Tables } from './tables.ts';

type Parts = { clock: VirtualClock; quiet: Quiet; home: string; endpoint?: string | undefined };
type Listener = () => void;

/** An answer of our own, as the database gives its. */
const answered = (body: string): RawAnswer => ({
  status: 200,
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': randomUUID(),
    'x-amz-crc32': String(crc32(body)),
  },
  body,
});

/** Any other goes to the database, which refuses it. */
const isToken = (text: string): boolean => text.length >= 1 && text.length <= 36;

/** Operations whose members name ARNs: only these are read and written anew, all others pass through as they are. */
const namesArns = /^(Create|Describe|Update|Delete|List|Tag|Untag|Get(Records|ShardIterator))(?!Item)/;

/**
 * DynamoDB and its streams: a database process behind the gateway, made to look like AWS's.
 *
 * Ours, because the process lacks it or is slow at it: ARNs of our region, expiry of items by the virtual clock, word of
 * each write for whoever reads the stream, trimming of streams, repeated transactions, plain reads. Left out: capacity, backups and
 * point-in-time recovery, PartiQL rights.
 *
 * @source Amazon DynamoDB API Reference
 */
export class DynamoDb implements Service {
  readonly provider: Provider;
  /** The same tables' streams, to be registered as `streams.dynamodb`. */
  readonly streams: Service;
  readonly #process: DatabaseProcess | undefined;
  readonly #elsewhere: URL | undefined;
  readonly #client: DatabaseClient;
  readonly #tables: Tables;
  readonly #expiry: Expiry;
  readonly #trimming: StreamTrimming;
  readonly #regions = new RegionRewrite();
  readonly #tokens: RequestTokens;
  readonly #path: string;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #reads = new Map<string, SharedRead>();
  #file: TableFile | undefined;
  #fileReads: FileReads | undefined;
  #opening: Promise<void> | undefined;

  /** @param endpoint of a database that runs elsewhere (`DAEDAP_DYNAMODB_ENDPOINT`); left out: one of our own in `home` */
  constructor({ clock, quiet, home, endpoint = process.env.DAEDAP_DYNAMODB_ENDPOINT }: Parts) {
    this.#path = join(home, 'dynamodb.sqlite');
    this.#process = endpoint === undefined ? new DatabaseProcess(this.#path) : undefined;
    this.#elsewhere = endpoint === undefined ? undefined : new URL(endpoint);
    this.#client = new DatabaseClient(async () => this.#elsewhere ?? (await this.#ownEndpoint()));
    this.#tables = new Tables(
      (operation, input) => this.#ask('DynamoDB_20120810', operation, input),
      (table) => this.#file?.speedUpExpiry(table),
    );
    this.provider = this.#tables.provider;
    this.#expiry = new Expiry({ clock, quiet, delete: (table, item) => this.#deleteExpired(table, item) });
    this.#trimming = new StreamTrimming(clock);
    this.#tokens = new RequestTokens(clock);
    this.streams = {
      call: (call) => this.#ask('DynamoDBStreams_20120810', call.operation, call.input),
      permissions: streamPermissions,
      callRaw: (call) => this.#passOn('DynamoDBStreams_20120810', call),
    };
  }

  call({ operation, input }: AwsCall): Promise<Record<string, unknown>> {
    return this.#ask('DynamoDB_20120810', operation, input);
  }

  callRaw(call: AwsCall): Promise<RawAnswer> {
    return this.#passOn('DynamoDB_20120810', call);
  }

  permissions(operation: string, input: AwsCall['input']): Permission[] {
    return dynamoDbPermissions(operation, input, (name, index) => {
      const table = this.#tables.get(name);
      return typeof index === 'string' ? table?.indexes.get(index) : table?.partitionKey;
    });
  }

  /** Calls the listener after each successful write to the table; the returned function ends it. */
  onWrite(tableName: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(tableName) ?? new Set();
    this.#listeners.set(tableName, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /**
   * How to read a table's stream; what lies behind `consumedUpTo` of all its readers is trimmed after 24 hours.
   */
  streamReader(tableName: string, consumedUpTo: () => number): StreamReader {
    const onWrite = (listener: Listener): (() => void) => this.onWrite(tableName, listener);
    const file = this.#file;
    if (file === undefined) {
      const streamArn = this.#tables.get(tableName)?.streamArn ?? '';
      const api = new StreamApi(
        (operation, input) => this.#ask('DynamoDBStreams_20120810', operation, input),
        streamArn,
      );
      return {
        recordsAfter: (sequence, limit) => api.recordsAfter(sequence, limit),
        latest: () => api.latest(),
        onWrite,
      };
    }
    this.#trimming.addReader(tableName, consumedUpTo);
    const read =
      this.#reads.get(tableName) ?? new SharedRead((sequence, limit) => file.recordsAfter(tableName, sequence, limit));
    this.#reads.set(tableName, read);
    return {
      recordsAfter: (sequence, limit) => read.recordsAfter(sequence, limit),
      latest: () => file.latest(tableName),
      onWrite,
    };
  }

  table(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** The database's process, for those who watch over it. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Where the database itself listens: for measurements; it judges no rights. */
  endpoint(): Promise<URL> {
    return this.#ownEndpoint();
  }

  /** Starts the database, if nobody needed it so far, and the sweep of expired items. */
  async start(): Promise<void> {
    await this.#ownEndpoint();
    if (this.#file === undefined) return;
    this.#expiry.start(this.#file, () => this.#tables.all());
    this.#trimming.start(this.#file, () => this.#tables.all());
  }

  async close(): Promise<void> {
    this.#expiry.stop();
    this.#trimming.stop();
    this.#client.close();
    this.#file?.close();
    await this.#process?.close();
  }

  async #ownEndpoint(): Promise<URL> {
    if (this.#process === undefined) return new URL('http://127.0.0.1');
    this.#opening ??= this.#open(this.#process);
    await this.#opening;
    return this.#process.endpoint();
  }

  async #open(database: DatabaseProcess): Promise<void> {
    await database.endOrphans();
    this.#file = new TableFile(this.#path);
    this.#fileReads = new FileReads(this.#file);
    await database.endpoint();
    this.#file.speedUpStreams();
  }

  async #ask(target: string, operation: string, input: AwsCall['input']): Promise<Record<string, unknown>> {
    const answer = await this.#send(target, operation, input);
    const members: Record<string, unknown> = JSON.parse(answer.body.toString());
    if (answer.status === 200) return members;
    const { __type, message, Message, ...facts } = members;
    const name = String(__type).replace(/^.*#/, '');
    throw new AwsError(name, String(message ?? Message ?? ''), answer.status, facts);
  }

  #passOn(target: string, { operation, input, raw }: AwsCall): Promise<RawAnswer> {
    return this.#send(target, operation, input, raw);
  }

  #send(target: string, operation: string, input: AwsCall['input'], raw?: Uint8Array): Promise<RawAnswer> {
    const { ClientRequestToken: token, ...rest } = input;
    if (operation !== 'TransactWriteItems' || typeof token !== 'string' || !isToken(token))
      return this.#forward(target, operation, input, raw);
    return this.#tokens.once(token, raw ?? JSON.stringify(rest), () => this.#forward(target, operation, rest));
  }

  async #forward(target: string, operation: string, input: AwsCall['input'], raw?: Uint8Array): Promise<RawAnswer> {
    const short = this.#fileReads?.answer(operation, input, this.#tables.get(String(input.TableName)));
    if (short !== undefined) return answered(short);
    const hasArns = namesArns.test(operation);
    const body =
      raw !== undefined && !hasArns && withTableNames(input) === input ? raw : JSON.stringify(withTableNames(input));
    const answer = await this.#post(`${target}.${operation}`, hasArns ? this.#regions.inward(body) : body);
    if (answer.status === 200) {
      this.#fileReads?.taken(operation, input);
      for (const table of tablesWritten(operation, input)) this.#written(table);
    }
    return hasArns ? { ...answer, body: this.#regions.outward(answer.body) } : answer;
  }

  async #post(target: string, body: Uint8Array | string): Promise<RawAnswer> {
    try {
      return await this.#client.post(target, body);
    } catch (error) {
      if (error instanceof DatabaseUnreachable)
        throw new AwsError('InternalServerError', this.#unreachable(error), 500);
      throw error;
    }
  }

  #unreachable({ message }: DatabaseUnreachable): string {
    if (this.#elsewhere === undefined) return message;
    return `${message}; DAEDAP_DYNAMODB_ENDPOINT is ${this.#elsewhere.href}, start what listens there or unset it`;
  }

  #written(table: string): void {
    this.#reads.get(table)?.forget();
    this.#expiry.written();
    this.#trimming.written();
    for (const listener of this.#listeners.get(table) ?? []) listener();
  }

  async #deleteExpired(table: Table, item: Readonly<Record<string, unknown>>): Promise<void> {
    const keys = [table.partitionKey, ...(table.sortKey === undefined ? [] : [table.sortKey])];
    const attribute = table.timeToLive ?? '';
    try {
      await this.#ask('DynamoDB_20120810', 'DeleteItem', {
        TableName: table.name,
        Key: Object.fromEntries(keys.map((key) => [key, item[key]])),
        // Someone may have given it a longer life since it was found.
        ConditionExpression: '#expiry = :seen',
        ExpressionAttributeNames: { '#expiry': attribute },
        ExpressionAttributeValues: { ':seen': item[attribute] },
      });
    } catch (error) {
      if (!(error instanceof AwsError && error.name === 'ConditionalCheckFailedException')) throw error;
    }
  }
}
