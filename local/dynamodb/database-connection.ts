import { connect, type Socket } from 'node:net';
import type { RawAnswer } from '#local/wire/aws-service.ts';

type Asked = { readonly resolve: (answer: RawAnswer) => void; readonly reject: (error: Error) => void };

const END_OF_HEAD = '\r\n\r\n';
/** Headers of the database's answer that go on to the caller. */
const passedOn = ['content-type', 'x-amzn-requestid', 'x-amz-crc32'];

/**
 * A connection to the database that stays open and carries one request at a time.
 *
 * Node's own HTTP client costs more than the rest of the gateway (measured); the database always tells the length of its
 * answer, so reading one is short work. Left out: chunked answers.
 */
export class DatabaseConnection {
  readonly #socket: Socket;
  readonly #host: string;
  #asked: Asked | undefined;
  #received: Buffer[] = [];
  #receivedBytes = 0;
  #wholeBytes = Number.POSITIVE_INFINITY;
  #isBroken = false;

  constructor(endpoint: URL) {
    this.#host = endpoint.host;
    this.#socket = connect({ host: endpoint.hostname, port: Number(endpoint.port), noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#hear(chunk));
    this.#socket.on('error', (error) => this.#broken(error));
    this.#socket.on('close', () => this.#broken(new Error('the connection was closed')));
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Sends a request; nothing else may be under way. */
  post(headers: string, body: Uint8Array | string): Promise<RawAnswer> {
    const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
    const head = `POST / HTTP/1.1\r\nhost: ${this.#host}\r\n${headers}content-length: ${length}${END_OF_HEAD}`;
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      if (typeof body === 'string') this.#socket.write(head + body);
      else this.#socket.write(Buffer.concat([Buffer.from(head, 'latin1'), body]));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #hear(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#receivedBytes += chunk.length;
    if (this.#receivedBytes < this.#wholeBytes && this.#wholeBytes !== Number.POSITIVE_INFINITY) return;
    const received = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    this.#received = [received];
    const end = received.indexOf(END_OF_HEAD);
    if (end === -1) return;
    const head = received.toString('latin1', 0, end);
    const bodyAt = end + END_OF_HEAD.length;
    const length = headerOf(head, 'content-length');
    if (length === undefined) {
      this.#socket.destroy(new Error('an answer of the database did not tell its length'));
      return;
    }
    this.#wholeBytes = bodyAt + Number(length);
    if (this.#receivedBytes >= this.#wholeBytes) this.#answer(head, received.subarray(bodyAt, this.#wholeBytes));
  }

  #answer(head: string, body: Buffer): void {
    const asked = this.#asked;
    this.#asked = undefined;
    this.#received = [];
    this.#receivedBytes = 0;
    this.#wholeBytes = Number.POSITIVE_INFINITY;
    const headers: Record<string, string> = {};
    for (const name of passedOn) {
      const value = headerOf(head, name);
      if (value !== undefined) headers[name] = value;
    }
    asked?.resolve({ status: Number(head.slice(9, 12)), headers, body });
  }

  #broken(error: Error): void {
    this.#isBroken = true;
    this.#asked?.reject(error);
    this.#asked = undefined;
  }
}

function headerOf(head: string, name: string): string | undefined {
  const lower = head.toLowerCase();
  const at = lower.indexOf(`\r\n${name}:`);
  if (at === -1) return undefined;
  const from = at + name.length + 3;
  const to = head.indexOf('\r\n', from);
  return head.slice(from, to === -1 ? undefined : to).trim();
}
