import { describe, expect, it } from 'vitest';
import { afterAcceptance, afterFailure, notSent, planOf } from '#rules/emergency/delivery-plan.ts';
import { reported, stoppedBy, unsentOf } from '#rules/emergency/reporting.ts';
import { added, byDistrictAndChannel, countIn, handedOver, talliesOf } from '#rules/emergency/tallies.ts';
import { codesOfLastHour, codeText, codeUntil, isCodeOpen, mayAskForCode } from '#rules/registration/codes.ts';
import type { Delivery, DeliveryStatus } from '#schemas/delivery.ts';
import { instantAt, messageWith, personOf, registrationWith } from './samples.ts';

const id = personOf(1);
const delivery = (status: DeliveryStatus, changes: Partial<Delivery> = {}): Delivery => ({
  registration: id,
  status,
  attempt: 1,
  at: instantAt(0),
  channel: 'sms',
  language: 'ko',
  district: 'gangnam',
  ...changes,
});
const planned = (before: Delivery | undefined, registration = registrationWith(), changes = {}) =>
  planOf(messageWith(changes), id, { before, registration }, instantAt(9));

describe('what is to be done about one registration', () => {
  it('that nobody was asked to send to: send, in its language if there are words in it, else in Korean', () => {
    expect(planned(undefined, registrationWith({ language: 'ja', districts: ['mapo', 'seocho'] }))).toEqual({
      kind: 'send',
      address: '+821000000001',
      claim: {
        registration: id,
        status: 'sending',
        attempt: 1,
        at: instantAt(9),
        channel: 'sms',
        language: 'ko',
        district: 'seocho',
      },
    });
  });

  it('whose send was begun and never ended: uncertain, and never sent again', () => {
    expect(planned(delivery('sending'))).toMatchObject({
      kind: 'record',
      only: 'sending',
      delivery: { status: 'uncertain', reason: 'interrupted' },
    });
    expect(planned(delivery('uncertain'))).toMatchObject({ kind: 'over' });
  });

  it.each(['sent', 'failed', 'uncertain', 'not-sent'] as const)('that is %s: nothing', (status) => {
    expect(planned(delivery(status))).toMatchObject({ kind: 'over', delivery: { status } });
  });

  it('that was refused for now: once more', () => {
    expect(planned(delivery('refused', { attempt: 3 }))).toMatchObject({ kind: 'send', claim: { attempt: 4 } });
  });

  it.each([
    ['left', registrationWith({ leftAt: instantAt(1), forgetAt: instantAt(99) }), {}, 'left'],
    ['opted out since', registrationWith({ emergency: false }), {}, 'opted-out'],
    [
      'forgotten, when its correction comes',
      registrationWith({ leftAt: instantAt(1), forgetAt: instantAt(9) }),
      { kind: 'correction' },
      'no-longer-registered',
    ],
  ] as const)('that %s: not sent, and why', (_what, registration, changes, reason) => {
    expect(planned(undefined, registration, changes)).toMatchObject({
      kind: 'record',
      delivery: { status: 'not-sent', reason },
    });
  });

  it('that is not there any more: not sent', () => {
    const plan = planOf(messageWith(), id, { before: undefined, registration: undefined }, instantAt(9));
    expect(plan).toMatchObject({ kind: 'record', delivery: { status: 'not-sent', reason: 'no-longer-registered' } });
  });

  it('that left, or wants no emergencies since, and got the first message: its correction all the same', () => {
    const left = registrationWith({ leftAt: instantAt(1), forgetAt: instantAt(99), emergency: false });
    expect(planned(undefined, left, { kind: 'correction' })).toMatchObject({ kind: 'send' });
  });

  it('of a newsletter: only whoever still asks for its topic', () => {
    const content = {
      purpose: 'newsletter',
      topic: 'traffic',
      texts: { ko: { title: '버스', text: '노선' } },
    } as const;
    expect(planned(undefined, registrationWith({ topics: ['traffic'] }), { content })).toMatchObject({ kind: 'send' });
    expect(planned(undefined, registrationWith({ topics: ['welfare'] }), { content })).toMatchObject({
      kind: 'record',
      delivery: { reason: 'opted-out', district: 'all' },
    });
  });
});

