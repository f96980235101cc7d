import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ApiRequest, type HttpEvent, readRequest } from '#functions/middleware/api-request.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { Refused, RequestInvalid } from '#schemas/errors.ts';
import { at } from '#test/functions/samples.ts';

const operation: Operation = {
  id: 'test',
  method: 'POST',
  path: '/v1/complaints/{number}/test',
  audience: 'official',
  access: 'anyone',
  summary: 'A test',
  reply: { status: 200, schema: z.object({}), description: 'A test' },
};
const withBody: Operation = {
  ...operation,
  body: z.strictObject({ text: z.string(), nested: z.object({ score: z.int().max(5) }).optional() }),
};
const forStaff: Operation = { ...operation, access: 'token', groups: ['official', 'lead'] };

const event = (more: Partial<HttpEvent> = {}): HttpEvent => ({
  headers: {},
  isBase64Encoded: false,
  requestContext: { timeEpoch: Date.parse(at) },
  ...more,
});

/** An event with the claims of a token, as API Gateway hands them on. */
const signedIn = (claims: Readonly<Record<string, unknown>>): HttpEvent =>
  event({ requestContext: { timeEpoch: 0, authorizer: { jwt: { claims: { token_use: 'access', ...claims } } } } });

/** What the request is refused with: its code, its words, and the faults if it has any. */
function refusal(asked: Operation, given: HttpEvent): { code: string; message: string; faults?: unknown } {
  try {
    readRequest(asked, given);
  } catch (error) {
    if (error instanceof RequestInvalid) return { code: error.code, message: error.message, faults: error.faults };
    if (error instanceof Refused) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('the request was taken');
}

const bodyOf = (given: Partial<HttpEvent>): unknown => readRequest(withBody, event(given)).body;

describe('a request', () => {
  it('carries the instant at which it reached the API, to the millisecond', () => {
    const timeEpoch = Date.parse(at) + 1;
    expect(readRequest(operation, event({ requestContext: { timeEpoch } })).at).toBe('2026-11-23T00:00:00.001Z');
  });

  it('carries only what its operation asks for', () => {
    const given = event({ body: 'no JSON', queryStringParameters: { limit: 'x' }, pathParameters: { number: 'x' } });
    expect(readRequest(operation, given)).toEqual({
      at,
      caller: undefined,
      params: undefined,
      query: undefined,
      body: undefined,
      accessCode: undefined,
      transferCode: undefined,
      idempotencyKey: undefined,
      ifMatch: undefined,
    } satisfies Record<keyof ApiRequest<Operation>, unknown>);
  });

  it('has path and query parsed by their schemas', () => {
    const asked = {
      ...operation,
      params: z.object({ number: z.string() }),
      query: z.object({ limit: z.coerce.number().default(50) }),
    };
    const { params, query } = readRequest(asked, event({ pathParameters: { number: 'n' } }));
    expect([params, query]).toEqual([{ number: 'n' }, { limit: 50 }]);
    expect(refusal(asked, event({ queryStringParameters: { limit: 'many' } })).faults).toEqual([
      { path: '/path/number', expected: expect.stringContaining('string') },
    ]);
    expect(
      refusal(asked, event({ pathParameters: { number: 'n' }, queryStringParameters: { limit: 'many' } })).faults,
    ).toEqual([{ path: '/query/limit', expected: expect.stringContaining('number') }]);
  });

  it('carries the access code as it was sent', () => {
    expect(readRequest(operation, event({ headers: { 'access-code': '7kq4-m2x' } })).accessCode).toBe('7kq4-m2x');
    expect(readRequest(operation, event({ headers: { 'transfer-code': 'ZX8P' } })).transferCode).toBe('ZX8P');
  });
});

describe('a body', () => {
  it.each([
    ['plain', { body: '{"text":"대답"}' }],
    ['in base64', { body: Buffer.from('{"text":"대답"}').toString('base64'), isBase64Encoded: true }],
  ])('%s is read as UTF-8 JSON', (_, given) => {
    expect(bodyOf(given)).toEqual({ text: '대답' });
  });

  it('that breaks its schema is refused with the path of each fault', () => {
    const given = event({ body: '{"text":7,"nested":{"score":6},"more":1}' });
    expect(refusal(withBody, given)).toMatchObject({
      code: 'request-invalid',
      faults: [
        { path: '/body/text', expected: 'Invalid input: expected string, received number' },
        { path: '/body/nested/score', expected: 'Too big: expected number to be <=5' },
        { path: '/body/more', expected: 'no such member' },
      ],
    });
  });

  it.each([[undefined], ['']])('that is missing (%j) is refused by the schema', (body) => {
    expect(refusal(withBody, event(body === undefined ? {} : { body }))).toEqual({
      code: 'request-invalid',
      message: '/body: Invalid input: expected object, received undefined',
      faults: [{ path: '/body', expected: 'Invalid input: expected object, received undefined' }],
    });
  });

  it('that is no JSON is refused without repeating it', () => {
    expect(refusal(withBody, event({ body: 'my name is 김하나' }))).toEqual({
      code: 'request-invalid',
      message: '/body: JSON',
      faults: [{ path: '/body', expected: 'JSON' }],
    });
  });

  /** A body of so many bytes of UTF-8, of characters of three bytes each. */
  const ofBytes = (bytes: number): string => {
    const room = bytes - '{"text":""}'.length;
    return `{"text":"${'가'.repeat(Math.floor(room / 3))}${'a'.repeat(room % 3)}"}`;
  };

  it.each([
    [262_143, false],
    [262_144, false],
    [262_145, true],
  ])('of %i bytes is too large: %s, plain or in base64', (bytes, isTooLarge) => {
    const text = ofBytes(bytes);
    expect(Buffer.byteLength(text)).toBe(bytes);
    for (const given of [
      event({ body: text }),
      event({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true }),
    ]) {
      if (!isTooLarge) expect(readRequest(withBody, given).body).toHaveProperty('text');
      else {
        expect(refusal(withBody, given)).toEqual({
          code: 'body-too-large',
          message: 'the body has 262145 bytes, at most 262144 are taken',
        });
      }
    }
  });

  it('in base64 is measured as it was sent, not as it reads', () => {
    // Every byte that is no UTF-8 would read as a character of three bytes.
    const body = Buffer.alloc(100_000, 0xff).toString('base64');
    expect(refusal(withBody, event({ body, isBase64Encoded: true }))).toMatchObject({
      message: '/body: JSON in UTF-8',
    });
  });

  it('in another encoding is refused, not kept garbled', () => {
    // '대' in EUC-KR, as an old client sends it.
    const body = Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xb4, 0xeb]), Buffer.from('"}')]);
    expect(refusal(withBody, event({ body: body.toString('base64'), isBase64Encoded: true }))).toEqual({
      code: 'request-invalid',
      message: '/body: JSON in UTF-8',
      faults: [{ path: '/body', expected: 'JSON in UTF-8' }],
    });
  });
});

