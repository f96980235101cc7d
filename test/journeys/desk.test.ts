import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import type { Changes } from '#schemas/api/desk.ts';
import type { ListedComplaint } from '#schemas/api/official-case.ts';
import { type Answered, type City, openCity, sevenDays, simpleFiling, unsureFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const call = {
  channel: 'phone',
  title: '가로등 고장',
  text: '집 앞 가로등이 꺼져 있다고 합니다.',
  kind: 'complaint',
  district: 'gangnam',
  petitioner: { name: '나리라', phone: '010-9999-0001', notifyBy: ['sms'] },
};

async function fileFor(as: string, body: object, key = randomUUID()): Promise<Answered<Receipt & { code: string }>> {
  return city.ask('POST', '/v1/officials/me/filings', { token: await city.token(as), key, body });
}

async function department(as: string, query = ''): Promise<Answered<{ items: ListedComplaint[]; code: string }>> {
  return city.ask('GET', `/v1/officials/me/department/complaints${query}`, { token: await city.token(as) });
}

describe('filing for a caller', () => {
  test('makes the caller the petitioner, who is told and has the code; the official is on record', async () => {
    const key = randomUUID();
    const filed = await fileFor('operator-1', call, key);
    expect(filed.status).toBe(201);
    const receipt = filed.body;
    expect((await fileFor('operator-1', call, key)).body).toEqual(receipt);
    expect(await fileFor('operator-1', { ...call, title: '다른 전화' }, key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    await city.rest();

    const { body: tracked } = await city.track(receipt);
    expect(tracked).toMatchObject({ channel: 'phone', number: receipt.number });
    const sent = await city.outbox(receipt.number);
    const toCaller = sent.filter(({ to }) => to === '+821099990001');
    expect(toCaller[0]?.text).toContain('접수되었습니다');
    expect(sent.some(({ to }) => to.endsWith('1000001004'))).toBe(false);

    const { complaint, entries } = await city.history(receipt.number);
    expect(complaint).toMatchObject({ filedBy: 'operator-1', channel: 'phone' });
    expect(entries[0]).toMatchObject({
      action: 'filed',
      actor: { kind: 'person', id: 'operator-1' },
      facts: { channel: 'phone', forCaller: true },
    });
    const person = await city.personNamed(receipt.number);
    expect((await city.case(person, receipt.number)).body).toMatchObject({
      filedBy: 'operator-1',
      petitioner: { name: '나리라' },
    });
  });

  test('for a protected caller keeps who they are where the one who filed cannot look', async () => {
    const { body: receipt } = await fileFor('operator-2', {
      ...call,
      channel: 'visit',
      kind: 'corruption',
      identity: 'protected',
      title: '금품 수수 신고',
      text: '담당 공무원이 금품을 받았다고 합니다.',
    });
    await city.rest();
    const { complaint } = await city.history(receipt.number);
    expect(complaint).toMatchObject({ identity: 'protected', filedBy: 'operator-2' });
    expect(JSON.stringify(complaint)).not.toContain('나리라');
    const person = (await city.personNamed(receipt.number)) || 'operator-2';
    const shown = await city.case(person, receipt.number);
    expect(shown.status).toBe(200);
    expect(JSON.stringify(shown.body)).not.toMatch(/나리라|9999/);
    // Who met the reporter is on record for auditors alone.
    expect(shown.body.filedBy).toBeUndefined();
    expect((await city.outbox(receipt.number)).some(({ to }) => to === '+821099990001')).toBe(true);
  });

  test('is for the city’s people, over a desk’s channels, with notices that reach a caller', async () => {
    expect((await fileFor('app-web', call)).body.code).toBe('wrong-group');
    expect(await fileFor('operator-1', { ...call, channel: 'web' })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', faults: [{ path: '/body/channel' }] },
    });
    const byApp = { ...call, petitioner: { ...call.petitioner, notifyBy: ['channel'] } };
    expect((await fileFor('operator-1', byApp)).body.code).toBe('no-address-for-notices');
    const token = await city.token('operator-1');
    const withoutKey = await city.ask<{ code: string }>('POST', '/v1/officials/me/filings', { token, body: call });
    expect(withoutKey.body.code).toBe('idempotency-key-required');
  });
});

describe('the lists of a desk', () => {
  test('tell the working time that is left, and the department sees the cases of all its people', async () => {
    const { receipt: seven, person } = await city.assigned({ ...simpleFiling, ...sevenDays });
    const { receipt: simple } = await city.assigned();
    const mine = await city.list(person);
    const [own] = mine.filter(({ number }) => number === seven.number);
    // Seven days, the first included, of eight working hours each: until Tuesday of next week at 18:00.
    expect(own).toMatchObject({ dueAt: '2026-12-01T09:00:00.000Z', remainingMinutes: 7 * 480 });

    const { complaint } = await city.history(simple.number);
    const { lead = '', department: theirs = '', director = '' } = complaint.assignment ?? {};
    const queue = (await department(lead)).body.items;
    expect(queue.map(({ number }) => number)).toEqual(expect.arrayContaining([simple.number]));
    expect(queue.every(({ department: of }) => of === theirs)).toBe(true);
    expect(queue.map(({ dueAt }) => dueAt)).toEqual(queue.map(({ dueAt }) => dueAt).toSorted());
    expect(queue.find(({ number }) => number === simple.number)?.remainingMinutes).toBe(15 * 60);
    expect(JSON.stringify(queue)).not.toMatch(/홍길동|불법주차|barred|basis/);
    expect((await department(director)).body.items.map(({ number }) => number)).toContain(simple.number);

    await city.to('2026-11-23T15:30:00.000Z');
    const [late] = (await department(lead)).body.items.filter(({ number }) => number === simple.number);
    expect(late?.remainingMinutes).toBe(-30);
    await city.answerAs(await city.personNamed(simple.number), simple.number);
    await city.rest();
    expect((await department(lead)).body.items.map(({ number }) => number)).not.toContain(simple.number);
  });

  test('show the clock standing, at what was left when the petitioner was asked', async () => {
    await city.to('2026-11-24T01:00:00.000Z');
    const { receipt, person } = await city.assigned({ ...simpleFiling, ...sevenDays });
    await city.sayAs(person, receipt.number, 'supplement-request', { text: '주소를 알려 주세요.' });
    await city.advance('P3D');
    const [paused] = (await city.list(person)).filter(({ number }) => number === receipt.number);
    expect(paused).toMatchObject({ pausedAt: '2026-11-24T01:00:00.000Z' });
    const { clock } = (await city.case(person, receipt.number)).body;
    expect(paused?.remainingMinutes).toBe(clock?.remainingMinutes);
  });

  test('of another department are none of mine, and an operator names one', async () => {
    const { receipt } = await city.assigned();
    const { complaint } = await city.history(receipt.number);
    const { department: theirs = '' } = complaint.assignment ?? {};
    const stranger = await department('lead-water', `?department=${theirs}`);
    expect(stranger).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await department('lead-water')).body.items.map(({ number }) => number)).not.toContain(receipt.number);
    const operators = await department('operator-1', `?department=${theirs}&limit=100`);
    expect(operators.body.items.map(({ number }) => number)).toContain(receipt.number);
    expect((await department('operator-1', '?department=nowhere')).status).toBe(404);
    const asked = (await city.file(unsureFiling)).body;
    await city.rest();
    expect((await department('operator-1')).body.items.map(({ number }) => number)).toContain(asked.number);
  });
});