describe('a call of the provider', () => {
  const claim = delivery('sending');

  it('that was taken is sent', () => {
    expect(afterAcceptance(claim, 'm-1')).toMatchObject({ status: 'sent', messageId: 'm-1' });
  });

  it.each([
    ['without an answer', claim, { name: 'TimeoutError', wasAnswered: false, canPass: true }, 'uncertain'],
    ['refused for now', claim, { name: 'Throttling', wasAnswered: true, canPass: true }, 'refused'],
    [
      'refused the eleventh time',
      delivery('sending', { attempt: 11 }),
      { name: 'X', wasAnswered: true, canPass: true },
      'refused',
    ],
    [
      'refused the twelfth time',
      delivery('sending', { attempt: 12 }),
      { name: 'X', wasAnswered: true, canPass: true },
      'failed',
    ],
    ['refused for good', claim, { name: 'InvalidParameter', wasAnswered: true, canPass: false }, 'failed'],
  ] as const)('%s is %s', (_what, before, failure, status) => {
    expect(afterFailure(before, failure)).toMatchObject({ status, reason: failure.name });
  });

  it('that nobody made, because it was called off, says so under the district known', () => {
    const known = { before: delivery('refused', { district: 'mapo' }), registration: undefined };
    const given = notSent(messageWith(), id, known, { at: instantAt(1), reason: 'cancelled' });
    expect(given).toMatchObject({ status: 'not-sent', district: 'mapo', reason: 'cancelled' });
  });
});

describe('the report', () => {
  const tallies = talliesOf([
    delivery('sent'),
    delivery('sent'),
    delivery('sent', { language: 'en' }),
    delivery('failed', { reason: 'X' }),
    delivery('uncertain', { channel: 'email', district: 'mapo' }),
    delivery('refused', { reason: 'Throttling' }),
  ]);
  const frozen = { key: 'k', hash: 'h', count: 8, costUsd: 1, at: instantAt(0) };
  const sending = messageWith({ stage: 'sending', sendingAt: instantAt(0), frozen });

  it('counts by district, channel, status and reason', () => {
    expect(byDistrictAndChannel(tallies)).toEqual([
      { district: 'gangnam', channel: 'sms', status: 'failed', reason: 'X', count: 1 },
      { district: 'gangnam', channel: 'sms', status: 'refused', reason: 'Throttling', count: 1 },
      { district: 'gangnam', channel: 'sms', status: 'sent', count: 3 },
      { district: 'mapo', channel: 'email', status: 'uncertain', count: 1 },
    ]);
    expect(countIn(added([...tallies, ...tallies]))).toBe(12);
    expect(handedOver(tallies).map(({ count }) => count)).toEqual([1, 2, 1]);
  });

  it('finds whoever has no final status', () => {
    expect(unsentOf(sending, tallies)).toBe(3);
  });

  it.each([
    [0, undefined],
    [2, undefined],
    [3, 'stopped'],
  ])('with some left over after %i runs: %s', (laps, stage) => {
    const outcome = reported(sending, tallies, { at: instantAt(60), laps });
    expect(outcome === undefined || 'refused' in outcome ? undefined : outcome.after.stage).toBe(stage);
  });

  it.each([
    ['sending', 'sent'],
    ['paused', 'sent'],
    ['cancelled', 'cancelled'],
  ] as const)('with nobody left over ends what is %s as %s', (stage, as) => {
    const done = { ...sending, stage, frozen: { ...frozen, count: 5 } };
    const outcome = reported(
      done,
      tallies.filter(({ status }) => status !== 'refused'),
      { at: instantAt(60), laps: 1 },
    );
    expect(outcome).toMatchObject({ after: { stage: as, endedAt: instantAt(60), durationSeconds: 60 } });
  });

  it('a fault stops what has not ended, and nothing else', () => {
    expect(stoppedBy(sending, { state: 'Send', error: 'X' })).toMatchObject({ after: { fault: { from: 'sending' } } });
    expect(stoppedBy(messageWith({ endedAt: instantAt(1) }), { state: 'Send', error: 'X' })).toBeUndefined();
  });
});

describe('a code', () => {
  const pending = {
    id,
    purpose: 'register',
    channel: 'sms',
    address: '+82',
    askedAt: instantAt(0),
    untilAt: instantAt(600),
  } as const;

  it.each([
    [599, 4, true],
    [600, 4, false],
    [0, 5, false],
  ])('after %i seconds and %i wrong tries can be tried: %s', (seconds, tries, isOpen) => {
    expect(codeUntil(instantAt(0))).toBe(instantAt(600));
    expect(isCodeOpen({ ...pending, tries }, instantAt(seconds))).toBe(isOpen);
  });

  it('is sent three times an hour at most', () => {
    const sent = [instantAt(0), instantAt(1), instantAt(2)];
    expect(mayAskForCode(sent.slice(1), instantAt(3))).toBe(true);
    expect(mayAskForCode(sent, instantAt(3_599))).toBe(false);
    expect(mayAskForCode(sent, instantAt(3_600))).toBe(true);
    expect(codesOfLastHour(sent, instantAt(3_601))).toEqual([instantAt(2)]);
  });

  it('comes in one part, in Korean or English', () => {
    expect(codeText('123456', 'register', true)).toBe('[대답] 수신 등록 확인번호 123456 (10분 이내)');
    expect(codeText('123456', 'leave', false)).toBe('[Daedap] Code to leave: 123456 (10 minutes)');
  });
});
