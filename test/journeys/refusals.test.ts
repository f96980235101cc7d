import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import type { Problem } from '#schemas/api/problem.ts';
import { type City, openCity, simpleFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
let reopen: () => Promise<void>;
beforeAll(async () => {
  ({ city, close, reopen } = await openCity());
});
afterAll(() => close());

type Answer = Omit<Problem, 'status'> & Omit<Receipt, 'status'>;

/** A filing as a channel app sends it; what is given replaces its parts. */
async function file(request: Record<string, unknown>): Promise<{ status: number; body: Answer }> {
  const token = await city.token('app-web');
  return city.ask('POST', '/v1/complaints', { token, key: randomUUID(), body: simpleFiling, ...request });
}

const pathsOf = ({ faults = [] }: Pick<Problem, 'faults'>): string[] => faults.map(({ path }) => path).toSorted();

describe('a filing', () => {
  test('that breaks the schema gets 400 with the path of each fault', async () => {
    const body = {
      channel: 'fax',
      title: '',
      text: 5,
      urgency: 'high',
      'a/b': 1,
      petitioner: { phone: 'x', notifyBy: ['pigeon'] },
    };
    const refused = await file({ body });
    expect(refused).toMatchObject({ status: 400, body: { code: 'request-invalid', status: 400 } });
    expect(pathsOf(refused.body)).toEqual([
      '/body/a~1b',
      '/body/channel',
      '/body/petitioner/notifyBy/0',
      '/body/petitioner/phone',
      '/body/text',
      '/body/title',
      '/body/urgency',
    ]);
    for (const { expected } of refused.body.faults ?? []) expect(expected).not.toBe('');
  });

  test.each([
    ['nothing', ''],
    ['half of an object', '{"channel":'],
    ['a text', '"안녕하세요"'],
    ['null', 'null'],
    ['a list', '[]'],
  ])('that is %s gets 400', async (_what, text) => {
    const refused = await file({ text });
    expect(refused).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
    expect(pathsOf(refused.body)).toEqual(['/body']);
  });

  test('of more than 256 KB gets 413; of exactly so many it is read', async () => {
    const sized = (bytes: number): string => {
      const text = JSON.stringify({ ...simpleFiling, text: '' });
      return text.replace(
        '"text":""',
        `"text":"${'가'.repeat(10)}${'x'.repeat(bytes - Buffer.byteLength(text) - 30)}"`,
      );
    };
    expect(Buffer.byteLength(sized(262_144))).toBe(262_144);
    expect(await file({ text: sized(262_145) })).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    const read = await file({ text: sized(262_144) });
    expect(read.status).toBe(400);
    expect(pathsOf(read.body)).toEqual(['/body/text']);
  });

  test('with attachments that are no uploads gets 400, with none it is filed', async () => {
    const body = { ...simpleFiling, attachments: [{ name: 'a.jpg' }] };
    expect(await file({ body })).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
    expect((await file({ body: { ...simpleFiling, attachments: [] } })).status).toBe(201);
  });

  test.each([
    ['sms', 'phone', { email: 'hong@example.com' }],
    ['email', 'email', { phone: '010-1234-5678' }],
  ])('to be told of by %s without %s gets 422', async (by, member, petitioner) => {
    const refused = await file({ body: { ...simpleFiling, petitioner: { ...petitioner, notifyBy: [by] } } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'no-address-for-notices' } });
    expect(refused.body.detail).toContain(member);
  });
});

describe('an idempotency key', () => {
  test('that is missing or too short gets 400', async () => {
    expect(await file({ key: undefined })).toMatchObject({ status: 400, body: { code: 'idempotency-key-required' } });
    const short = await file({ key: 'fifteen-letters' });
    expect(short.status).toBe(400);
    expect(pathsOf(short.body)).toEqual(['/headers/Idempotency-Key']);
    expect((await file({ key: `sixteen-${randomUUID().slice(0, 8)}` })).status).toBe(201);
  });

  test('used again with another body gets 422, by another app it is another key', async () => {
    const key = randomUUID();
    const first = await file({ key });
    const other = { ...simpleFiling, title: '다른 제목' };
    expect(await file({ key, body: other })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const elsewhere = await file({ key, body: other, token: await city.token('app-mobile') });
    expect(elsewhere.status).toBe(201);
    expect(elsewhere.body.number).not.toBe(first.body.number);
  });

  test('used twice at once, and again after the city was reopened, gives one complaint and the same answer', async () => {
    const key = randomUUID();
    const both = await Promise.all([file({ key }), file({ key })]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[1].body).toEqual(both[0].body);
    await city.rest();
    await reopen();
    const again = await file({ key });
    expect(again).toMatchObject({ status: 201, body: both[0].body });
    expect((await city.track({ ...again.body, status: 'received' })).status).toBe(200);
    expect((await city.outbox(again.body.number)).filter(({ text }) => text.includes('접수'))).toHaveLength(1);
  });
});

describe('a rating', () => {
  test('is a whole number from 1 to 5, once, of an answer', async () => {
    const { receipt, person } = await city.assigned();
    expect(await city.rate(receipt, 5)).toMatchObject({ status: 409, body: { code: 'not-answered' } });
    const { etag } = await city.case(person, receipt.number);
    await city.answer(person, receipt.number, etag);
    await city.rest();
    for (const score of [0, 6, 4.5, '5', null, undefined]) {
      const refused = await city.rate(receipt, score);
      expect(refused.status).toBe(400);
      expect(pathsOf(refused.body as unknown as Problem)).toEqual(['/body/score']);
    }
    const { accessCode } = receipt;
    const path = `/v1/complaints/${receipt.number}/rating`;
    const both = await Promise.all([1, 2].map((score) => city.ask('POST', path, { accessCode, body: { score } })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'already-rated' });
    await city.rest();
    expect(await city.rate(receipt, 5)).toMatchObject({ status: 409, body: { code: 'already-rated' } });
    expect((await city.track(receipt)).body.status).toBe('closed');
    expect(await city.withdraw(receipt)).toMatchObject({ status: 409, body: { code: 'complaint-closed' } });
  });
});

describe('anything else', () => {
  test.each([
    ['GET', '/v1/nothing'],
    ['DELETE', '/v1/complaints/20261123-000000-0'],
    ['POST', '/v1/complaints/20261123-000000-0/joke'],
  ])('%s %s gets 404', async (method, path) => {
    expect((await city.ask(method, path)).status).toBe(404);
  });

  test.each([
    ['limit=0', '/query/limit'],
    ['limit=101', '/query/limit'],
    ['limit=many', '/query/limit'],
    ['cursor=abc', '/query/cursor'],
    [`cursor=${Buffer.from('{"pk":1}').toString('base64url')}`, '/query/cursor'],
  ])('a list asked for with %s gets 400', async (query, path) => {
    for (const [list, as] of [
      ['/v1/operator/queue', 'operator-1'],
      ['/v1/officials/me/complaints', 'lead-tax'],
    ] as const) {
      const refused = await city.ask<Problem>('GET', `${list}?${query}`, { token: await city.token(as) });
      expect(refused.status).toBe(400);
      expect(pathsOf(refused.body)).toEqual([path]);
    }
  });
});
