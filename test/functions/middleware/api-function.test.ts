import type { Context } from 'aws-lambda';
import type { LambdaEvent } from 'hono/aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { apiFunction, type Reply } from '#functions/middleware/api-function.ts';
import { log } from '#functions/middleware/log.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import { at, number } from '#test/functions/samples.ts';

const operations = [
  {
    id: 'sayWord',
    method: 'POST',
    path: '/v1/complaints/{number}/word',
    audience: 'citizen',
    access: 'anyone',
    summary: 'Say a word',
    params: z.object({ number: z.string() }),
    body: z.strictObject({ word: z.string() }),
    reply: { status: 202, schema: z.object({}), description: 'Kept' },
  },
  {
    id: 'readWords',
    method: 'GET',
    path: '/v1/words',
    audience: 'citizen',
    access: 'anyone',
    summary: 'Read all words',
    reply: { status: 200, schema: z.object({}), description: 'All words' },
  },
] as const satisfies readonly Operation[];

type Answer = { statusCode: number; headers: Record<string, string>; body: string; isBase64Encoded: boolean };

const context: Context = {
  awsRequestId: 'request-1',
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'CitizenApi',
  functionVersion: '1',
  invokedFunctionArn: 'arn:citizen',
  logGroupName: 'citizen',
  logStreamName: 'citizen',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

const event = (method: string, path: string, body?: string): LambdaEvent => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  rawQueryString: '',
  headers: { 'content-type': 'application/json' },
  body: body ?? null,
  isBase64Encoded: false,
  pathParameters: { number },
  requestContext: {
    accountId: '1',
    apiId: 'api',
    authentication: null,
    authorizer: {},
    domainName: 'localhost',
    domainPrefix: 'localhost',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
    requestId: 'request-1',
    routeKey: `${method} ${path}`,
    stage: '$default',
    time: '23/Nov/2026:00:00:00 +0000',
    timeEpoch: Date.parse(at),
  },
});

const word = (body = '{"word":"대답"}') => event('POST', `/v1/complaints/${number}/word`, body);

type Work = (request: { at: string; params: { number: string }; body: { word: string } }) => Promise<Reply>;

/** What HTTP answers when saying a word works like this. */
async function answerOf(given: LambdaEvent, sayWord: Work): Promise<Answer> {
  const run = apiFunction(operations, { sayWord, readWords: async () => ({ body: { items: [] } }) });
  const answer: unknown = await run(given, context);
  return z
    .object({
      statusCode: z.number(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
      isBase64Encoded: z.boolean(),
    })
    .parse(answer);
}

const errors: unknown[] = [];
beforeEach(() => {
  vi.spyOn(log, 'error').mockImplementation((...line: unknown[]) => void errors.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  errors.length = 0;
});

describe('an API function', () => {
  it('brings a request to its operation, parsed, and answers with the operation’s status', async () => {
    const { statusCode, headers, body, isBase64Encoded } = await answerOf(word(), async (request) => ({
      body: { at: request.at, number: request.params.number, word: request.body.word },
      headers: { etag: '"3"' },
    }));
    expect([statusCode, isBase64Encoded]).toEqual([202, false]);
    expect(JSON.parse(body)).toEqual({ at, number, word: '대답' });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store', etag: '"3"' });
  });

  it('knows each of its operations by method and path', async () => {
    const { statusCode, body } = await answerOf(event('GET', '/v1/words'), () => Promise.reject(new Error('no')));
    expect([statusCode, body]).toEqual([200, '{"items":[]}']);
  });

  it('tells a refusal as problem details and logs nothing', async () => {
    const refused = new Refused('already-answered', `complaint ${number} has been answered`);
    const { statusCode, headers, body } = await answerOf(word(), () => Promise.reject(refused));
    expect(statusCode).toBe(409);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(JSON.parse(body)).toMatchObject({ code: 'already-answered', detail: refused.message, status: 409 });
    expect(errors).toEqual([]);
  });

  it('tells the faults of a body before any work is done', async () => {
    const work = vi.fn();
    const { statusCode, body } = await answerOf(word('{"word":7}'), work);
    expect(statusCode).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ code: 'request-invalid', faults: [{ path: '/body/word' }] });
    expect(work).not.toHaveBeenCalled();
  });

  it('tells a passing fault as 503 and logs its reason and the route', async () => {
    const fault = new TransientFault(`reading complaint ${number}`, undefined);
    expect((await answerOf(word(), () => Promise.reject(fault))).statusCode).toBe(503);
    expect(errors).toEqual([
      [
        'request could not be done',
        { error: 'TransientFault', reason: fault.message, path: '/v1/complaints/:number/word' },
      ],
    ]);
  });

  it('tells any other fault as 500, and neither answer nor log repeats its words', async () => {
    const { statusCode, body } = await answerOf(word(), () => Promise.reject(new TypeError('김하나')));
    expect(statusCode).toBe(500);
    expect(JSON.parse(body)).toMatchObject({ code: 'fault' });
    expect(`${body}${JSON.stringify(errors)}`).not.toContain('김하나');
    expect(errors).toHaveLength(1);
  });
});
