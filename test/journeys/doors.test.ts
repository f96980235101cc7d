import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import type { Problem } from '#schemas/api/problem.ts';
import { type City, openCity } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const pathsOf = ({ faults = [] }: Pick<Problem, 'faults'>): string[] => faults.map(({ path }) => path).toSorted();

describe('a complaint', () => {
  /** Everything the answer says, save its own id and its second. */
  async function whole(number: string, accessCode: string): Promise<unknown> {
    const response = await fetch(`${city.url}/v1/complaints/${number}`, { headers: { 'access-code': accessCode } });
    const headers = [...response.headers].filter(([name]) => !/^(date|apigw-requestid|x-amzn-.*)$/.test(name));
    return { status: response.status, headers, body: await response.text() };
  }

  test('that does not exist and one with another code get the same 404, to the byte', async () => {
    const { body: receipt } = await city.file();
    const wrong = await whole(receipt.number, '0000000000');
    expect(wrong).toMatchObject({ status: 404 });
    expect(await whole('20261123-000000-0', '0000000000')).toEqual(wrong);
    expect(await whole('nothing', receipt.accessCode)).toEqual(wrong);
    expect(JSON.stringify(wrong)).toContain('complaint-not-found');
    expect(JSON.stringify(wrong)).not.toContain(receipt.number);
    expect((await city.ask('GET', `/v1/complaints/${receipt.number}`)).status).toBe(404);
  });

  test('is found however its number and code are written', async () => {
    const { body: receipt } = await city.file();
    const number = receipt.number.replaceAll('-', '').toLowerCase();
    const accessCode = receipt.accessCode.toLowerCase().replace(/^(.{5})/, '$1-');
    expect((await city.track({ ...receipt, number: number as Receipt['number'], accessCode })).status).toBe(200);
  });

  test('closes its door after five wrong codes in 15 minutes, for 15 minutes, even for the right one', async () => {
    const { body: receipt } = await city.file();
    const wrong = await whole(receipt.number, '0000000000');
    for (let n = 0; n < 3; n += 1) await whole(receipt.number, `000000000${n}`);
    expect((await city.track(receipt)).status).toBe(200);
    await city.advance('PT14M59.999S');
    expect(await whole(receipt.number, '0000000009')).toEqual(wrong);
    expect(await whole(receipt.number, receipt.accessCode)).toEqual(wrong);
    expect((await city.withdraw(receipt)).status).toBe(404);
    await city.advance('PT14M59.999S');
    expect(await whole(receipt.number, receipt.accessCode)).toEqual(wrong);
    await city.advance('PT0.001S');
    expect((await city.track(receipt)).status).toBe(200);
  });

  test('closes its door also when the wrong codes come at once', async () => {
    const { body: receipt } = await city.file();
    await Promise.all(Array.from({ length: 6 }, () => whole(receipt.number, '0000000000')));
    expect((await city.track(receipt)).status).toBe(404);
    await city.advance('PT15M');
    expect((await city.track(receipt)).status).toBe(200);
  });

  test('of a protected petitioner shows nobody who handles it whose it is', async () => {
    const petitioner = { name: '홍길동', phone: '010-9999-8888', email: 'hong@example.com', notifyBy: ['sms'] };
    const { receipt, person } = await city.assigned({ identity: 'protected', petitioner });
    const { body } = await city.case(person, receipt.number);
    expect(body.petitioner).toEqual({});
    const seen = JSON.stringify([body, await city.list(person), await city.history(receipt.number)]);
    for (const secret of ['홍길동', '9999', 'hong@example.com']) expect(seen).not.toContain(secret);
    const { receipt: named, person: other } = await city.assigned({ petitioner });
    expect((await city.case(other, named.number)).body.petitioner).toMatchObject({ name: '홍길동' });
  });
});

