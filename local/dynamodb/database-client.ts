import type { RawAnswer } from '#local/wire/aws-service.ts';
import { DatabaseConnection } from './database-connection.ts';

const MOST_CONNECTIONS = 16;
/** The database looks at their form only; who may do what was decided at the gateway. */
const signature = [
  'authorization: AWS4-HMAC-SHA256 Credential=local/20260101/dynoxide/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date: 20260101T000000Z',
  'content-type: application/x-amz-json-1.0',
]
  .map((line) => `${line}\r\n`)
  .join('');

/** Hands requests to the database over a few connections that stay open; more requests wait for one to be free. */
export class DatabaseClient {
  readonly #endpoint: () => Promise<URL>;
  readonly #open = new Set<DatabaseConnection>();
  readonly #idle: DatabaseConnection[] = [];
  #waiting: (() => void)[] = [];

  constructor(endpoint: () => Promise<URL>) {
    this.#endpoint = endpoint;
  }

  /** @throws DatabaseUnreachable when the connection breaks before the answer is whole */
  async post(target: string, body: Uint8Array | string): Promise<RawAnswer> {
    const connection = await this.#take();
    try {
      return await connection.post(`${signature}x-amz-target: ${target}\r\n`, body);
    } catch (error) {
      throw new DatabaseUnreachable(error);
    } finally {
      this.#giveBack(connection);
    }
  }

  close(): void {
    for (const connection of this.#open) connection.close();
  }

  async #take(): Promise<DatabaseConnection> {
    const endpoint = await this.#endpoint();
    for (;;) {
      const idle = this.#idle.pop();
      if (idle !== undefined && !idle.isBroken) return idle;
      if (idle !== undefined) this.#open.delete(idle);
      else if (this.#open.size < MOST_CONNECTIONS) {
        const connection = new DatabaseConnection(endpoint);
        this.#open.add(connection);
        return connection;
      } else await new Promise<void>((free) => this.#waiting.push(free));
    }
  }

  #giveBack(connection: DatabaseConnection): void {
    if (connection.isBroken) this.#open.delete(connection);
    else this.#idle.push(connection);
    this.#waiting.shift()?.();
  }
}

/** The database went away in the middle of a request; it is being started again. Retryable. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
  constructor(cause: unknown) {
    super(`the database did not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
