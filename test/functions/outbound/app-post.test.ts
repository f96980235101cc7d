import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newSigningSecret, postToApp, signatureOf } from '#functions/outbound/app-post.ts';

const post = { id: 'msg_1', atSeconds: 1_795_392_000, body: '{"event":"closed"}', secret: newSigningSecret() };

let server: Server;
let url: string;
let status: number;
let got: Record<string, unknown>;
beforeEach(async () => {
  status = 204;
  got = {};
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      got = { ...request.headers, method: request.method, path: request.url, body };
      if (status !== 0) response.writeHead(status, { location: '/elsewhere' }).end('x'.repeat(10));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?app=1`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('a message to an app', () => {
  it('is signed as Standard Webhooks says', () => {
    // The example of the specification's own libraries.
    const signature = signatureOf({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      atSeconds: 1_614_265_330,
      body: '{"test": 2432232314}',
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    });
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is posted whole, under its id and time', async () => {
    expect(await postToApp(url, post, 'loopback')).toEqual({ kind: 'taken' });
    expect(got).toMatchObject({
      method: 'POST',
      path: '/hook?app=1',
      body: post.body,
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1795392000',
      'webhook-signature': signatureOf(post),
    });
  });

  it.each([
    [200, { kind: 'taken' }],
    [299, { kind: 'taken' }],
    [301, { kind: 'redirected' }],
    [308, { kind: 'redirected' }],
    [401, { kind: 'not-taken', why: 'status 401' }],
    [500, { kind: 'not-taken', why: 'status 500' }],
  ])('that is answered %i is %o', async (answer, posted) => {
    status = answer;
    expect(await postToApp(url, post, 'loopback')).toEqual(posted);
    expect(got.path).toBe('/hook?app=1');
  });

  it('that is not answered in time was not taken', async () => {
    status = 0;
    expect(await postToApp(url, post, 'loopback', 50)).toEqual({ kind: 'not-taken', why: 'AbortError' });
  });

  it('goes nowhere inside', async () => {
    expect(await postToApp(url, post, 'none')).toMatchObject({ kind: 'forbidden' });
    expect(await postToApp('https://localhost/', post, 'none')).toMatchObject({ kind: 'forbidden' });
    expect(got).toEqual({});
  });

  it('has a secret of its own', () => {
    expect(newSigningSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSigningSecret()).not.toBe(newSigningSecret());
  });
});
