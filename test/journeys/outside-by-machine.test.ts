import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ownServer } from '#test/functions/outbound/own-server.ts';
import { type City, openCity, sevenDays } from './city.ts';
import { transferOutside } from './outside.ts';

let city: City;
let close: () => Promise<void>;
let server: Awaited<ReturnType<typeof ownServer>>;
/** What the institution's machine answers, one after the other; the last one from then on. */
let answers: Answer[] = [];
beforeAll(async () => {
  server = await ownServer(() => (answers.length > 1 ? answers.shift() : answers[0]) ?? [500, '']);
  ({ city, close } = await openCity());
  const contact = { kind: 'open311', url: `${server.url}/v2`, serviceCode: 'PARK', apiKey: 'secret-key' };
  const body = { name: '공원공단', nameEn: 'Parks Agency', fields: ['parks'], address: '서울', contact };
  const token = await city.token('operator-1');
  const kept = await city.ask('PUT', '/v1/institutions/parks-agency', { token, body });
  // Where its machine is, and by which key it is asked, nobody is shown.
  expect(kept).toMatchObject({ status: 200, body: { id: 'parks-agency', contact: 'open311' } });
  const asOfficial = { token: await city.token('official-mapo-office-1') };
  const listed = await city.ask<{ items: unknown[] }>('GET', '/v1/institutions', asOfficial);
  expect(listed.body.items).toContainEqual({ ...body, id: 'parks-agency', contact: 'open311' });
  expect(JSON.stringify([kept.body, listed.body])).not.toMatch(/secret-key|127\.0\.0\.1/);
});
afterEach(() => {
  server.requests.length = 0;
});
afterAll(async () => {
  await close();
  await server.close();
});

const taken = (reference: string): Answer => [201, JSON.stringify([{ service_request_id: reference }])];

/** A case that the agency's machine is asked to take, once it was asked for the first time. */
async function asked(first: readonly Answer[], filing: Record<string, unknown> = {}) {
  answers = [...first];
  const { receipt, person } = await city.assigned({ ...sevenDays, location: '남산공원 입구', ...filing });
  await transferOutside(city, person, receipt.number, { institution: 'parks-agency', reason: '공원 소관' });
  return { receipt, person, number: receipt.number };
}

const stageOf = async (number: string): Promise<string> => (await city.history(number)).complaint.stage;

describe('an institution whose machine is asked', () => {
  test('accepts with its number; the petitioner is told it, and the machine nothing of who it was', async () => {
    const { receipt, number } = await asked([taken('R-1')]);
    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/v2/requests.json', headers: { 'idempotency-key': `${number}-1` } },
    ]);
    const form = Object.fromEntries(new URLSearchParams(server.requests[0]?.body));
    expect(form).toEqual({
      service_code: 'PARK',
      description: `${sevenDays.title} (${number})\n\n${sevenDays.text}`,
      address_string: '남산공원 입구',
      api_key: 'secret-key',
    });
    expect((await city.track(receipt)).body).toMatchObject({
      status: 'transferred',
      institution: { name: '공원공단', reference: 'R-1' },
    });
    const told = (await city.outbox(number)).filter(({ text }) => text.includes('R-1'));
    expect(told.map(({ text }) => text)).toEqual([`[대답] ${number} 공원공단 이송, 접수번호 R-1`]);
    const { entries } = await city.history(number);
    expect(entries.find(({ action }) => action === 'acceptance-said')?.actor).toEqual({
      kind: 'institution',
      id: 'parks-agency',
    });
  });

  test('refuses with the machine’s words: the case is back', async () => {
    const { person, number } = await asked([[400, JSON.stringify([{ code: 400, description: '관할 밖입니다' }])]]);
    expect((await city.case(person, number)).body).toMatchObject({
      stage: 'answer',
      outsideTransfers: [{ ended: { by: 'refusal', reason: '관할 밖입니다' } }],
    });
    expect(server.requests).toHaveLength(1);
  });

  test('is asked again when it fails, ever more seldom, with the same key, until it answers', async () => {
    const { receipt, number } = await asked([[500, ''], [503, ''], taken('R-2')]);
    expect(await stageOf(number)).toBe('acceptance');
    await city.advance('PT29S');
    expect(server.requests).toHaveLength(1);
    await city.advance('PT1S');
    expect(server.requests).toHaveLength(2);
    await city.advance('PT59S');
    expect(server.requests).toHaveLength(2);
    await city.advance('PT1S');
    expect((await city.track(receipt)).body.institution?.reference).toBe('R-2');
    expect(server.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(3).fill(`${number}-1`));
  });

  test('may promise its number by a token, and is asked for it', async () => {
    const { receipt } = await asked([[200, '[{"token":"T 9"}]'], [200, '[{"token":"T 9"}]'], taken('R-3')]);
    await city.advance('PT2M');
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v2/requests.json',
      'GET /v2/tokens/T%209.json',
      'GET /v2/tokens/T%209.json',
    ]);
    expect((await city.track(receipt)).body.institution?.reference).toBe('R-3');
  });

  test('that never answers loses the case when the term ends, and is asked no more', async () => {
    const { person, number } = await asked([[500, '']]);
    await city.advance('P8D');
    expect((await city.case(person, number)).body).toMatchObject({
      stage: 'answer',
      outsideTransfers: [{ ended: { by: 'silence' } }],
    });
    const count = server.requests.length;
    // Once in a quarter of an hour over seven days, and the first tries closer together.
    expect(count).toBeGreaterThan(600);
    await city.advance('P1D');
    expect(server.requests).toHaveLength(count);
  });

  test('is asked no more once the petitioner took the complaint back', async () => {
    const { receipt } = await asked([[500, '']]);
    expect((await city.withdraw(receipt)).status).toBe(202);
    await city.advance('PT1H');
    expect(server.requests).toHaveLength(1);
    expect((await city.track(receipt)).body.status).toBe('withdrawn');
  });
});

describe('a machine is refused', () => {
  test.each([
    ['http://open311.example.org/v2', 'request-invalid'],
    ['https://user:pass@open311.example.org/v2', 'request-invalid'],
    ['https://open311.example.org/v2?key=1', 'request-invalid'],
    ['https://10.0.0.7/v2', 'endpoint-not-public'],
    ['https://169.254.169.254/latest', 'endpoint-not-public'],
    ['https://[fd00::1]/v2', 'endpoint-not-public'],
  ])('at %s: %s', async (url, code) => {
    const body = {
      name: '기관',
      nameEn: 'Office',
      fields: [],
      address: '서울',
      contact: { kind: 'open311', url, serviceCode: 'S' },
    };
    const token = await city.token('operator-1');
    expect((await city.ask<{ code: string }>('PUT', '/v1/institutions/inside', { token, body })).body.code).toBe(code);
  });
});
