import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { AwsSide, busy, inWaiting } from './aws-side.ts';
import { type City, openCity, proposal } from './city.ts';

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

describe('the signal’s and the token’s record', () => {
  test('the signal’s first: it waits for the token, and is heard', async () => {
    const { receipt, person } = await assignedUnder({ kind: 'error' });
    expect(await aws.token(receipt.number)).toBeUndefined();
    expect((await city.answerAs(person, receipt.number)).status).toBe(202);
    await city.rest();
    expect(await city.said(receipt.number)).toEqual(['answer said']);
    await city.advance('PT2S');
    expect(await city.said(receipt.number)).toEqual(['answer applied']);
  });

  test.each([['desk', 'wait'] as const, ['wait', 'desk'] as const])(
    '%s before %s in one batch: heard once',
    async (...order) => {
      const { receipt, person } = await city.assigned(proposal);
      const { etag } = await city.case(person, receipt.number);
      await city.fault({ ...busy('Relay'), count: 1 });
      expect((await city.answer(person, receipt.number, etag)).status).toBe(202);
      await city.rest();
      expect(await city.said(receipt.number)).toEqual(['answer said']);
      await aws.deliver(
        'Relay',
        order.map((sk) => ({ number: receipt.number, sk })),
      );
      await city.rest();
      expect(await city.said(receipt.number)).toEqual(['answer applied']);
      await city.advance('PT1M');
      expect(await city.results(receipt.number)).toBe(1);
    },
  );

  test('the wake-up comes before the answer of the call that wrote the token: the state goes on', async () => {
    const { receipt, person } = await assignedUnder({ kind: 'error' });
    expect((await city.answerAs(person, receipt.number)).status).toBe(202);
    await city.fault({ ...inWaiting(receipt.number), kind: 'late-answer', delayMs: 700, count: 1 });
    await city.advance('PT2S');
    expect(await city.said(receipt.number)).toEqual(['answer applied']);
    const events = await aws.events(`${receipt.number}-1`);
    const over = events.filter(({ taskSucceededEventDetails: of }) => of?.resource === 'updateItem.waitForTaskToken');
    expect(over).toHaveLength(1);
  });

  test('the answer of the call that wrote the token is lost: the state waits anew, and what was said is heard', async () => {
    const { receipt, person } = await assignedUnder({ kind: 'drop-answer' });
    const lost = (await aws.token(receipt.number)) ?? '';
    await expect(aws.wake(lost)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect((await city.answerAs(person, receipt.number)).status).toBe(202);
    await city.advance('PT2S');
    expect(await aws.token(receipt.number)).not.toBe(lost);
    expect(await city.said(receipt.number)).toEqual(['answer applied']);
  });
});

describe('a wake-up', () => {
  test('that is old does not wake a new wait, and what was said is looked at again', async () => {
    await city.to('2026-11-27T06:00:00.000Z');
    const { receipt, person } = await city.assigned();
    const old = (await aws.token(receipt.number)) ?? '';
    await city.to('2026-11-27T07:00:01.000Z');
    const now = (await aws.token(receipt.number)) ?? '';
    expect(now).not.toBe(old);
    await expect(aws.wake(old)).rejects.toMatchObject({ name: 'TaskTimedOut' });

    await aws.putToken(receipt.number, old);
    expect((await city.answerAs(person, receipt.number)).status).toBe(202);
    await city.rest();
    expect(await city.said(receipt.number)).toEqual(['answer said']);
    await aws.putToken(receipt.number, now);
    await city.advance('PT30M');
    expect(await city.said(receipt.number)).toEqual(['answer applied']);
    expect(await aws.messagesIn('RelayDeadLetters')).toBe(0);
    expect(await city.results(receipt.number)).toBe(1);
  });

  test('for something already heard is harmless: the state hears nothing and waits on', async () => {
    const { receipt, person } = await city.assigned(proposal);
    await aws.wake((await aws.token(receipt.number)) ?? '');
    await city.rest();
    expect(await city.history(receipt.number)).toMatchObject({ complaint: { stage: 'answer' }, signals: [] });
    expect((await city.answerAs(person, receipt.number)).status).toBe(202);
    await city.rest();
    expect(await city.said(receipt.number)).toEqual(['answer applied']);
  });

  test('that never gets through becomes a dead letter, and the daily sweep brings the complaint on', async () => {
    const { receipt, person } = await city.assigned(proposal);
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
    expect(await city.said(receipt.number)).toEqual(['answer said']);
    await city.noFaults();
    await city.advance('PT1H');
    expect(await city.said(receipt.number)).toEqual(['answer said']);
    await city.to('2026-11-27T18:05:00.000Z');
    expect(await city.said(receipt.number)).toEqual(['answer applied']);
    expect(await city.results(receipt.number)).toBe(1);
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
    expect((await city.answerAs(person, number)).status).toBe(202);
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
