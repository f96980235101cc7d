import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { AwsSide, busy } from './aws-side.ts';
import { type City, later, openCity, proposal } from './city.ts';

let city: City;
let aws: AwsSide;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
  aws = await AwsSide.of(city);
});
afterEach(() => city.noFaults());
afterAll(async () => {
  aws.close();
  await close();
});

/** A complaint whose answer waits to be rated, and until when it can be. */
async function answered(filing: Record<string, unknown> = {}): Promise<{ receipt: Receipt; until: string }> {
  const { receipt, person } = await city.assigned(filing);
  expect((await city.answerAs(person, receipt.number)).status).toBe(202);
  await city.rest();
  const { rating } = (await city.track(receipt)).body;
  return { receipt, until: rating?.until ?? '' };
}

async function steps(number: string): Promise<string[]> {
  return (await city.history(number)).notices.map(({ step }) => step);
}

/** Delays the transactions of a complaint, so that requests sent together have all read before one of them writes. */
const together = (number: string, count: number) =>
  city.fault({
    service: 'dynamodb',
    operation: 'TransactWriteItems',
    kind: 'delay',
    delayMs: 500,
    input: number,
    count,
  });

describe('an answer and a withdrawal', () => {
  test('20 ms apart: the answer stands, though nothing was heard yet, and the withdrawal is told so', async () => {
    const { receipt, person } = await city.assigned();
    const { etag } = await city.case(person, receipt.number);
    await city.fault(busy('Relay'));
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.advance('PT0.02S');
    expect(await city.withdraw(receipt)).toMatchObject({ status: 409, body: { code: 'already-answered' } });
    expect(await city.said(receipt.number)).toEqual(['answer said']);
    await city.noFaults();
    await city.advance('PT10S');
    expect(await city.said(receipt.number)).toEqual(['answer applied']);
    expect((await city.track(receipt)).body.status).toBe('answered');
    expect(await city.results(receipt.number)).toBe(1);
  });

  test('20 ms apart the other way round: the complaint is withdrawn, and no result is sent', async () => {
    const { receipt, person } = await city.assigned();
    const { etag } = await city.case(person, receipt.number);
    await city.fault(busy('Relay'));
    expect((await city.withdraw(receipt)).status).toBe(202);
    await city.advance('PT0.02S');
    expect(await city.answer(person, receipt.number, etag)).toMatchObject({
      status: 409,
      body: { code: 'version-stale' },
    });
    const { etag: now } = await city.case(person, receipt.number);
    expect(await city.answer(person, receipt.number, now)).toMatchObject({
      status: 409,
      body: { code: 'complaint-closed' },
    });
    await city.noFaults();
    await city.advance('PT10S');
    expect((await city.track(receipt)).body).toMatchObject({ status: 'withdrawn', answers: [] });
    expect(await city.results(receipt.number)).toBe(0);
    expect((await city.list(person)).map(({ number }) => number)).not.toContain(receipt.number);
  });

  test('at once: one is kept, the other is refused', async () => {
    const { receipt, person } = await city.assigned();
    const { etag } = await city.case(person, receipt.number);
    await together(receipt.number, 2);
    const [answer, withdrawal] = await Promise.all([city.answer(person, receipt.number, etag), city.withdraw(receipt)]);
    expect([answer.status, withdrawal.status].toSorted()).toEqual([202, 409]);
    await city.advance('PT10S');
    const isAnswered = answer.status === 202;
    expect((await city.track(receipt)).body.status).toBe(isAnswered ? 'answered' : 'withdrawn');
    expect(await city.said(receipt.number)).toEqual([isAnswered ? 'answer applied' : 'withdrawal applied']);
    expect(await city.results(receipt.number)).toBe(isAnswered ? 1 : 0);
  });
});