describe('the caller', () => {
  it.each([
    ['[official lead]', ['official', 'lead']],
    ['[official]', ['official']],
    ['[official, lead]', ['official', 'lead']],
    ['official', ['official']],
    ['[official unknown]', ['official']],
    ['[]', []],
    [undefined, []],
    [['official'], []],
  ])('with the groups claim %j has the groups %j', (claim, groups) => {
    const { caller } = readRequest(operation, signedIn({ username: 'official-1', 'cognito:groups': claim }));
    expect(caller).toEqual({ id: 'official-1', groups });
  });

  it.each([
    [{}],
    [{ username: 7 }],
    [{ sub: 'x', 'cognito:groups': '[official]' }],
    [{ token_use: 'id', username: 'x', 'cognito:groups': '[official]' }],
  ])('with the claims %j is nobody', (claims) => {
    expect(readRequest(operation, signedIn(claims)).caller).toBeUndefined();
  });

  it.each(['[official]', '[operator lead]'])('in one of the operation’s groups may call it: %s', (claim) => {
    const { caller } = readRequest(forStaff, signedIn({ username: 'x', 'cognito:groups': claim }));
    expect(caller?.id).toBe('x');
  });

  it.each([
    ['in none of its groups', signedIn({ username: 'x', 'cognito:groups': '[auditor]' })],
    ['without groups', signedIn({ username: 'x' })],
    ['that is nobody', event()],
  ])('%s is refused before anything else is read', (_, given) => {
    const asked = { ...forStaff, body: z.object({}) };
    expect(refusal(asked, { ...given, body: 'no JSON' })).toEqual({
      code: 'wrong-group',
      message: 'this is for official, lead',
    });
  });
});

describe('an idempotency key', () => {
  const asked: Operation = { ...operation, needs: ['Idempotency-Key'] };
  const keyed = (key: string) => event({ headers: { 'idempotency-key': key } });

  it.each([16, 128])('of %i characters is taken', (length) => {
    expect(readRequest(asked, keyed('k'.repeat(length))).idempotencyKey).toBe('k'.repeat(length));
  });

  it.each([0, 15, 129])('of %i characters is refused, needed or not', (length) => {
    for (const one of [asked, operation]) {
      expect(refusal(one, keyed('k'.repeat(length))).faults).toEqual([
        { path: '/headers/Idempotency-Key', expected: '16 to 128 characters' },
      ]);
    }
  });

  it('that is needed and missing is refused', () => {
    expect(refusal(asked, event())).toEqual({
      code: 'idempotency-key-required',
      message: 'the header Idempotency-Key is needed, 16 to 128 characters',
    });
  });
});

describe('the version in If-Match', () => {
  const asked: Operation = { ...operation, needs: ['If-Match'] };
  const matching = (text: string) => event({ headers: { 'if-match': text } });

  it.each([['"3"'], ['3'], ['W/"3"'], [' "3" ']])('%j is 3', (text) => {
    expect(readRequest(asked, matching(text)).ifMatch).toBe(3);
  });

  it.each([['*'], ['"three"'], ['"-1"'], ['"3", "4"'], ['"1234567890"'], ['']])('%j is refused', (text) => {
    expect(refusal(asked, matching(text)).faults).toEqual([
      { path: '/headers/If-Match', expected: 'the ETag of the case, like "3"' },
    ]);
  });

  it('that is needed and missing is refused', () => {
    expect(refusal(asked, event())).toEqual({
      code: 'if-match-required',
      message: 'the header If-Match is needed, with the version of the case that was read',
    });
  });
});
