import { afterEach, describe, expect, it } from 'vitest';
import { lookUp, type Open311, report } from '#functions/outbound/geo-report.ts';
import { type Answer, ownServer } from './own-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serverWith(answer: Answer, more: Partial<Open311> = {}) {
  const server = await ownServer(() => answer);
  closing.push(server.close);
  const contact: Open311 = { kind: 'open311', url: `${server.url}/v2/`, serviceCode: 'S1', ...more };
  return { contact, requests: server.requests };
}

const what = { description: '가로등 고장', address: '강남대로 396', key: '20261123-7KQ4M2-X-1' };
const ask = async (answer: Answer) => report((await serverWith(answer)).contact, what, 'loopback');

describe('a report to an Open311 server', () => {
  it('is a form with service, words and place, under a key of its own', async () => {
    const { contact, requests } = await serverWith([201, '[{"service_request_id":"R7"}]'], {
      jurisdictionId: 'city.example',
      apiKey: 'k',
    });
    expect(await report(contact, what, 'loopback')).toEqual({ kind: 'accepted', reference: 'R7' });
    const [request] = requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v2/requests.json',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'idempotency-key': what.key,
      },
    });
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      service_code: 'S1',
      description: '가로등 고장',
      address_string: '강남대로 396',
      jurisdiction_id: 'city.example',
      api_key: 'k',
    });
  });

  it.each([
    [4_000, 4_000, '가'],
    [4_001, 4_000, '…'],
  ])('of %i characters brings %i', async (length, brought, last) => {
    const { contact, requests } = await serverWith([200, '[{"service_request_id":"R7"}]']);
    await report(contact, { ...what, description: '가'.repeat(length) }, 'loopback');
    const sent = new URLSearchParams(requests[0]?.body).get('description') ?? '';
    expect([sent.length, sent.at(-1)]).toEqual([brought, last]);
  });

  it.each<[string, number, unknown, object]>([
    ['a number', 200, [{ service_request_id: 293944, service_notice: 'x' }], { kind: 'accepted', reference: '293944' }],
    ['a number and a token', 200, [{ service_request_id: 'R7', token: 't' }], { kind: 'accepted', reference: 'R7' }],
    ['a token', 201, [{ token: '12345', service_request_id: '' }], { kind: 'token', token: '12345' }],
    ['neither', 200, [{}], { kind: 'later', why: 'answer unreadable' }],
    ['nothing', 200, [], { kind: 'later', why: 'answer unreadable' }],
    [
      'a number nobody could write down',
      200,
      [{ service_request_id: 'x'.repeat(61) }],
      { kind: 'later', why: 'answer unreadable' },
    ],
    [
      'errors',
      400,
      [
        { code: 400, description: 'service_code unknown' },
        { code: 400, description: 'no place' },
      ],
      { kind: 'refused', reason: 'service_code unknown no place' },
    ],
    ['a wrong key', 403, [{ code: 403, description: 'api_key' }], { kind: 'refused', reason: 'api_key' }],
    ['errors of no words', 400, { message: 'x' }, { kind: 'later', why: 'status 400' }],
    ['a wish to come back', 429, [{ code: 429, description: 'slow down' }], { kind: 'later', why: 'status 429' }],
    ['a time-out of its own', 408, [{ code: 408, description: 'x' }], { kind: 'later', why: 'status 408' }],
    ['a fault', 500, [{ code: 500, description: 'x' }], { kind: 'later', why: 'status 500' }],
    ['a redirect', 301, [], { kind: 'later', why: 'status 301' }],
  ])('that is answered with %s', async (_, status, body, reported) => {
    expect(await ask([status, JSON.stringify(body)])).toEqual(reported);
  });

  it('that is answered with no JSON is asked again', async () => {
    expect(await ask([200, '<html>'])).toEqual({ kind: 'later', why: 'answer unreadable' });
    expect(await ask([404, '<html>'])).toEqual({ kind: 'later', why: 'status 404' });
  });

  it('to a server that is not there, or must not be called, is made later: perhaps its address is mended', async () => {
    const { contact } = await serverWith((response) => response.destroy());
    expect(await report(contact, what, 'loopback')).toEqual({ kind: 'later', why: 'Error' });
    const there = await serverWith([200, '[{"service_request_id":"R7"}]']);
    expect(await report(there.contact, what, 'none')).toEqual({ kind: 'later', why: 'EndpointForbidden' });
    expect(there.requests).toEqual([]);
  });
});

describe('a token', () => {
  it('gives the number it was for', async () => {
    const { contact, requests } = await serverWith([200, '[{"service_request_id":"R8","token":"t/1"}]'], {
      jurisdictionId: 'a&b',
    });
    expect(await lookUp(contact, 't/1', 'loopback')).toEqual({ kind: 'accepted', reference: 'R8' });
    expect(requests[0]).toMatchObject({ method: 'GET', path: '/v2/tokens/t%2F1.json?jurisdiction_id=a%26b' });
  });

  it.each<[number, string, object]>([
    [200, '[{"token":"t","service_request_id":null}]', { kind: 'token', token: 't' }],
    [404, '[{"code":404,"description":"unknown"}]', { kind: 'later', why: 'token unknown' }],
    [503, '', { kind: 'later', why: 'status 503' }],
  ])('answered with %i %s gives none yet', async (status, body, reported) => {
    const { contact } = await serverWith([status, body]);
    expect(await lookUp(contact, 't', 'loopback')).toEqual(reported);
  });
});
