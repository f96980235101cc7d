import type { lookup } from 'node:dns';
import { afterEach, describe, expect, it } from 'vitest';
import { checkEndpoint, exchange, guardedLookup, mayCall } from '#functions/outbound/public-endpoint.ts';
import { type Answer, ownServer } from './own-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serverWith(answer: Answer) {
  const server = await ownServer(() => answer);
  closing.push(server.close);
  return server;
}

const get = { method: 'GET', headers: {} } as const;

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '1.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '169.253.255.255',
    '192.167.255.255',
    '223.255.255.255',
    '2001:4860:4860::8888',
    '2600::1',
  ])('%s is public', (address) => {
    expect(mayCall(address, 'none')).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('%j is not, and is never called', (address) => {
    expect(mayCall(address, 'none')).toBe(false);
  });

  it('of the machine itself may be called where that is said, and no other private one', () => {
    const called = ['127.0.0.1', '127.8.8.8', '::1', '10.0.0.1', '169.254.169.254', 'fe80::1', '::ffff:127.0.0.1'];
    expect(called.map((address) => mayCall(address, 'loopback'))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('an endpoint', () => {
  it.each(['https://open311.example.org/v2', 'https://8.8.8.8/v2', 'https://[2600::1]:8443/', 'https://한글.example/'])(
    '%s is taken',
    (url) => {
      expect(checkEndpoint(url, 'none').href).toBe(new URL(url).href);
    },
  );

  it.each([
    ['http://open311.example.org/v2', 'http: is not called, only https:'],
    ['ftp://open311.example.org/', 'ftp: is not called, only https:'],
    ['file:///etc/passwd', 'file: is not called, only https:'],
    ['https://user:secret@open311.example.org/', 'an address without a user was expected'],
    ['no address', 'an address without a user was expected'],
    ['https://127.0.0.1/', '127.0.0.1 is not a public address'],
    ['https://10.1.2.3/', '10.1.2.3 is not a public address'],
    // All the ways to write an address are the same one.
    ['https://2130706433/', '127.0.0.1 is not a public address'],
    ['https://0x7f.1/', '127.0.0.1 is not a public address'],
    ['https://[::1]/', '::1 is not a public address'],
    ['https://[::ffff:169.254.169.254]/', '::ffff:a9fe:a9fe is not a public address'],
    ['http://127.0.0.1/', 'http: is not called, only https:'],
    ['http://localhost/', 'http: is not called, only https:'],
  ])('%s is refused: %s', (url, message) => {
    expect(() => checkEndpoint(url, 'none')).toThrow(expect.objectContaining({ name: 'EndpointForbidden', message }));
  });

  it.each([
    ['http://127.0.0.1:3999/v2', true],
    ['http://localhost:3999/v2', true],
    ['http://[::1]:3999/v2', true],
    ['https://127.0.0.1/', true],
    ['http://10.0.0.1/', false],
    ['https://10.0.0.1/', false],
    ['http://open311.example.org/', false],
  ])('%s on one machine is taken: %s', (url, isTaken) => {
    const check = () => checkEndpoint(url, 'loopback');
    if (isTaken) expect(check().href).toBe(new URL(url).href);
    else expect(check).toThrow(expect.objectContaining({ name: 'EndpointForbidden' }));
  });
});

describe('a name', () => {
  const found = (...addresses: string[]) =>
    ((_host: string, _options: object, done: (...told: unknown[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as unknown as typeof lookup;
  const look = (all: boolean, ...addresses: string[]) =>
    new Promise((done) => {
      guardedLookup('none', found(...addresses))('x.example', { all }, (error, ...told) => done(error ?? told));
    });

  it('leads to its public addresses, one or all of them', async () => {
    expect(await look(false, '8.8.8.8', '2600::1')).toEqual(['8.8.8.8', 4]);
    expect(await look(true, '8.8.8.8', '2600::1')).toEqual([
      [
        { address: '8.8.8.8', family: 4 },
        { address: '2600::1', family: 6 },
      ],
    ]);
  });

  it.each([[['127.0.0.1']], [['8.8.8.8', '10.0.0.1']], [['2600::1', 'fd00::1']], [[]]])(
    'that leads to %j leads nowhere',
    async (addresses) => {
      expect(await look(true, ...addresses)).toMatchObject({ name: 'EndpointForbidden' });
    },
  );

  it('that cannot be found says so', async () => {
    const nowhere = ((_host: string, _options: object, done: (error: Error) => void) =>
      done(Object.assign(new Error('of a test'), { code: 'ENOTFOUND' }))) as unknown as typeof lookup;
    const told = await new Promise((done) => guardedLookup('none', nowhere)('x.example', {}, (error) => done(error)));
    expect(told).toMatchObject({ code: 'ENOTFOUND' });
  });

  it('of the machine itself is checked for the connection, not only as it is written', async () => {
    const { url, requests } = await serverWith([200, '{}']);
    const named = url.replace('127.0.0.1', 'localhost');
    await expect(exchange(named.replace('http:', 'https:'), get, 'none')).rejects.toMatchObject({
      name: 'EndpointForbidden',
    });
    expect(requests).toEqual([]);
  });
});

describe('an exchange', () => {
  it('sends method, headers and body, and gives status and body', async () => {
    const { url, requests } = await serverWith([201, '[1]']);
    const asked = { method: 'POST', headers: { 'x-key': '7' }, body: '하나' } as const;
    expect(await exchange(`${url}/a?b=c`, asked, 'loopback')).toEqual({ status: 201, body: '[1]' });
    expect(requests).toMatchObject([
      { method: 'POST', path: '/a?b=c', body: '하나', headers: { 'x-key': '7', 'content-length': '6' } },
    ]);
  });

  it('follows no redirect', async () => {
    const other = await serverWith([200, 'inside']);
    const { url } = await serverWith((response) => response.writeHead(302, { location: other.url }).end());
    expect(await exchange(url, get, 'loopback')).toEqual({ status: 302, body: '' });
    expect(other.requests).toEqual([]);
  });

  it('that is forbidden asks nobody', async () => {
    const { url, requests } = await serverWith([200, '{}']);
    expect(() => exchange(url, get, 'none')).toThrow(expect.objectContaining({ name: 'EndpointForbidden' }));
    expect(requests).toEqual([]);
  });

  it('with too large an answer ends', async () => {
    const { url } = await serverWith([200, 'x'.repeat(262_145)]);
    await expect(exchange(url, get, 'loopback')).rejects.toMatchObject({ name: 'AnswerTooLarge' });
    const other = await serverWith([200, 'x'.repeat(262_144)]);
    expect((await exchange(other.url, get, 'loopback')).body).toHaveLength(262_144);
  });

  it('with a server that hangs up fails', async () => {
    const { url } = await serverWith((response) => response.destroy());
    await expect(exchange(url, get, 'loopback')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
