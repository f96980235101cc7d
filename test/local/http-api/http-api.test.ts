import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hour, monday } from '../town.ts';
import { apiTown } from './api-town.ts';

let place: Awaited<ReturnType<typeof apiTown>>;

beforeEach(async () => {
  place = await apiTown();
});
afterEach(() => place.close());

describe('a request', () => {
  test('reaches the function as API Gateway’s event of version 2.0', async () => {
    await place.ask('/things/a%20b?x=1&x=2&y=%EB%8C%80', {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'Content-Type': 'application/json', 'X-Many': 'one', Cookie: 'a=1; b=2' },
    });
    const host = new URL(place.url).host;
    expect(place.events[0]).toEqual({
      version: '2.0',
      routeKey: 'ANY /things/{id}',
      rawPath: '/things/a b',
      rawQueryString: 'x=1&x=2&y=%EB%8C%80',
      cookies: ['a=1', 'b=2'],
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'x-many': 'one',
        host,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      }),
      queryStringParameters: { x: '1,2', y: '대' },
      pathParameters: { id: 'a b' },
      requestContext: {
        accountId: '000000000000',
        apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
        domainName: host,
        domainPrefix: '127',
        http: { method: 'POST', path: '/things/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'node' },
        requestId: expect.any(String),
        routeKey: 'ANY /things/{id}',
        stage: '$default',
        time: '23/Nov/2026:00:00:00 +0000',
        timeEpoch: monday,
      },
      body: '{"a":1}',
      isBase64Encoded: false,
    });
  });

  test('with a body that is no text is handed on in base64', async () => {
    await place.ask('/files/a/b/c', {
      method: 'PUT',
      body: Buffer.from([0, 255]),
      headers: { 'content-type': 'image/png' },
    });
    expect(place.events[0]).toMatchObject({
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
      pathParameters: { path: 'a/b/c' },
    });
  });

  test.each([
    ['GET', '/things', 'GET /things'],
    ['GET', '/things/special', 'GET /things/special'],
    ['GET', '/things/other', 'GET /things/{id}'],
    ['DELETE', '/things/special', 'ANY /things/{id}'],
    ['GET', '/files/x', 'ANY /files/{path+}'],
  ])('%s %s takes the most specific route', async (method, path, expected) => {
    await place.ask(path, { method });
    expect(place.events[0]?.routeKey).toBe(expected);
  });

  test.each([
    ['GET', '/nowhere'],
    ['POST', '/things'],
    ['GET', '/things/a/b'],
    ['GET', '/files'],
  ])('%s %s that no route takes is not found', async (method, path) => {
    const answer = await place.ask(path, { method });
    expect([answer.status, await answer.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  test.each([
    [5_000_000, 200],
    [7_000_000, 413], // more than a function takes
    [10_485_761, 413], // more than the API takes
  ])('of %i bytes is answered %i', async (size, status) => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await place.ask('/things/x', { method: 'POST', headers, body: 'x'.repeat(size) });
    expect(answer.status).toBe(status);
    if (status === 413) expect(await answer.json()).toEqual({ message: 'Request Entity Too Large' });
  });

  test('that comes during an advance waits at the door and gets the time after it', async () => {
    let asked: Promise<Response> | undefined;
    place.clock.at(monday + hour, () => {
      asked = place.ask('/things');
    });
    await place.pass(2 * hour);
    await asked;
    expect(place.events[0]).toMatchObject({ requestContext: { timeEpoch: monday + 2 * hour } });
  });

  test('whose client goes away does not keep the clock from moving', async () => {
    let finish: () => void = () => {};
    place.behind.back = () =>
      new Promise((done) => {
        finish = () => done({ statusCode: 200 });
      });
    const socket = connect(Number(new URL(place.url).port), '127.0.0.1');
    socket.write('GET /things HTTP/1.1\r\nHost: x\r\n\r\n');
    while (place.events.length === 0) await new Promise((next) => setImmediate(next));
    socket.destroy();
    const half = connect(Number(new URL(place.url).port), '127.0.0.1');
    half.write('POST /things/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    half.destroySoon();
    finish();
    await place.pass(hour);
    expect(place.quiet.busy()).toEqual([]);
  });
});

describe('an answer', () => {
  test.each([
    ['an object without a status is the body of a 200', { a: [1] }, 200, 'application/json', '{"a":[1]}'],
    ['a text is too', 'hello', 200, 'application/json', 'hello'],
    [
      'a structured one is taken as it says',
      { statusCode: '201', headers: { 'Content-Type': 'text/csv', 'X-Number': 7 }, body: 'a,b' },
      201,
      'text/csv',
      'a,b',
    ],
    [
      'base64 is undone',
      { statusCode: 200, isBase64Encoded: true, body: Buffer.from('대답').toString('base64') },
      200,
      'text/plain;charset=UTF-8',
      '대답',
    ],
    [
      'a body that is no text is an error',
      { statusCode: 200, body: { a: 1 } },
      500,
      'application/json',
      '{"message":"Internal Server Error"}',
    ],
    [
      'a status that is none is an error',
      { statusCode: 'fine' },
      500,
      'application/json',
      '{"message":"Internal Server Error"}',
    ],
  ])('%s', async (_name, result, status, type, body) => {
    place.behind.back = () => result;
    const answer = await place.ask('/things');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([status, type, body]);
  });

  test('carries its cookies one by one', async () => {
    place.behind.back = () => ({ statusCode: 204, cookies: ['a=1; Path=/', 'b=2'] });
    const answer = await place.ask('/things');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });

  test('of a function that fails is 500, whatever it threw', async () => {
    place.behind.back = () => {
      throw new Error('secret');
    };
    const answer = await place.ask('/things');
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });
});

describe('CORS', () => {
  test('a preflight is answered by the API itself', async () => {
    const headers = { origin: 'https://portal.example', 'access-control-request-method': 'POST' };
    const answer = await place.ask('/things', { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'https://portal.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '60',
    });
    expect(place.events).toEqual([]);
  });

  test('an allowed origin may read the answer, another may not', async () => {
    const allowed = await place.ask('/things', { headers: { origin: 'https://portal.example' } });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://portal.example');
    const other = await place.ask('/things', { headers: { origin: 'https://evil.example' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
