import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { History } from '#schemas/api/auditor.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import type { UndeliveredNotice } from '#schemas/api/operator.ts';
import { type Answered, type City, later, type Message, openCity, proposal } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterEach(() => city.noFaults());
afterAll(() => close());

type Noticed = History['notices'][number];

const phone = '+821012345678';
const email = 'citizen@example.com';
const bySms = { petitioner: { phone, notifyBy: ['sms'] } };
const byBoth = { petitioner: { phone, email, notifyBy: ['sms', 'email'] } };
/** SMS to petitioners fail, so often or until faults are taken away; those to officials do not. */
const smsDown = { service: 'sns', operation: 'Publish', kind: 'error', input: phone };
/** The refusal of an SMS gateway that is too busy. */
const smsBusy = { ...smsDown, kind: 'throttle' };

/** What the ledger says of what the petitioner was told: `reception accepted`. */
async function ledgerOf(number: string): Promise<string[]> {
  return (await noticesOf(number)).map(({ step, status }) => `${step} ${status}`);
}

async function noticesOf(number: string): Promise<Noticed[]> {
  return (await city.history(number)).notices.filter(({ to }) => to.role === 'petitioner');
}

/** What arrived at the petitioner's, in order: by which way, and its text. */
async function arrived(number: string): Promise<Message[]> {
  return (await city.outbox(number)).filter(({ to }) => to === phone || to === email);
}

async function undelivered(number?: string): Promise<UndeliveredNotice[]> {
  const token = await city.token('operator-1');
  const { body } = await city.ask<{ items: UndeliveredNotice[] }>('GET', '/v1/operator/undelivered?limit=100', {
    token,
  });
  return body.items.filter((one) => number === undefined || one.number === number);
}

async function resend(number: string, order: number, as = 'operator-1'): Promise<Answered<{ code: string }>> {
  const token = await city.token(as);
  const answered = await city.ask<{ code: string }>('POST', `/v1/operator/undelivered/${number}/${order}/resend`, {
    token,
  });
  await city.rest();
  return answered;
}

describe('a straight case', () => {
  const steps = ['접수되었습니다', '담당', '답변이 등록되었습니다'];

  test('is three messages to the petitioner, in order', async () => {
    const { receipt, person } = await city.assigned(bySms);
    await city.advance('PT1H');
    await city.answerAs(person, receipt.number);
    await city.advance('PT1M');
    await city.rate(receipt, 5);
    await city.advance('P1D');
    const texts = (await arrived(receipt.number)).map(({ text }) => text);
    expect(texts).toHaveLength(3);
    for (const [index, words] of steps.entries()) expect(texts[index]).toContain(words);
  });

  test('is the same three when it is answered within a second', async () => {
    const { receipt, person } = await city.assigned(bySms);
    await city.answerAs(person, receipt.number);
    await city.rest();
    const { answeredAt = '' } = (await city.history(receipt.number)).complaint;
    expect(answeredAt < later(receipt.receivedAt, 1_000)).toBe(true);
    await city.advance('P1D');
    const texts = (await arrived(receipt.number)).map(({ text }) => text);
    expect(texts).toHaveLength(3);
    for (const [index, words] of steps.entries()) expect(texts[index]).toContain(words);
    expect(await ledgerOf(receipt.number)).toEqual(['reception accepted', 'assignment accepted', 'result accepted']);
  });
});