describe('an open page', () => {
  async function changes(as: string, number: string, after = 0): Promise<Answered<Changes & { code: string }>> {
    const path = `/v1/complaints/${number}/changes?after=${after}`;
    return city.ask('GET', path, { token: await city.token(as) });
  }

  test('shows the department’s step within two seconds of real time, without being loaded anew', async () => {
    const { body: receipt } = await fileFor('operator-1', {
      ...call,
      channel: 'on-site',
      title: '불법주차 단속 요청',
      text: simpleFiling.text,
    });
    await city.rest();
    const { number } = receipt;
    const person = await city.personNamed(number);
    // Whoever took it down on the spot keeps the page open.
    const opened = (await changes('operator-1', number)).body;
    expect(opened.steps.map(({ action, by }) => `${action} ${by}`).slice(0, 2)).toEqual([
      'filed operator-1',
      'received Receive',
    ]);
    expect(opened.askAgainAfterMillis).toBeLessThanOrEqual(1_000);
    expect((await changes('operator-1', number, opened.last)).body).toMatchObject({ steps: [], last: opened.last });

    const { etag } = await city.case(person, number);
    const saidAt = performance.now();
    await city.answer(person, number, etag);
    let seen = opened;
    while (!seen.steps.some(({ action }) => action === 'signal-applied')) {
      // Of real time, though no other test asserts any: that is what an open page promises.
      expect(performance.now() - saidAt).toBeLessThan(2_000);
      const more = (await changes('operator-1', number, seen.last)).body;
      seen = { ...more, steps: [...seen.steps, ...more.steps] };
    }
    expect(seen.status).toBe('answered');
    expect(seen.steps.map(({ entry }) => entry)).toEqual(
      seen.steps.map(({ entry }) => entry).toSorted((a, b) => a - b),
    );
    expect(JSON.stringify(seen)).not.toMatch(/나리라|가로등|조치/);
  });

  test('is for who has the case, their department and who took it down; a look is no step', async () => {
    const { receipt, person } = await city.assigned();
    const { complaint } = await city.history(receipt.number);
    const { lead = '', director = '' } = complaint.assignment ?? {};
    for (const as of [person, lead, director]) {
      const { status, body } = await changes(as, receipt.number);
      expect(status, as).toBe(200);
      expect(body.steps.map(({ action }) => action)).not.toContain('history-read');
    }
    for (const as of ['lead-water', 'operator-2']) {
      expect((await changes(as, receipt.number)).body.code, as).toBe('complaint-not-found');
    }
    expect((await changes(person, 'nonsense')).status).toBe(404);
  });
});