describe('two answers', () => {
  test('with the same version: one is kept, the other is stale, one result is sent', async () => {
    const { receipt, person } = await city.assigned();
    const { etag } = await city.case(person, receipt.number);
    await together(receipt.number, 2);
    const both = await Promise.all([
      city.answer(person, receipt.number, etag, '첫째 답변입니다.'),
      city.answer(person, receipt.number, etag, '둘째 답변입니다.'),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('version-stale');
    await city.rest();
    expect((await city.track(receipt)).body.answers).toHaveLength(1);
    expect(await city.results(receipt.number)).toBe(1);
  });

  test('of which the first one’s answer got lost on its way: the same key gets the same number', async () => {
    const { receipt, person } = await city.assigned();
    const { etag: ifMatch } = await city.case(person, receipt.number);
    const request = { token: await city.token(person), ifMatch, key: randomUUID(), body: { text: '조치하였습니다.' } };
    const path = `/v1/complaints/${receipt.number}/answer`;
    await city.fault({ ...busy('OfficialApi'), kind: 'drop-answer', count: 1 });
    expect((await city.ask('POST', path, request)).status).toBe(500);
    expect(await city.ask('POST', path, request)).toMatchObject({ status: 202, body: { signal: 1 } });
    await city.rest();
    expect(await city.said(receipt.number)).toEqual(['answer applied']);
    expect(await city.results(receipt.number)).toBe(1);
  });

  test('are one when the table’s own answer got lost and the SDK repeats the transaction', async () => {
    const { receipt, person } = await city.assigned();
    const { etag } = await city.case(person, receipt.number);
    await city.fault({
      service: 'dynamodb',
      operation: 'TransactWriteItems',
      kind: 'drop-answer',
      input: receipt.number,
      count: 1,
    });
    expect(await city.answer(person, receipt.number, etag)).toMatchObject({ status: 202, body: { signal: 1 } });
    await city.rest();
    expect(await city.said(receipt.number)).toEqual(['answer applied']);
  });
});

describe('the deadline', () => {
  test('100 ms away when the answer comes, and the rung fires before the relay: nobody is reported late', async () => {
    const { receipt, person } = await city.assigned();
    const { dueAt = '' } = (await city.track(receipt)).body;
    await city.to(later(dueAt, -100));
    const { etag } = await city.case(person, receipt.number);
    await city.fault(busy('Relay'));
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.to(later(dueAt, 12_000));
    expect((await city.track(receipt)).body).toMatchObject({ status: 'answered', answers: [{ isLate: false }] });
    await city.noFaults();
    await city.advance('PT1M');
    expect(await steps(receipt.number)).not.toContain('escalate-to-lead');
    expect(await city.results(receipt.number)).toBe(1);
  });

  test('has passed and the lead is about to be told when a late answer is kept: the answer is heard first', async () => {
    const { receipt, person } = await city.assigned();
    const { dueAt = '' } = (await city.track(receipt)).body;
    await city.fault(busy('EscalateToLead'));
    await city.to(later(dueAt, 11_000));
    expect((await city.answerAs(person, receipt.number)).status).toBe(202);
    await city.noFaults();
    await city.advance('PT10S');
    expect((await city.track(receipt)).body).toMatchObject({ status: 'answered', answers: [{ isLate: true }] });
    expect(await steps(receipt.number)).not.toContain('escalate-to-lead');
  });

  test('comes nearer: a reminder between reading and answering is no reason for a 409', async () => {
    await city.to('2026-11-26T06:00:00.000Z');
    const { receipt, person } = await city.assigned();
    const { etag } = await city.case(person, receipt.number);
    await city.to('2026-11-26T07:00:01.000Z');
    expect(await steps(receipt.number)).toContain('remind-official-16h');
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.rest();
    expect((await city.track(receipt)).body.status).toBe('answered');
  });
});

describe('a signal while nobody waits', () => {
  test('said before the execution has begun, is heard before anything is assigned', async () => {
    await city.fault(busy('Receive'));
    const { body: receipt } = await city.file();
    expect((await city.withdraw(receipt)).status).toBe(202);
    expect(await city.withdraw(receipt)).toMatchObject({ status: 409, body: { code: 'complaint-closed' } });
    await city.noFaults();
    await city.advance('PT10S');
    expect((await city.track(receipt)).body.status).toBe('withdrawn');
    expect(await city.said(receipt.number)).toEqual(['withdrawal applied']);
    expect((await city.history(receipt.number)).entries.map(({ action }) => action)).not.toContain('assigned');
  });

  test('said between the answer and its result, is heard when the window opens', async () => {
    const { receipt, person } = await city.assigned(proposal);
    const { etag } = await city.case(person, receipt.number);
    await city.fault(busy('Respond'));
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.rest();
    expect((await city.rate(receipt, 4)).status).toBe(202);
    expect(await city.rate(receipt, 5)).toMatchObject({ status: 409, body: { code: 'already-rated' } });
    await city.noFaults();
    await city.advance('PT10S');
    expect((await city.track(receipt)).body).toMatchObject({ status: 'closed', rating: { score: 4 } });
    expect(await city.results(receipt.number)).toBe(1);
  });

  test('said while the last step closes it, is refused', async () => {
    const { receipt } = await answered(proposal);
    await city.fault(busy('Close'));
    expect((await city.rate(receipt, 3)).status).toBe(202);
    await city.rest();
    expect(await city.rate(receipt, 5)).toMatchObject({ status: 409, body: { code: 'already-rated' } });
    expect(await city.withdraw(receipt)).toMatchObject({ status: 409 });
    await city.noFaults();
    await city.advance('PT10S');
    expect((await city.track(receipt)).body).toMatchObject({ status: 'closed', rating: { score: 3 } });
  });
});

describe('a rating', () => {
  test('1 ms before its window closes counts, though the relay sleeps; at its end it is too late', async () => {
    const { receipt: first, until } = await answered(proposal);
    const { receipt: second } = await answered(proposal);
    await city.to(later(until, -1));
    await city.fault(busy('Relay'));
    expect((await city.rate(first, 1)).status).toBe(202);
    await city.to(until);
    expect(await city.rate(second, 5)).toMatchObject({ status: 409, body: { code: 'rating-window-closed' } });
    await city.advance('PT11S');
    expect((await city.track(first)).body).toMatchObject({ status: 'closed', rating: { score: 1 } });
    expect((await city.track(second)).body).toMatchObject({ status: 'closed', rating: {} });
    expect(await city.said(first.number)).toEqual(['answer applied', 'rating applied']);
    expect(await city.rate(second, 5)).toMatchObject({ status: 409, body: { code: 'complaint-closed' } });
  });
});
