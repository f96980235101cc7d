import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hour, monday, type Town, town } from '../town.ts';

type Json = Record<string, unknown>;
const arn = 'arn:aws:lambda:ap-northeast-2:000000000000:function:back';
const route = (RouteKey: string, more: Json = {}) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey,
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Back' }]] },
    ...more,
  },
});
const guarded = { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Guard' } };
const resources = {
  Api: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      Name: 'test',
      ProtocolType: 'HTTP',
      CorsConfiguration: {
        AllowOrigins: ['https://portal.example'],
        AllowMethods: ['GET', 'POST'],
        AllowHeaders: ['authorization'],
        MaxAge: 60,
      },
    },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', DefaultRouteSettings: { ThrottlingRateLimit: 1 } },
  },
  Back: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arn,
      PayloadFormatVersion: '2.0',
    },
  },
  Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
  Client: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: { UserPoolId: { Ref: 'Pool' }, AllowedOAuthScopes: ['city/read'] },
  },
  Clerks: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'clerk' } },
  Chiefs: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'chief' } },
  Guard: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [{ Ref: 'Client' }],
        Issuer: {
          'Fn::Join': ['', ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.amazonaws.com/', { Ref: 'Pool' }]],
        },
      },
    },
  },
  List: route('GET /things'),
  One: route('GET /things/{id}'),
  Special: route('GET /things/special'),
  AnyOfOne: route('ANY /things/{id}'),
  Rest: route('ANY /files/{path+}'),
  Private: route('GET /private', guarded),
  Written: route('GET /written', { ...guarded, AuthorizationScopes: ['city/write'] }),
  Read: route('GET /read', { ...guarded, AuthorizationScopes: ['city/read', 'city/write'] }),
};
let place: Town;
let events: Json[];
let back: (event: unknown) => unknown;

beforeEach(async () => {
  place = await town(resources, { outputs: { PoolId: { Value: { Ref: 'Pool' } } } });
  events = [];
  back = () => ({ statusCode: 200 });
  place.functions.define('back', (event) => {
    events.push(event as Json);
    return back(event);
  });
});
afterEach(() => place.close());

const ask = (path: string, init?: RequestInit) => fetch(`${place.url}${path}`, init);
const token = async (): Promise<string> => {
  const UserPoolId = place.stack?.outputs.PoolId;
  await place.aws('cognito-idp', 'AdminCreateUser', { UserPoolId, Username: 'kim' });
  for (const GroupName of ['clerk', 'chief'])
    await place.aws('cognito-idp', 'AdminAddUserToGroup', { UserPoolId, Username: 'kim', GroupName });
  return String((await place.control('sign-in', { as: 'kim' })).body.accessToken);
};

describe('a request', () => {
  test('reaches the function as API Gateway’s event of version 2.0', async () => {
    await ask('/things/a%20b?x=1&x=2&y=%EB%8C%80', {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'Content-Type': 'application/json', 'X-Many': 'one', Cookie: 'a=1; b=2' },
    });
    const host = new URL(place.url).host;
    expect(events[0]).toEqual({
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
    await ask('/files/a/b/c', { method: 'PUT', body: Buffer.from([0, 255]), headers: { 'content-type': 'image/png' } });
    expect(events[0]).toMatchObject({
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
    await ask(path, { method });
    expect(events[0]?.routeKey).toBe(expected);
  });

  test.each([
    ['GET', '/nowhere'],
    ['POST', '/things'],
    ['GET', '/things/a/b'],
    ['GET', '/files'],
  ])('%s %s that no route takes is not found', async (method, path) => {
    const answer = await ask(path, { method });
    expect([answer.status, await answer.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  test.each([
    [5_000_000, 200],
    [7_000_000, 413], // more than a function takes
    [10_485_761, 413], // more than the API takes
  ])('of %i bytes is answered %i', async (size, status) => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await ask('/things/x', { method: 'POST', headers, body: 'x'.repeat(size) });
    expect(answer.status).toBe(status);
    if (status === 413) expect(await answer.json()).toEqual({ message: 'Request Entity Too Large' });
  });

  test('that comes during an advance waits at the door and gets the time after it', async () => {
    let asked: Promise<Response> | undefined;
    place.clock.at(monday + hour, () => {
      asked = ask('/things');
    });
    await place.pass(2 * hour);
    await asked;
    expect(events[0]).toMatchObject({ requestContext: { timeEpoch: monday + 2 * hour } });
  });

  test('whose client goes away does not keep the clock from moving', async () => {
    let finish: () => void = () => {};
    back = () =>
      new Promise((done) => {
        finish = () => done({ statusCode: 200 });
      });
    const socket = connect(Number(new URL(place.url).port), '127.0.0.1');
    socket.write('GET /things HTTP/1.1\r\nHost: x\r\n\r\n');
    while (events.length === 0) await new Promise((next) => setImmediate(next));
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
    back = () => result;
    const answer = await ask('/things');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([status, type, body]);
  });

  test('carries its cookies one by one', async () => {
    back = () => ({ statusCode: 204, cookies: ['a=1; Path=/', 'b=2'] });
    const answer = await ask('/things');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });

  test('of a function that fails is 500, whatever it threw', async () => {
    back = () => {
      throw new Error('secret');
    };
    const answer = await ask('/things');
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });
});

describe('the JWT authorizer', () => {
  test('hands on the claims as API Gateway does: all texts, a list in brackets', async () => {
    const authorization = `Bearer ${await token()}`;
    expect((await ask('/private', { headers: { authorization } })).status).toBe(200);
    expect(events[0]?.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: {
            username: 'kim',
            'cognito:groups': '[clerk chief]',
            exp: String((monday + hour) / 1000),
            token_use: 'access',
          },
          scopes: null,
        },
      },
    });
  });

  test('lets in who has one of the route’s scopes', async () => {
    const authorization = `Bearer ${await token()}`;
    expect((await ask('/read', { headers: { authorization } })).status).toBe(200);
    expect(events[0]?.requestContext).toMatchObject({ authorizer: { jwt: { scopes: ['city/read'] } } });
    const refused = await ask('/written', { headers: { authorization } });
    expect([refused.status, await refused.json()]).toEqual([403, { message: 'Forbidden' }]);
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
  });

  test('refuses no token, a garbled one, and one that virtual time has outlived', async () => {
    const good = await token();
    const [head, body, signature = ''] = good.split('.');
    for (const authorization of [
      undefined,
      'Bearer x',
      `Bearer ${head}.${body}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
    ]) {
      const answer = await ask('/private', authorization === undefined ? {} : { headers: { authorization } });
      expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
    }
    await place.pass(hour);
    expect((await ask('/private', { headers: { authorization: `Bearer ${good}` } })).status).toBe(401);
    expect(events).toEqual([]);
  });
});

describe('CORS', () => {
  test('a preflight is answered by the API itself', async () => {
    const headers = { origin: 'https://portal.example', 'access-control-request-method': 'POST' };
    const answer = await ask('/things', { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'https://portal.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '60',
    });
    expect(events).toEqual([]);
  });

  test('an allowed origin may read the answer, another may not', async () => {
    const allowed = await ask('/things', { headers: { origin: 'https://portal.example' } });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://portal.example');
    const other = await ask('/things', { headers: { origin: 'https://evil.example' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
