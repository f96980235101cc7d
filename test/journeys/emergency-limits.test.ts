import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCity } from './city.ts';
import { EmergencyCity, type Registered, warning } from './emergency-city.ts';

let emergency: EmergencyCity;
let close: () => Promise<void>;
let reopen: (at?: string) => Promise<void>;
let people: Registered[];
beforeAll(async () => {
  const opened = await openCity();
  ({ close, reopen } = opened);
  emergency = new EmergencyCity(opened.city);
  people = await emergency.registerMany(10);
});
afterAll(() => close());

const draftOf = (what: string, isDrill = false) => ({
  ...warning,
  isDrill,
  districts: ['gangnam'],
  texts: { ko: { what, where: '강남역', action: '대피하세요' } },
});

describe('a message asks again', () => {
  test('when the audience is more than 5 % off what was approved', async () => {
    const id = await emergency.draft(draftOf('움직인 대상'));
    await emergency.register({ phone: '010-7777-0001', districts: ['gangnam'] });
    expect((await emergency.approve(id)).status).toBe(202);
    await emergency.city.advance('PT10M');
    const { message } = await emergency.read(id);
    expect(message).toMatchObject({
      stage: 'awaiting-approval',
      askedAgain: { reason: 'audience-moved', approved: 10, found: 11 },
      dryRun: { total: 11 },
    });
    await emergency.approve(id);
    expect((await emergency.sendOut(id)).report.sent).toBe(11);
  });

  test('when two together exceed what each alone does not, and goes on if the approver accepts that', async () => {
    await emergency.set({ smsPartUsd: 1, spendingLimitUsdPerMonth: 20 });
    const [one, two] = [await emergency.draft(draftOf('예산 하나')), await emergency.draft(draftOf('예산 둘'))];
    expect((await emergency.read(two)).message.dryRun).toMatchObject({ costUsd: 11, exceeds: [] });
    for (const each of [one, two]) {
      await emergency.approve(each);
      await emergency.city.rest();
    }
    await emergency.city.advance('PT10M');
    expect((await emergency.read(one)).message.stage).toBe('sent');
    expect((await emergency.read(two)).message).toMatchObject({
      stage: 'awaiting-approval',
      askedAgain: { reason: 'limit-exceeded', exceeds: ['spending-limit'] },
    });
    expect((await emergency.approve(two)).body.code).toBe('limit-exceeded');
    expect((await emergency.approve(two, 'operator-1', { acceptExceeding: ['spending-limit'] })).status).toBe(202);
    expect((await emergency.sendOut(two)).message.stage).toBe('sent');
    await emergency.set({ smsPartUsd: 0.04, spendingLimitUsdPerMonth: 20_000 });
  });

  test('when nobody approves a draft within a day it expires, and reaches nobody', async () => {
    const id = await emergency.draft(draftOf('아무도'));
    await emergency.city.advance('P1D');
    expect((await emergency.read(id)).message.stage).toBe('expired');
    expect((await emergency.approve(id)).body.code).toBe('not-awaiting-approval');
  });

  test('when the city was out until the approval had grown old', async () => {
    const id = await emergency.draft(draftOf('정전'));
    await emergency.approve(id);
    await emergency.city.rest();
    const { message } = await emergency.read(id);
    await reopen(new Date(Date.parse(message.countdownUntil ?? '') + 3_600_000).toISOString());
    await emergency.city.advance('PT10M');
    expect((await emergency.read(id)).message).toMatchObject({
      stage: 'awaiting-approval',
      askedAgain: { reason: 'approval-expired' },
    });
    await emergency.decide(id, 'cancellation');
  });
});

