import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type City, openCity, sevenDays } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const request = { text: '정확한 주소를 알려 주십시오.', termDays: 5 };

describe('a request for a supplement', () => {
  test('stops the clock at two hours left; five days later two hours are left, not none and not all', async () => {
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    // Due Tue 1 December 18:00, now 16:00.
    await city.to('2026-12-01T07:00:00.000Z');
    expect((await city.sayAs(person, number, 'supplement-request', request)).status).toBe(202);
    const paused = (await city.track(receipt)).body;
    expect(paused.status).toBe('awaiting-supplement');
    expect(paused.dueAt).toBeUndefined();
    expect(paused.clock).toMatchObject({
      state: 'paused',
      pausedAt: '2026-12-01T07:00:00.000Z',
      supplementUntil: '2026-12-07T15:00:00.000Z',
      remainingMinutes: 120,
    });
    expect(paused.supplements).toEqual([
      { askedAt: '2026-12-01T07:00:00.000Z', text: request.text, untilAt: '2026-12-07T15:00:00.000Z' },
    ]);
    expect((await city.outbox(number)).at(-1)?.text).toContain('12/07 24:00까지');
    expect((await city.list(person)).find((one) => one.number === number)).toMatchObject({
      status: 'awaiting-supplement',
      dueAt: '2026-12-07T15:00:00.000Z',
    });
    // Nobody is reported late while the petitioner is waited for.
    await city.to('2026-12-06T00:00:00.000Z');
    const { complaint } = await city.history(number);
    expect(complaint.rungsDone).toEqual(['remind-official-50', 'remind-official-80']);
    // Sunday: the two hours run on Monday morning.
    expect((await city.supplement(receipt)).status).toBe(202);
    expect((await city.track(receipt)).body).toMatchObject({ status: 'assigned', dueAt: '2026-12-07T02:00:00.000Z' });
    const { body: shown } = await city.case(person, number);
    expect(shown.clock).not.toHaveProperty('counted');
    expect(shown.clock).toMatchObject({ state: 'running', remainingMinutes: 120 });
    expect(shown.supplements).toMatchObject([{ text: request.text, given: { text: '주소는 강남대로 396입니다.' } }]);
    expect((await city.supplement(receipt)).body.code).toBe('nothing-asked');
    await city.to('2026-12-07T02:00:11.000Z');
    expect((await city.history(number)).complaint.rungsDone).toContain('escalate-to-lead');
    const steps = (await city.history(number)).clock?.lines.map(({ kind }) => kind);
    expect(steps).toEqual(['start', 'pause', 'resume']);
  });

  test('an answer during the pause is in time, and its working time leaves the pause out', async () => {
    await city.to('2026-12-14T00:00:00.000Z');
    const { receipt, person } = await city.assigned();
    const { number } = receipt;
    await city.to('2026-12-14T02:00:00.000Z');
    await city.sayAs(person, number, 'supplement-request', request);
    expect(
      (await city.sayAs(person, number, 'extension', { period: { unit: 'days', count: 1 }, reason: '조사' })).body,
    ).toMatchObject({ code: 'clock-paused' });
    await city.to('2026-12-17T05:00:00.000Z');
    expect((await city.answerAs(person, number)).status).toBe(202);
    await city.rest();
    expect((await city.rate(receipt, 4)).status).toBe(202);
    await city.rest();
    const { complaint } = await city.history(number);
    expect(complaint).toMatchObject({
      status: 'closed',
      isLate: false,
      evaluation: { isLate: false, workingMinutes: 120 },
    });
  });

  test('may come twice; then, with nothing given, the case is closed and the petitioner told why and how to go on', async () => {
    await city.to('2027-01-04T00:00:00.000Z');
    const { receipt, person } = await city.assigned(sevenDays);
    const { number } = receipt;
    const ask = (termDays: number) => city.sayAs(person, number, 'supplement-request', { ...request, termDays });
    const closeIt = () => city.sayAs(person, number, 'closure', { reason: '주소를 알 수 없음' });
    expect((await closeIt()).body).toMatchObject({ code: 'closure-too-early' });
    expect((await ask(2)).status).toBe(202);
    expect((await ask(2)).body).toMatchObject({ code: 'supplement-pending' });
    expect((await closeIt()).body).toMatchObject({ code: 'closure-too-early' });
    // The term ends with Wednesday; the official hears of it when the office opens.
    await city.to('2027-01-07T00:00:00.000Z');
    expect((await city.history(number)).notices.at(-1)).toMatchObject({
      step: 'supplement-term-1-ended',
      to: { id: person },
    });
    expect((await closeIt()).body).toMatchObject({ code: 'closure-too-early' });
    expect((await ask(1)).status).toBe(202);
    await city.to('2027-01-08T15:00:00.000Z');
    expect((await closeIt()).body).toMatchObject({ code: 'closure-too-early' });
    expect((await ask(1)).body).toMatchObject({ code: 'supplement-pending' });
    await city.to('2027-01-08T15:00:00.001Z');
    expect((await ask(1)).body).toMatchObject({ code: 'supplement-asked-twice' });
    expect((await closeIt()).status).toBe(202);
    const { body } = await city.track(receipt);
    expect(body).toMatchObject({
      status: 'closed',
      answers: [],
      reasons: [{ event: 'closure', text: '주소를 알 수 없음' }],
    });
    const text = (await city.outbox(number)).at(-1)?.text;
    expect(text).toContain('새로 신청');
    expect(text).toContain('주소를 알 수 없음');
    expect((await city.supplement(receipt)).body.code).toBe('complaint-closed');
    await city.advance('P60D');
    expect((await city.history(number)).complaint.rungsDone.filter((id) => id.startsWith('escalate'))).toEqual([]);
  });

  test('is refused after the deadline: a pause would give time back', async () => {
    await city.to('2027-04-05T00:00:00.000Z');
    const { receipt, person } = await city.assigned();
    await city.to('2027-04-05T15:00:00.001Z');
    expect(await city.sayAs(person, receipt.number, 'supplement-request', request)).toMatchObject({
      status: 409,
      body: { code: 'deadline-passed' },
    });
  });
});
