import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendJson } from './problem.ts';

/** Answers a request; never rejects. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What stands behind the front door, once it is opened. */
export type Rooms = {
  /** Answers what it knows (`true`), in the order of the list. */
  readonly ask: readonly {
    readonly isFor: (request: IncomingMessage, path: string) => boolean;
    readonly handle: Handler;
  }[];
  readonly otherwise: Handler;
};

/** SDKs keep connections for long; one that the server closes first breaks a request. */
const KEEP_ALIVE_MS = 75_000;

/** The port cannot be had. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
  constructor(port: number, code: string) {
    const fault = code === 'EACCES' ? 'may not be listened on' : 'is in use';
    super(`port ${port} ${fault}, expected a free one: stop what listens there or set PORT to another`);
  }
}

/**
 * The one HTTP port of the local cloud, on 127.0.0.1 alone.
 *
 * It listens before there is anything behind it, so that its address is known and a taken port is found at once. Requests that come
 * before `open` wait.
 */
export class FrontDoor {
  readonly #server: Server;
  #rooms: Rooms | undefined;
  #waiting: (() => void)[] = [];

  constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
  }

  /**
   * @returns the address, e.g. `http://127.0.0.1:3000`
   * @throws PortInUse
   */
  async listen(port: number): Promise<string> {
    await new Promise<void>((done, failed) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        failed(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new PortInUse(port, error.code) : error);
      });
      this.#server.listen(port, '127.0.0.1', done);
    });
    const { port: bound } = this.#server.address() as AddressInfo; // listening on TCP
    return `http://127.0.0.1:${bound}`;
  }

  /** Lets requests in. */
  open(rooms: Rooms): void {
    this.#rooms = rooms;
    for (const enter of this.#waiting) enter();
    this.#waiting = [];
  }

  /** Takes no new connections; kept ones end with their request. */
  stop(): void {
    this.#server.close();
    this.#server.closeIdleConnections();
  }

  /** Ends every connection. */
  close(): void {
    this.stop();
    this.#server.closeAllConnections();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (this.#rooms === undefined) {
      if (path === '/_local/health') {
        sendJson(response, 503, { status: 'starting' });
        return;
      }
      await new Promise<void>((enter) => this.#waiting.push(enter));
    }
    const rooms = this.#rooms;
    if (rooms === undefined) return;
    const room = rooms.ask.find((each) => each.isFor(request, path));
    await (room?.handle ?? rooms.otherwise)(request, response);
  }
}
