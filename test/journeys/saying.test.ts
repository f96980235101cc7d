import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { AwsSide, busy, inWaiting } from './aws-side.ts';
import { type City, openCity } from './city.ts';

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

/** A filing that has the legal period of a month: its first rung is two weeks away. */
const proposal = { title: '제안', text: '말씀드립니다.', kind: 'proposal' };

/** A complaint that waits for the answer of the person named. */
async function assigned(filing: Record<string, unknown> = {}): Promise<{ receipt: Receipt; person: string }> {
  const { body: receipt } = await city.file(filing);
  await city.rest();
  return { receipt, person: await city.personNamed(receipt.number) };
}

/** A complaint whose answer waits to be rated, and until when it can be. */
async function answered(filing: Record<string, unknown> = {}): Promise<{ receipt: Receipt; until: string }> {
  const { receipt, person } = await assigned(filing);
  const { etag } = await city.case(person, receipt.number);
  expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
  await city.rest();
  const { rating } = (await city.track(receipt)).body;
  return { receipt, until: rating?.until ?? '' };
}

/** A complaint that will wait for its answer 3 seconds from now, and whose writing of the token meets a fault. */
async function assignedUnder(fault: Record<string, unknown>): Promise<{ receipt: Receipt; person: string }> {
  await city.fault(busy('Receive'));
  const { body: receipt } = await city.file(proposal);
  await city.rest();
  await city.noFaults();
  await city.fault({ ...inWaiting(receipt.number), count: 1, ...fault });
  await city.advance('PT3S');
  return { receipt, person: await city.personNamed(receipt.number) };
}

const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

/** What was said to a complaint and what became of it: `answer applied`. */
async function said(number: string): Promise<string[]> {
  const { signals } = await city.history(number);
  return signals.map(({ kind, status }) => `${kind} ${status}`);
}

async function steps(number: string): Promise<string[]> {
  return (await city.history(number)).notices.map(({ step }) => step);
}

async function results(number: string): Promise<number> {
  return (await city.outbox(number)).filter(({ text }) => text.includes('답변이 등록되었습니다')).length;
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
    const { receipt, person } = await assigned();
    const { etag } = await city.case(person, receipt.number);
    await city.fault(busy('Relay'));
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.advance('PT0.02S');
    expect(await city.withdraw(receipt)).toMatchObject({ status: 409, body: { code: 'already-answered' } });
    expect(await said(receipt.number)).toEqual(['answer said']);
    await city.noFaults();
    await city.advance('PT10S');
    expect(await said(receipt.number)).toEqual(['answer applied']);
    expect((await city.track(receipt)).body.status).toBe('answered');
    expect(await results(receipt.number)).toBe(1);
  });

  test('20 ms apart the other way round: the complaint is withdrawn, and no result is sent', async () => {
    const { receipt, person } = await assigned();
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
    expect(await results(receipt.number)).toBe(0);
    expect((await city.list(person)).map(({ number }) => number)).not.toContain(receipt.number);
  });

  test('at once: one is kept, the other is refused', async () => {
    const { receipt, person } = await assigned();
    const { etag } = await city.case(person, receipt.number);
    await together(receipt.number, 2);
    const [answer, withdrawal] = await Promise.all([city.answer(person, receipt.number, etag), city.withdraw(receipt)]);
    expect([answer.status, withdrawal.status].toSorted()).toEqual([202, 409]);
    await city.advance('PT10S');
    const isAnswered = answer.status === 202;
    expect((await city.track(receipt)).body.status).toBe(isAnswered ? 'answered' : 'withdrawn');
    expect(await said(receipt.number)).toEqual([isAnswered ? 'answer applied' : 'withdrawal applied']);
    expect(await results(receipt.number)).toBe(isAnswered ? 1 : 0);
  });
});

describe('two answers', () => {
  test('with the same version: one is kept, the other is stale, one result is sent', async () => {
    const { receipt, person } = await assigned();
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
    expect(await results(receipt.number)).toBe(1);
  });

  test('of which the first one’s answer got lost on its way: the same key gets the same number', async () => {
    const { receipt, person } = await assigned();
    const { etag: ifMatch } = await city.case(person, receipt.number);
    const request = { token: await city.token(person), ifMatch, key: randomUUID(), body: { text: '조치하였습니다.' } };
    const path = `/v1/complaints/${receipt.number}/answer`;
    await city.fault({ ...busy('OfficialApi'), kind: 'drop-answer', count: 1 });
    expect((await city.ask('POST', path, request)).status).toBe(500);
    expect(await city.ask('POST', path, request)).toMatchObject({ status: 202, body: { signal: 1 } });
    await city.rest();
    expect(await said(receipt.number)).toEqual(['answer applied']);
    expect(await results(receipt.number)).toBe(1);
  });

  test('are one when the table’s own answer got lost and the SDK repeats the transaction', async () => {
    const { receipt, person } = await assigned();
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
    expect(await said(receipt.number)).toEqual(['answer applied']);
  });
});