describe('two messages at once', () => {
  test('keep apart: each person gets each of them once', async () => {
    const ids = [await emergency.draft(draftOf('첫째 소식')), await emergency.draft(draftOf('둘째 소식', true))];
    for (const id of ids) await emergency.approve(id);
    await emergency.city.advance('PT10M');
    for (const id of ids) expect((await emergency.read(id)).report).toMatchObject({ sent: 11, left: 0 });
    for (const { to } of people) {
      const texts = (await emergency.inbox(to)).map(({ text }) => text);
      expect(texts.filter((text) => text.startsWith('[긴급] 첫째 소식'))).toHaveLength(1);
      expect(texts.filter((text) => text.startsWith('[훈련][긴급] 둘째 소식'))).toHaveLength(1);
    }
  });

  test('that are the same one are one: under one key, and in the same words while the first has not ended', async () => {
    const post = async (key: string, body: unknown) =>
      emergency.city.ask<{ id: string; code: string }>('POST', '/v1/emergency-messages', {
        token: await emergency.city.token('lead-safety'),
        key,
        body,
      });
    const key = randomUUID();
    const [first, again] = [await post(key, draftOf('같은 말')), await post(key, draftOf('같은 말'))];
    const byAnotherKey = await post(randomUUID(), draftOf('같은 말'));
    expect(again.body.id).toBe(first.body.id);
    expect(byAnotherKey.body.id).toBe(first.body.id);
    expect((await post(key, draftOf('다른 말'))).body.code).toBe('idempotency-key-reused');
    const atOnce = await Promise.all([1, 2, 3].map(() => post(randomUUID(), draftOf('동시에'))));
    expect(new Set(atOnce.map(({ body }) => body.id)).size).toBe(1);
    await emergency.decide(first.body.id, 'cancellation');
    expect((await post(randomUUID(), draftOf('같은 말'))).body.id).not.toBe(first.body.id);
  });

  test('what, where, what to do and a district are required', async () => {
    const { ko } = draftOf('x').texts;
    for (const gone of ['what', 'where', 'action'] as const) {
      const texts = { ko: { ...ko, [gone]: ' ' } };
      const { status, body } = await emergency.say('lead-safety', 'POST', '/v1/emergency-messages', {
        ...draftOf('x'),
        texts,
      });
      expect([status, body.code]).toEqual([400, 'request-invalid']);
      expect(body.detail).toContain(`/body/texts/ko/${gone}`);
    }
    const { body } = await emergency.say('lead-safety', 'POST', '/v1/emergency-messages', {
      ...draftOf('x'),
      districts: [],
    });
    expect(body.detail).toContain('/body/districts');
  });
});

describe('a message whose execution could not be started', () => {
  test('is found the next morning, and goes its way', async () => {
    await emergency.city.fault({
      service: 'states',
      operation: 'StartExecution',
      kind: 'throttle',
      error: 'AccessDeniedException',
    });
    const { body } = await emergency.say('lead-safety', 'POST', '/v1/emergency-messages', draftOf('시작되지 않은'));
    await emergency.city.advance('PT30M');
    await emergency.city.noFaults();
    await emergency.city.advance('PT1H');
    expect((await emergency.read(body.id)).message.stage).toBe('draft');
    await emergency.city.advance('P1D');
    expect((await emergency.read(body.id)).message).toMatchObject({ stage: 'awaiting-approval', dryRun: {} });
    await emergency.decide(body.id, 'cancellation');
  });
});

describe('a provider that fails', () => {
  test('is asked again when it said no, never when it did not answer, and each person’s end is told', async () => {
    // One number is refused once, one answer is lost after the message left, one mail is refused for good.
    await emergency.register({ email: 'refused@example.com', districts: ['gangnam'] });
    const id = await emergency.draft(draftOf('고장 난 통신사'));
    await emergency.approve(id);
    await emergency.city.fault({
      service: 'sns',
      operation: 'Publish',
      kind: 'throttle',
      count: 2,
      input: 'PhoneNumber',
    });
    await emergency.city.fault({
      service: 'sns',
      operation: 'Publish',
      kind: 'drop-answer',
      count: 1,
      input: people[4]?.to,
    });
    await emergency.city.fault({ service: 'ses', operation: 'SendEmail', kind: 'throttle', error: 'MessageRejected' });
    const done = await emergency.sendOut(id);
    await emergency.city.noFaults();
    expect(done.message.stage).toBe('sent');
    expect(done.report).toMatchObject({ sent: 10, uncertain: 1, failed: 1, left: 0 });
    expect(done.report.lines).toEqual(
      expect.arrayContaining([
        { district: 'gangnam', channel: 'email', status: 'failed', reason: 'MessageRejected', count: 1 },
      ]),
    );
    for (const { to } of people) {
      expect(
        (await emergency.inbox(to)).filter(({ text }) => text.includes('고장 난')),
        to,
      ).toHaveLength(1);
    }
  });

  test('a step that no retry helps stops the message for a person, who resumes it', async () => {
    const id = await emergency.draft(draftOf('멈춘 기계'));
    await emergency.approve(id);
    await emergency.city.rest();
    await emergency.city.fault({
      service: 'lambda',
      operation: 'Invoke',
      kind: 'function-error',
      resource: 'Announce',
      error: 'TypeError',
    });
    await emergency.city.advance('PT10M');
    await emergency.city.noFaults();
    expect((await emergency.read(id)).message).toMatchObject({
      stage: 'stopped',
      fault: { state: 'Announce', error: 'TypeError', from: 'sending' },
    });
    expect((await emergency.decide(id, 'resumption')).body.stage).toBe('sending');
    expect((await emergency.sendOut(id)).report).toMatchObject({ sent: 12, left: 0 });
  });
});
