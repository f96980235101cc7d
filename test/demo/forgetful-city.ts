import { request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A door before a city that hands everything on, and leaves the last notice of a complaint out of the outbox that it shows. */
export class ForgetfulCity {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async before(cityUrl: string): Promise<ForgetfulCity> {
    const server = createServer((request, response) => handOn(cityUrl, request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new ForgetfulCity(server);
  }

  get url(): string {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function handOn(cityUrl: string, request: IncomingMessage, response: ServerResponse): void {
  const { url = '/', method, headers } = request;
  const further = ask(cityUrl + url, { method, headers }, async (answer) => {
    const body = Buffer.concat(await answer.toArray());
    const shown = url.startsWith('/_local/outbox') ? withoutLast(body) : body;
    response.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] }).end(shown);
  });
  request.pipe(further);
}

function withoutLast(body: Buffer): string {
  const { messages } = JSON.parse(body.toString()) as { messages: { text: string }[] };
  const last = messages.findLastIndex(({ text }) => /\d{8}-\w{6}-\w/.test(text));
  return JSON.stringify({ messages: messages.filter((_, at) => at !== last) });
}