describe('the deadline', () => {
  test('100 ms away when the answer comes, and the rung fires before the relay: nobody is reported late', async () => {
    const { receipt, person } = await assigned();
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
    expect(await results(receipt.number)).toBe(1);
  });

  test('has passed and the lead is about to be told when a late answer is kept: the answer is heard first', async () => {
    const { receipt, person } = await assigned();
    const { dueAt = '' } = (await city.track(receipt)).body;
    await city.fault(busy('EscalateToLead'));
    await city.to(later(dueAt, 11_000));
    const { etag } = await city.case(person, receipt.number);
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.noFaults();
    await city.advance('PT10S');
    expect((await city.track(receipt)).body).toMatchObject({ status: 'answered', answers: [{ isLate: true }] });
    expect(await steps(receipt.number)).not.toContain('escalate-to-lead');
  });

  test('comes nearer: a reminder between reading and answering is no reason for a 409', async () => {
    await city.to('2026-11-26T06:00:00.000Z');
    const { receipt, person } = await assigned();
    const { etag } = await city.case(person, receipt.number);
    await city.to('2026-11-26T07:00:01.000Z');
    expect(await steps(receipt.number)).toContain('remind-official-16h');
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.rest();
    expect((await city.track(receipt)).body.status).toBe('answered');
  });
});