describe('a case', () => {
  test('is answered only with the version that was read', async () => {
    const { receipt, person } = await city.assigned();
    const path = `/v1/complaints/${receipt.number}/answer`;
    const body = { text: '조치하였습니다.' };
    const token = await city.token(person);
    expect(await city.ask('POST', path, { token, body })).toMatchObject({
      status: 428,
      body: { code: 'if-match-required' },
    });
    const malformed = await city.ask<Problem>('POST', path, { token, body, ifMatch: '"abc"' });
    expect(malformed.status).toBe(400);
    expect(pathsOf(malformed.body)).toEqual(['/headers/If-Match']);
    const { etag } = await city.case(person, receipt.number);
    const stale = `"${Number(etag.replaceAll('"', '')) - 1}"`;
    expect(await city.answer(person, receipt.number, stale)).toMatchObject({
      status: 409,
      body: { code: 'version-stale' },
    });
    expect(await city.answer(person, receipt.number, etag, '   ')).toMatchObject({ status: 400 });
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
  });

  test('is seen by the person named and their lead; 403 in their department, 404 elsewhere', async () => {
    const { receipt, person } = await city.assigned();
    const { number } = receipt;
    const { department, lead } = (await city.history(number)).complaint.assignment ?? {};
    const { people } = (
      await city.ask<{ people: { id: string; groups: string[]; attributes: { department?: string } }[] }>(
        'GET',
        '/_local/people',
      )
    ).body;
    const colleague = people.find(
      ({ id, attributes }) => attributes.department === department && id !== person && id !== lead,
    );
    const elsewhere = people.find(
      ({ groups, attributes }) => groups.includes('official') && attributes.department !== department,
    );
    const statusOf = async (as = ''): Promise<string> => {
      const { status, body } = await city.case(as, number);
      return `${status} ${(body as unknown as Problem).code ?? ''}`.trim();
    };
    expect(await statusOf(person)).toBe('200');
    expect(await statusOf(lead)).toBe('200');
    expect(await statusOf(colleague?.id)).toBe('403 not-yours');
    expect(await statusOf(elsewhere?.id)).toBe('404 complaint-not-found');
    expect(await statusOf('operator-1')).toBe('404 complaint-not-found');
    expect(await statusOf('auditor-1')).toBe('403 wrong-group');
    expect(await statusOf('app-web')).toBe('403 wrong-group');
    const { etag } = await city.case(person, number);
    expect(await city.answer(colleague?.id ?? '', number, etag)).toMatchObject({ status: 403 });
    expect(await city.answer(elsewhere?.id ?? '', number, etag)).toMatchObject({ status: 404 });
    expect(await city.classify(person, number, etag)).toMatchObject({
      status: 409,
      body: { code: 'already-classified' },
    });
    expect(await city.classify(person, number, etag, { kind: 'joke', topic: 'waste' })).toMatchObject({ status: 400 });
    expect((await city.answer(lead ?? '', number, etag)).status).toBe(202);
  });

  test('that does not exist is a 404 for everybody', async () => {
    const { body } = await city.file();
    const unknown = body.number.replace(/^\d{8}/, '20200101');
    for (const number of [unknown, 'nothing', '%20']) {
      const answered = await city.case('operator-1', number);
      expect(answered).toMatchObject({ status: 404, body: { code: 'complaint-not-found' } });
      expect((await city.resume(number)).status).toBe(404);
    }
  });
});

describe('a token', () => {
  const routes = [
    ['POST', '/v1/complaints', 'operator-1'],
    ['GET', '/v1/officials/me/complaints', 'app-web'],
    ['GET', '/v1/operator/queue', 'auditor-1'],
    ['POST', '/v1/operator/queue/20261123-000000-0/resume', 'director-civil'],
    ['GET', '/v1/complaints/20261123-000000-0/history', 'operator-1'],
    ['PUT', '/v1/kinds/complaint', 'lead-tax'],
  ] as const;

  test.each(routes)(
    '%s %s gets 401 without one or with a wrong one, and 403 for %s',
    async (method, path, stranger) => {
      const body = method === 'GET' ? {} : { body: {} };
      expect((await city.ask(method, path, body)).status).toBe(401);
      const token = await city.token(stranger);
      expect((await city.ask(method, path, { ...body, token: `${token.slice(0, -6)}AAAAAA` })).status).toBe(401);
      expect((await city.ask(method, path, { ...body, token: 'nonsense' })).status).toBe(401);
      expect(await city.ask(method, path, { ...body, token })).toMatchObject({
        status: 403,
        body: { code: 'wrong-group' },
      });
    },
  );

  test('that has run out gets 401', async () => {
    const token = await city.token('operator-1');
    await city.advance('P2D');
    expect((await city.ask('GET', '/v1/operator/queue', { token })).status).toBe(401);
    expect(await city.queue()).toEqual([]);
  });
});
