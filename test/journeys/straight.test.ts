import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type City, openCity } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

describe('a straight complaint', () => {
  test('goes from filed to rated with three notices in order, also when answered within the second', async () => {
    const { status, body: receipt } = await city.file();
    expect(status).toBe(201);
    expect(receipt).toMatchObject({ status: 'received', receivedAt: '2026-11-23T00:00:00.000Z' });
    await city.rest();

    const tracked = await city.track(receipt);
    expect(tracked.body).toMatchObject({
      status: 'assigned',
      kind: 'complaint',
      dueAt: '2026-11-23T15:00:00.000Z',
      due: { basis: 'same-day' },
    });
    const person = await city.personNamed(receipt.number);
    expect((await city.list(person)).map(({ number }) => number)).toEqual([receipt.number]);

    const { etag } = await city.case(person, receipt.number);
    const answered = await city.answer(person, receipt.number, etag);
    expect(answered.status).toBe(202);
    await city.rest();
    expect(await city.list(person)).toEqual([]);

    expect((await city.rate(receipt, 5)).status).toBe(202);
    await city.rest();
    const closed = await city.track(receipt);
    expect(closed.body).toMatchObject({
      status: 'closed',
      rating: { score: 5 },
      answers: [{ round: 1, isLate: false }],
    });

    const toPetitioner = (await city.outbox(receipt.number)).filter(({ to }) => to === '+821012345678');
    expect(toPetitioner.map(({ text }) => text.replace(receipt.number, 'N'))).toEqual([
      '[대답] 민원 N 접수되었습니다.',
      '[대답] N 담당 강남구 생활민원과, 11/23 24:00까지 답변드립니다(당일 약속)',
      '[대답] N 답변이 등록되었습니다. 12/07 09:00까지 평가해 주세요.',
    ]);
  });

  test('leaves a history that an auditor can read, and the look is in it', async () => {
    const { body: receipt } = await city.file();
    await city.rest();
    await city.history(receipt.number);
    const { entries, executions, notices, complaint } = await city.history(receipt.number);
    expect(entries.map(({ entry, action }) => `${entry} ${action}`)).toEqual([
      '1 filed',
      '2 received',
      '3 classified',
      '4 assigned',
      '5 history-read',
    ]);
    expect(executions).toEqual([`${receipt.number}-1`]);
    expect(notices.map(({ step, status }) => `${step} ${status}`)).toEqual([
      'reception accepted',
      'assignment accepted',
      'new-case accepted',
    ]);
    expect(complaint.rulesVersion).toMatch(/^\d{4}-\d{2}-\d{2}/);
    expect(JSON.stringify(complaint)).not.toContain('홍길동');
  });

  test('filed at 18:00 is due at the end of the next working day', async () => {
    await city.to('2026-11-23T08:59:59.999Z');
    const before = (await city.file()).body;
    await city.to('2026-11-23T09:00:00.000Z');
    const after = (await city.file()).body;
    await city.rest();
    expect((await city.track(before)).body.due).toMatchObject({ basis: 'same-day', dueAt: '2026-11-23T15:00:00.000Z' });
    expect((await city.track(after)).body.due).toMatchObject({
      basis: 'next-working-day',
      dueAt: '2026-11-24T15:00:00.000Z',
    });
  });
});