describe('when the provider of text messages', () => {
  test('fails twice and then works, one message arrives', async () => {
    await city.fault({ ...smsDown, count: 2 });
    const { receipt } = await city.assigned(bySms);
    expect(await arrived(receipt.number)).toEqual([]);
    await city.advance('PT10M');
    const [reception] = await noticesOf(receipt.number);
    expect(reception).toMatchObject({ status: 'accepted', attempt: 3, tries: [{ channel: 'sms', attempts: 3 }] });
    expect((await arrived(receipt.number)).map(({ protocol }) => protocol)).toEqual(['sms', 'sms']);
    expect(await undelivered(receipt.number)).toEqual([]);
  });

  test('fails for ever, the case goes on, and its notices stand as undelivered until a person has them sent anew', async () => {
    await city.fault(smsDown);
    const { receipt, person } = await city.assigned(bySms);
    const { number } = receipt;
    expect((await city.answerAs(person, number)).status).toBe(202);
    // From the fifth refusal on a person sees it, while it is still tried.
    await city.advance('PT30M');
    expect((await undelivered(number)).map(({ step, status }) => `${step} ${status}`)).toEqual(['reception planned']);
    await city.advance('P5D');
    expect(await ledgerOf(number)).toEqual(['reception failed', 'assignment failed', 'result failed']);
    expect(await arrived(number)).toEqual([]);
    const listed = await undelivered(number);
    expect(listed.map(({ step, failure }) => `${step} ${failure}`)).toEqual([
      'reception InternalErrorException',
      'assignment InternalErrorException',
      'result InternalErrorException',
    ]);
    expect(JSON.stringify(listed)).not.toContain(phone);
    await city.noFaults();
    for (const { order } of listed) expect((await resend(number, order)).status).toBe(202);
    expect((await arrived(number)).map(({ protocol }) => protocol)).toEqual(['sms', 'sms', 'sms']);
    expect(await undelivered(number)).toEqual([]);
    expect(await ledgerOf(number)).toEqual(['reception accepted', 'assignment accepted', 'result accepted']);
    const { entries } = await city.history(number);
    expect(entries.filter(({ action }) => action === 'notice-resent')).toMatchObject(
      listed.map(({ step, order }) => ({ actor: { kind: 'person', id: 'operator-1' }, facts: { step, order } })),
    );
  });

  test('is down for two hours, e-mail tells it within minutes, and nothing is told twice when it is back', async () => {
    await city.fault(smsDown);
    const { receipt } = await city.assigned(byBoth);
    await city.advance('PT10M');
    expect((await arrived(receipt.number)).map(({ protocol }) => protocol)).toEqual(['email', 'email']);
    await city.advance('PT110M');
    await city.noFaults();
    await city.advance('P1D');
    expect((await arrived(receipt.number)).map(({ protocol }) => protocol)).toEqual(['email', 'email']);
    expect(await ledgerOf(receipt.number)).toEqual(['reception accepted', 'assignment accepted']);
  });

  test('says that the number takes none, e-mail tells it at once', async () => {
    await city.fault({ ...smsBusy, error: 'InvalidParameter' });
    const { receipt } = await city.assigned(byBoth);
    expect((await arrived(receipt.number)).map(({ protocol }) => protocol)).toEqual(['email', 'email']);
    expect((await noticesOf(receipt.number))[0]?.tries).toMatchObject([
      { channel: 'sms', attempts: 1, isFinal: true },
      { channel: 'email', attempts: 1 },
    ]);
  });

  test('loses its answer after the message went out, it is uncertain and never sent again by itself', async () => {
    await city.fault({ ...smsDown, kind: 'drop-answer', count: 1 });
    const { receipt } = await city.assigned(byBoth);
    await city.advance('P1D');
    expect(await ledgerOf(receipt.number)).toEqual(['reception uncertain', 'assignment accepted']);
    expect((await arrived(receipt.number)).map(({ protocol }) => protocol)).toEqual(['sms', 'sms']);
    expect((await undelivered(receipt.number)).map(({ step, status }) => `${step} ${status}`)).toEqual([
      'reception uncertain',
    ]);
  });
});

describe('a petitioner', () => {
  const choose = ({ number, accessCode }: Receipt, body: unknown) =>
    city.ask<{ code: string }>('PUT', `/v1/complaints/${number}/notices`, { accessCode, body });

  test('can do without what the law does not have told, and change their mind', async () => {
    const { receipt } = await city.assigned({ ...bySms, ...proposal });
    expect(await choose(receipt, { statutoryOnly: true })).toMatchObject({
      status: 200,
      body: { statutoryOnly: true },
    });
    const other = await city.assigned({ ...bySms, ...proposal });
    await choose(other.receipt, { statutoryOnly: true });
    expect((await choose(other.receipt, { statutoryOnly: false })).status).toBe(200);
    await city.advance('P40D');
    expect(await ledgerOf(receipt.number)).toEqual([
      'reception accepted',
      'assignment accepted',
      'tell-progress withheld',
    ]);
    expect(await ledgerOf(other.receipt.number)).toContain('tell-progress accepted');
    const { entries } = await city.history(receipt.number);
    expect(entries.find(({ action }) => action === 'notices-chosen')).toMatchObject({
      actor: { kind: 'petitioner' },
      facts: { statutoryOnly: true },
    });
  });

  test('is asked for their code, and for a choice', async () => {
    const { receipt } = await city.assigned(bySms);
    expect(await choose({ ...receipt, accessCode: '0000000000' }, { statutoryOnly: true })).toMatchObject({
      status: 404,
      body: { code: 'complaint-not-found' },
    });
    expect(await choose(receipt, { statutoryOnly: 'yes' })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid' },
    });
  });

  test('abroad gets no SMS where the city does not allow it, and e-mail all the same', async () => {
    const petitioner = { phone: '+14155550123', email, notifyBy: ['sms'] };
    const { receipt } = await city.assigned({ petitioner });
    expect((await arrived(receipt.number)).map(({ protocol }) => protocol)).toEqual(['email', 'email']);
  });
});

describe('the list of undelivered notices', () => {
  test('is the operators’ alone', async () => {
    const token = await city.token('official-gangnam-office-1');
    for (const [method, path] of [
      ['GET', '/v1/operator/undelivered'],
      ['POST', '/v1/operator/undelivered/20261123-7KQ4M2-X/20/resend'],
    ] as const) {
      expect(await city.ask(method, path, { token })).toMatchObject({ status: 403, body: { code: 'wrong-group' } });
    }
  });

  test('lets nothing be sent anew that was delivered, or that is not there', async () => {
    const { receipt } = await city.assigned(bySms);
    const [reception] = await noticesOf(receipt.number);
    expect(await resend(receipt.number, reception?.order ?? 0)).toMatchObject({
      status: 409,
      body: { code: 'not-undelivered' },
    });
    expect(await resend(receipt.number, 9_999)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await resend('20261123-ZZZZZZ-Z', 20)).toMatchObject({ status: 404, body: { code: 'complaint-not-found' } });
    expect((await arrived(receipt.number)).length).toBe(2);
  });

  test('gives only cursors of its own', async () => {
    const token = await city.token('operator-1');
    expect(await city.ask('GET', '/v1/operator/undelivered?cursor=x', { token })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid' },
    });
  });
});
