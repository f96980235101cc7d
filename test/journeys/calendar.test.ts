import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecreedHoliday } from '#schemas/calendar.ts';
import { type City, openCity, proposal, sevenDays, unsureFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
let reopen: () => Promise<void>;
beforeAll(async () => {
  ({ city, close, reopen } = await openCity());
});
afterAll(() => close());

const movedNotices = async (number: string): Promise<string[]> =>
  (await city.outbox(number)).flatMap(({ text }) => (text.includes('공휴일 변경') ? [text] : []));

describe('a holiday decreed after the filing', () => {
  test('moves every open deadline it touches, tells each petitioner once, and keeps both dates', async () => {
    const moved = await city.assigned(sevenDays);
    const untouched = await city.assigned();
    const unsure = (await city.file(unsureFiling)).body;
    await city.rest();
    expect((await city.track(moved.receipt)).body.dueAt).toBe('2026-12-01T09:00:00.000Z');
    expect((await city.decree('PUT', '2026-11-27')).body).toMatchObject({ knownAt: '2026-11-23T00:00:00.000Z' });
    const { body } = await city.track(moved.receipt);
    expect(body.dueAt).toBe('2026-12-02T09:00:00.000Z');
    expect(body.clock?.lines).toMatchObject([
      { kind: 'start', dueAt: '2026-12-01T09:00:00.000Z' },
      { kind: 'decreed-holiday', on: '2026-11-27', dueAt: '2026-12-02T09:00:00.000Z', movedMinutes: 1440 },
    ]);
    expect(await movedNotices(moved.receipt.number)).toHaveLength(1);
    expect((await city.track(untouched.receipt)).body.dueAt).toBe('2026-11-23T15:00:00.000Z');
    expect(await movedNotices(untouched.receipt.number)).toEqual([]);
    expect((await city.track(unsure)).body.due).toMatchObject({ dueAt: '2026-12-02T09:00:00.000Z' });
    const { entries, ledger, complaint } = await city.history(moved.receipt.number);
    expect(entries.find(({ facts }) => facts.said === 'decreed-holiday')?.facts).toMatchObject({
      dueAtBefore: '2026-12-01T09:00:00.000Z',
      dueAt: '2026-12-02T09:00:00.000Z',
    });
    expect(ledger.map(({ kind }) => kind)).toEqual(['start', 'decreed-holiday']);
    expect(complaint.rungs.find(({ id }) => id === 'escalate-to-lead')?.at).toBe('2026-12-02T09:00:10.000Z');
    // Said again, by the same operator or by the nightly look, nobody is told again.
    await city.decree('PUT', '2026-11-27');
    await city.advance('P1D');
    expect(await movedNotices(moved.receipt.number)).toHaveLength(1);
    expect((await city.history(moved.receipt.number)).ledger).toHaveLength(2);
    // Whoever files now is counted with it from the start.
    const after = (await city.file(sevenDays)).body;
    await city.rest();
    expect((await city.track(after)).body.dueAt).toBe('2026-12-03T09:00:00.000Z');
    expect((await city.history(after.number)).ledger).toHaveLength(1);
  });

  test('called off again, moves them back; what is in the calendar can be seen by anyone', async () => {
    const { receipt } = await city.assigned(proposal);
    const before = (await city.track(receipt)).body.dueAt ?? '';
    await city.decree('PUT', before.slice(0, 10));
    expect((await city.track(receipt)).body.dueAt).not.toBe(before);
    const { body: listed } = await city.ask<{ items: DecreedHoliday[] }>('GET', '/v1/calendar');
    expect(listed.items.map(({ on }) => on)).toContain(before.slice(0, 10));
    expect((await city.decree('DELETE', before.slice(0, 10))).status).toBe(200);
    expect((await city.track(receipt)).body.dueAt).toBe(before);
    expect((await city.history(receipt.number)).ledger.map(({ kind }) => kind)).toEqual([
      'start',
      'decreed-holiday',
      'called-off-holiday',
    ]);
    expect(await movedNotices(receipt.number)).toHaveLength(2);
  });

  test('reaches everybody although the city is ended half way', async () => {
    await city.to('2027-01-04T00:00:00.000Z');
    const receipts = await Promise.all(Array.from({ length: 12 }, async () => (await city.file(sevenDays)).body));
    await city.rest();
    const token = await city.token('operator-1');
    const body = { name: '임시공휴일', source: '국무회의 의결' };
    await city.ask('PUT', '/v1/calendar/2027-01-06', { token, body });
    await reopen();
    await city.rest();
    await city.advance('PT10M');
    for (const receipt of receipts) {
      expect((await city.track(receipt)).body.dueAt).toBe('2027-01-13T09:00:00.000Z');
      expect(await movedNotices(receipt.number)).toHaveLength(1);
    }
  });

  test('during a pause leaves exactly the time that was left', async () => {
    await city.to('2027-02-15T00:00:00.000Z');
    const { receipt, person } = await city.assigned(sevenDays);
    await city.sayAs(person, receipt.number, 'supplement-request', { text: '주소?', termDays: 5 });
    const { remainingMinutes } = (await city.track(receipt)).body.clock ?? {};
    await city.decree('PUT', '2027-02-18');
    expect((await city.track(receipt)).body.clock).toMatchObject({ state: 'paused', remainingMinutes });
    await city.to('2027-02-17T00:00:00.000Z');
    await city.supplement(receipt);
    // Seven days from Wednesday, without Thursday.
    expect((await city.track(receipt)).body.dueAt).toBe('2027-02-26T09:00:00.000Z');
  });
});

describe('the calendar refuses', () => {
  test.each([
    ['PUT', '2027-02-16', 409, 'day-begun'],
    ['PUT', '2027-02-20', 422, 'day-off-already'],
    ['PUT', '2027-03-01', 422, 'day-off-already'],
    ['PUT', '2027-02-30', 400, 'request-invalid'],
    ['DELETE', '2027-02-23', 404, 'not-found'],
  ] as const)('%s %s: %i %s', async (method, on, status, code) => {
    expect(await city.decree(method, on)).toMatchObject({ status, body: { code } });
  });

  test('to call off a day that has begun', async () => {
    await city.decree('PUT', '2027-02-19');
    await city.to('2027-02-18T15:00:00.000Z');
    expect(await city.decree('DELETE', '2027-02-19')).toMatchObject({ status: 409, body: { code: 'day-begun' } });
  });
});

describe('a date beyond the confirmed calendar', () => {
  test('is given and marked provisional', async () => {
    const last = await openCity('2027-12-27T00:00:00.000Z');
    try {
      const near = await last.city.assigned();
      expect((await last.city.track(near.receipt)).body.due?.provisional).toBe(false);
      const far = await last.city.assigned(sevenDays);
      const { due, clock } = (await last.city.track(far.receipt)).body;
      // Christmas of 2027 is a Saturday, its Monday a substitute day: seven days from Tuesday.
      expect(due).toMatchObject({ dueAt: '2028-01-05T09:00:00.000Z', provisional: true });
      expect(clock?.provisional).toBe(true);
    } finally {
      await last.close();
    }
  });
});