describe('the signal’s and the token’s record', () => {
  test('the signal’s first: it waits for the token, and is heard', async () => {
    const { receipt, person } = await assignedUnder({ kind: 'error' });
    expect(await aws.token(receipt.number)).toBeUndefined();
    const { etag } = await city.case(person, receipt.number);
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.rest();
    expect(await said(receipt.number)).toEqual(['answer said']);
    await city.advance('PT2S');
    expect(await said(receipt.number)).toEqual(['answer applied']);
  });

  test.each([['desk', 'wait'] as const, ['wait', 'desk'] as const])(
    '%s before %s in one batch: heard once',
    async (...order) => {
      const { receipt, person } = await assigned(proposal);
      const { etag } = await city.case(person, receipt.number);
      await city.fault({ ...busy('Relay'), count: 1 });
      expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
      await city.rest();
      expect(await said(receipt.number)).toEqual(['answer said']);
      await aws.deliver(
        'Relay',
        order.map((sk) => ({ number: receipt.number, sk })),
      );
      await city.rest();
      expect(await said(receipt.number)).toEqual(['answer applied']);
      await city.advance('PT1M');
      expect(await results(receipt.number)).toBe(1);
    },
  );

  test('the wake-up comes before the answer of the call that wrote the token: the state goes on', async () => {
    const { receipt, person } = await assignedUnder({ kind: 'error' });
    const { etag } = await city.case(person, receipt.number);
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.fault({ ...inWaiting(receipt.number), kind: 'late-answer', delayMs: 700, count: 1 });
    await city.advance('PT2S');
    expect(await said(receipt.number)).toEqual(['answer applied']);
    const events = await aws.events(`${receipt.number}-1`);
    const over = events.filter(({ taskSucceededEventDetails: of }) => of?.resource === 'updateItem.waitForTaskToken');
    expect(over).toHaveLength(1);
  });

  test('the answer of the call that wrote the token is lost: the state waits anew, and what was said is heard', async () => {
    const { receipt, person } = await assignedUnder({ kind: 'drop-answer' });
    const lost = (await aws.token(receipt.number)) ?? '';
    await expect(aws.wake(lost)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    const { etag } = await city.case(person, receipt.number);
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.advance('PT2S');
    expect(await aws.token(receipt.number)).not.toBe(lost);
    expect(await said(receipt.number)).toEqual(['answer applied']);
  });
});

describe('a wake-up', () => {
  test('that is old does not wake a new wait, and what was said is looked at again', async () => {
    await city.to('2026-11-27T06:00:00.000Z');
    const { receipt, person } = await assigned();
    const old = (await aws.token(receipt.number)) ?? '';
    await city.to('2026-11-27T07:00:01.000Z');
    const now = (await aws.token(receipt.number)) ?? '';
    expect(now).not.toBe(old);
    await expect(aws.wake(old)).rejects.toMatchObject({ name: 'TaskTimedOut' });

    await aws.putToken(receipt.number, old);
    const { etag } = await city.case(person, receipt.number);
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.rest();
    expect(await said(receipt.number)).toEqual(['answer said']);
    await aws.putToken(receipt.number, now);
    await city.advance('PT30M');
    expect(await said(receipt.number)).toEqual(['answer applied']);
    expect(await aws.messagesIn('RelayDeadLetters')).toBe(0);
    expect(await results(receipt.number)).toBe(1);
  });

  test('for something already heard is harmless: the state hears nothing and waits on', async () => {
    const { receipt, person } = await assigned(proposal);
    await aws.wake((await aws.token(receipt.number)) ?? '');
    await city.rest();
    expect(await city.history(receipt.number)).toMatchObject({ complaint: { stage: 'answer' }, signals: [] });
    const { etag } = await city.case(person, receipt.number);
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.rest();
    expect(await said(receipt.number)).toEqual(['answer applied']);
  });

  test('that never gets through becomes a dead letter, and the daily sweep brings the complaint on', async () => {
    const { receipt, person } = await assigned(proposal);
    const { etag } = await city.case(person, receipt.number);
    await city.fault({
      service: 'states',
      operation: 'SendTaskSuccess',
      kind: 'throttle',
      error: 'AccessDeniedException',
    });
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.advance('PT30M');
    expect(await aws.messagesIn('RelayDeadLetters')).toBe(1);
    expect(await said(receipt.number)).toEqual(['answer said']);
    await city.noFaults();
    await city.advance('PT1H');
    expect(await said(receipt.number)).toEqual(['answer said']);
    await city.to('2026-11-27T18:05:00.000Z');
    expect(await said(receipt.number)).toEqual(['answer applied']);
    expect(await results(receipt.number)).toBe(1);
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
    expect(await said(receipt.number)).toEqual(['withdrawal applied']);
    expect((await city.history(receipt.number)).entries.map(({ action }) => action)).not.toContain('assigned');
  });

  test('said between the answer and its result, is heard when the window opens', async () => {
    const { receipt, person } = await assigned(proposal);
    const { etag } = await city.case(person, receipt.number);
    await city.fault(busy('Respond'));
    expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
    await city.rest();
    expect((await city.rate(receipt, 4)).status).toBe(202);
    expect(await city.rate(receipt, 5)).toMatchObject({ status: 409, body: { code: 'already-rated' } });
    await city.noFaults();
    await city.advance('PT10S');
    expect((await city.track(receipt)).body).toMatchObject({ status: 'closed', rating: { score: 4 } });
    expect(await results(receipt.number)).toBe(1);
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

describe('the relay', () => {
  test('starts the others of a batch when one cannot be started, and that one later', async () => {
    await city.fault(busy('Relay'));
    const receipts: Receipt[] = [];
    for (let n = 0; n < 3; n += 1) receipts.push((await city.file(proposal)).body);
    const numbers = receipts.map(({ number }) => number);
    const [, unlucky = ''] = numbers;
    await city.noFaults();
    const fault = { service: 'states', operation: 'StartExecution', kind: 'throttle', error: 'AccessDeniedException' };
    await city.fault({ ...fault, input: unlucky, count: 2 });
    await aws.deliver(
      'Relay',
      numbers.map((number) => ({ number, sk: 'desk' })),
    );
    await city.rest();
    const statuses = async () => Promise.all(receipts.map(async (receipt) => (await city.track(receipt)).body.status));
    expect(await statuses()).toEqual(['assigned', 'received', 'assigned']);
    await city.advance('PT5S');
    expect(await statuses()).toEqual(['assigned', 'received', 'assigned']);
    await city.advance('PT30S');
    expect(await statuses()).toEqual(['assigned', 'assigned', 'assigned']);
    expect((await city.history(unlucky)).executions).toEqual([`${unlucky}-1`]);
  });

  test('gets every record twice and more, and nothing happens twice', async () => {
    const twice = async (): Promise<void> => {
      for (const id of ['Relay', 'Notices']) await city.fault({ ...busy(id), kind: 'drop-answer', rate: 0.5 });
    };
    await twice();
    const { body: receipt } = await city.file(proposal);
    const { number } = receipt;
    const again = async (): Promise<void> => {
      await city.advance('PT30S');
      await city.noFaults();
      const records = (await aws.sortKeys(number)).map((sk) => ({ number, sk }));
      await aws.deliver(
        'Relay',
        records.filter(({ sk }) => sk === 'desk' || sk === 'wait'),
      );
      await aws.deliver(
        'Notices',
        records.filter(({ sk }) => sk.startsWith('notice#')),
      );
      await city.advance('PT30S');
      await twice();
    };
    await again();
    const person = await city.personNamed(number);
    const { etag } = await city.case(person, number);
    expect((await city.answer(person, number, etag)).status).toBe(202);
    await again();
    expect((await city.rate(receipt, 2)).status).toBe(202);
    await again();
    const { entries, executions, notices } = await city.history(number);
    expect(entries.map(({ action }) => action).filter((action) => action !== 'history-read')).toEqual([
      'filed',
      'received',
      'classified',
      'assigned',
      'answer-said',
      'signal-applied',
      'responded',
      'rating-said',
      'signal-applied',
      'evaluated',
      'closed',
    ]);
    expect(executions).toEqual([`${number}-1`]);
    expect(await aws.statusOf(`${number}-1`)).toBe('SUCCEEDED');
    expect(notices.map(({ status }) => status)).toEqual(notices.map(() => 'accepted'));
    const texts = (await city.outbox(number)).map(({ to, text }) => `${to} ${text}`);
    expect(texts.toSorted()).toEqual([...new Set(texts)].toSorted());
    expect(texts).toHaveLength(notices.length);
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
    expect(await said(first.number)).toEqual(['answer applied', 'rating applied']);
    expect(await city.rate(second, 5)).toMatchObject({ status: 409, body: { code: 'complaint-closed' } });
  });
});
