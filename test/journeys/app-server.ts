import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server of an app was sent. */
export type Heard = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };

/** What was told in a message. */
export type Told = {
  readonly number: string;
  readonly event: string;
  readonly entry?: number;
  readonly order?: number;
};

/** A server of an app, which answers as it is told to and keeps what it was sent. */
export type AppServer = {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** What it was sent of complaints, in order. */
  events(): Told[];
  close(): Promise<void>;
};

/** Opens a server on this machine; a status of 302 leads to `/elsewhere`. */
export async function appServer(answer: (heard: Heard) => number | Promise<number>, port = 0): Promise<AppServer> {
  const heard: Heard[] = [];
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      heard.push(one);
      const status = await answer(one);
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((done) => http.listen(port, '127.0.0.1', done));
  // Listens on a port, not on a pipe.
  const address = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/`,
    heard,
    events: () => heard.map(({ body }): Told => JSON.parse(body)).filter(({ event }) => event !== 'subscribed'),
    close: async () => {
      const closed = new Promise((done) => http.close(done));
      http.closeAllConnections();
      await closed;
    },
  };
}

/** Whether a message carries the signature of whoever has the secret, as Standard Webhooks says. */
export function isSignedBy(secret: string, { headers, body }: Heard): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}
