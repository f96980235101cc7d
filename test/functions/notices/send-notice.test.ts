import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { log } from '#functions/middleware/log.ts';
import { sendNotices } from '#functions/notices/send-notices.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { Instant } from '#schemas/instant.ts';
import { at, lead, noticeOf, number, official, pk, sdkError } from '#test/functions/samples.ts';
import { asked, MockedLedger, mail, queue, queued, refused, sms, table } from './mocked-ledger.ts';
import { settings } from './settings.ts';

let ledger: MockedLedger;
beforeEach(() => {
  ledger = new MockedLedger();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const reception = noticeOf(20);
const assignment = noticeOf(40, { step: 'assignment' });
const plus = (seconds: number): Instant => toInstant(toMillis(at) + seconds * 1000);
const look = (when?: Instant) => sendNotices(settings, { number }, undefined, when);
const onlySms = { phone: '+821012345678', notifyBy: ['sms' as const] };

describe('a notice that the provider refused', () => {
  it('is planned again after a rest, and no later one of the same recipient overtakes it', async () => {
    ledger.plan(reception, assignment);
    sms.on(PublishCommand).rejectsOnce(refused()).resolves({ MessageId: 'sms-2' });
    await look();
    expect(ledger.standing()).toEqual(['reception planned 1', 'assignment planned 0']);
    expect(ledger.notice()).toMatchObject({
      failure: 'Throttling',
      nextAt: plus(60),
      tries: [{ channel: 'sms', attempts: 1, failure: 'Throttling' }],
    });
    expect(queued()).toEqual([[60, { number, until: plus(60) }]]);
    await look(plus(60));
    expect(ledger.standing()).toEqual(['reception accepted 2', 'assignment accepted 1']);
    expect(ledger.notice()).not.toHaveProperty('nextAt');
  });

  it('is not tried before its time, whoever looks', async () => {
    ledger.plan(reception);
    sms.on(PublishCommand).rejectsOnce(refused());
    await look();
    await look(plus(59));
    expect(asked()).toEqual([1, 0]);
    expect(queued()).toHaveLength(1);
  });

  it('is tried at once by whoever is brought again, where the queue could not take it', async () => {
    ledger.plan(reception);
    sms.on(PublishCommand).rejectsOnce(refused()).resolves({ MessageId: 'sms-2' });
    queue.on(SendMessageBatchCommand).rejectsOnce(sdkError('RequestThrottled'));
    await expect(look()).rejects.toMatchObject({ name: 'TransientFault' });
    expect(ledger.standing()).toEqual(['reception planned 1']);
    await look();
    expect(ledger.standing()).toEqual(['reception accepted 2']);
  });

  it('twice goes by the next channel at once, and then never by both', async () => {
    ledger.plan(reception, assignment);
    sms.on(PublishCommand).rejects(refused());
    await look();
    await look(plus(60));
    expect(ledger.standing()).toEqual(['reception accepted 3', 'assignment planned 1']);
    expect(ledger.notice()).toMatchObject({
      channel: 'email',
      messageId: 'mail-1',
      tries: [
        { channel: 'sms', attempts: 2, failure: 'Throttling' },
        { channel: 'email', attempts: 1 },
      ],
    });
    await look(plus(3_600));
    expect(mail.commandCalls(SendEmailCommand)).toHaveLength(2);
    expect(ledger.standing()).toEqual(['reception accepted 3', 'assignment accepted 3']);
  });

  it.each(['InvalidParameterException', 'OptedOutException'])(
    'because the address cannot be reached goes by the next channel at once: %s',
    async (name) => {
      ledger.plan(reception);
      sms.on(PublishCommand).rejects(refused(name, 400));
      await look();
      expect(ledger.standing()).toEqual(['reception accepted 2']);
      expect(asked()).toEqual([1, 1]);
    },
  );

  it('and has no other channel has failed at once where the address cannot be reached, and is listed', async () => {
    ledger.petitioner = onlySms;
    ledger.plan(reception, assignment);
    sms.on(PublishCommand).rejectsOnce(refused('InvalidParameterException', 400)).resolves({ MessageId: 'sms-2' });
    await look();
    expect(ledger.standing()).toEqual(['reception failed 1', 'assignment accepted 1']);
    expect(ledger.notice()).toMatchObject({ failure: 'InvalidParameterException', undeliveredAt: at });
  });

  it('five times is listed while it is still tried, and holds nobody back any more', async () => {
    ledger.petitioner = onlySms;
    ledger.plan({ ...reception, attempt: 4, tries: [{ channel: 'sms', attempts: 4 }] }, assignment);
    sms.on(PublishCommand).rejectsOnce(refused()).resolves({ MessageId: 'sms-2' });
    await look();
    expect(ledger.standing()).toEqual(['reception planned 5', 'assignment accepted 1']);
    expect(ledger.notice()).toMatchObject({ undeliveredAt: at, nextAt: plus(900) });
    await look(plus(900));
    expect(ledger.standing()).toEqual(['reception accepted 6', 'assignment accepted 1']);
    expect(ledger.notice()).not.toHaveProperty('undeliveredAt');
    expect(ledger.notice()).not.toHaveProperty('failure');
  });

  it('until its term is over has failed, and stays listed since it first was', async () => {
    ledger.petitioner = onlySms;
    const tries = [{ channel: 'sms' as const, attempts: 70 }];
    ledger.plan({ ...reception, attempt: 70, tries, undeliveredAt: plus(1_080) });
    sms.on(PublishCommand).rejects(refused());
    await look(plus(72 * 3_600 - 3_599));
    expect(ledger.standing()).toEqual(['reception failed 71']);
    expect(ledger.notice()).toMatchObject({ undeliveredAt: plus(1_080), failure: 'Throttling' });
    expect(queued()).toEqual([]);
  });

  it('waits longer than a queue can hold a message: that is put there again, and nothing read', async () => {
    ledger.petitioner = onlySms;
    ledger.plan({ ...reception, attempt: 6, tries: [{ channel: 'sms', attempts: 6 }] });
    sms.on(PublishCommand).rejects(refused());
    await look();
    const until = plus(3_600);
    expect(queued()).toEqual([[900, { number, until }]]);
    table.resetHistory();
    await sendNotices(settings, { number, until }, undefined, plus(900));
    await sendNotices(settings, { number, until }, undefined, plus(3_590));
    expect(queued().slice(1)).toEqual([
      [900, { number, until }],
      [10, { number, until }],
    ]);
    expect(table.calls()).toHaveLength(0);
  });

  it('to an official holds back nothing that the petitioner is told', async () => {
    const found = { person: { id: official, name: '김하나', groups: ['official'], phone: '010-0000-1005' } };
    table.on(GetCommand).resolves({ Item: found });
    sms.on(PublishCommand, { PhoneNumber: '+821000001005' }).rejects(refused());
    const toOfficial = noticeOf(41, { step: 'new-case', to: { role: 'official', id: official } });
    const result = noticeOf(60, { step: 'result' });
    ledger.complaint = { ...ledger.complaint, rateUntil: plus(86_400) };
    ledger.plan(reception, toOfficial, result);
    await look();
    expect(ledger.standing()).toEqual(['reception accepted 1', 'new-case planned 1', 'result accepted 1']);
  });
});

describe('a notice that a provider never got', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND'])('because nobody answered the call is tried again: %s', async (code) => {
    ledger.plan(reception);
    sms.on(PublishCommand).rejectsOnce(sdkError('Error', { code }));
    await look();
    expect(ledger.standing()).toEqual(['reception planned 1']);
  });
});

describe('a notice that may have been sent', () => {
  it('is listed, and goes by no other channel', async () => {
    ledger.plan(reception);
    sms.on(PublishCommand).rejects(sdkError('TimeoutError', { code: 'ECONNRESET' }));
    await look();
    await look(plus(3_600));
    expect(ledger.standing()).toEqual(['reception uncertain 1']);
    expect(ledger.notice()).toMatchObject({ undeliveredAt: at, failure: 'TimeoutError' });
    expect(asked()).toEqual([1, 0]);
  });
});

describe('a notice whose text has a gap', () => {
  it('is not sent: it stands as undelivered, and goes once what was missing is there', async () => {
    const result = noticeOf(20, { step: 'result' });
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    ledger.plan(result);
    await look();
    expect([asked(), ledger.standing()]).toEqual([[0, 0], ['result failed 0']]);
    expect(ledger.notice()).toMatchObject({ failure: 'wording-incomplete', undeliveredAt: at });
    ledger.complaint = { ...ledger.complaint, rateUntil: plus(86_400) };
    ledger.plan({ ...result, resentAt: plus(3_600) });
    await look();
    expect(ledger.standing()).toEqual(['result accepted 1']);
  });
});

describe('an SMS', () => {
  it('is kept with the parts it is billed as, a mail without', async () => {
    ledger.plan(reception);
    await look();
    expect(ledger.notice()).toMatchObject({ channel: 'sms', parts: 1 });
    ledger.petitioner = { email: 'citizen@example.com', notifyBy: ['email'] };
    ledger.plan(assignment);
    await look();
    expect(ledger.notice(40)).toMatchObject({ channel: 'email' });
    expect(ledger.notice(40)).not.toHaveProperty('parts');
  });
});

describe('a petitioner who wants only what the law has told', () => {
  it('gets no news of progress, and everything else', async () => {
    ledger.more = [{ pk, sk: 'notice-choice', choice: { statutoryOnly: true } }];
    ledger.plan(noticeOf(20, { step: 'tell-progress' }), assignment);
    await look();
    expect(ledger.standing()).toEqual(['tell-progress withheld 0', 'assignment accepted 1']);
    expect(ledger.notice()).not.toHaveProperty('undeliveredAt');
  });
});

describe('a recipient without an address', () => {
  it('who is one of the city’s people is listed; a petitioner who chose no channel is not', async () => {
    ledger.petitioner = { phone: '+821012345678', notifyBy: [] };
    ledger.plan(reception, noticeOf(41, { step: 'new-case', to: { role: 'lead', id: lead } }));
    await look();
    expect(ledger.standing()).toEqual(['reception unreachable 0', 'new-case unreachable 0']);
    expect([ledger.notice()?.undeliveredAt, ledger.notice(41)?.undeliveredAt]).toEqual([undefined, at]);
  });
});

describe('a notice that is not urgent', () => {
  /** 23:00 in Seoul, and the end of that night. */
  const night = Instant.parse('2026-11-23T14:00:00.000Z');
  const morning = Instant.parse('2026-11-23T23:00:00.000Z');
  const moved = noticeOf(20, { step: 'due-date-moved', plannedAt: night });

  it('waits at night for the morning, which looks by itself', async () => {
    ledger.plan(moved);
    await look();
    expect(ledger.standing()).toEqual(['due-date-moved planned 0']);
    expect(ledger.notice()?.heldUntil).toBe(morning);
    expect([asked(), queued()]).toEqual([[0, 0], []]);
    await look(morning);
    expect(ledger.standing()).toEqual(['due-date-moved accepted 1']);
    expect(ledger.notice()).not.toHaveProperty('heldUntil');
  });

  it('is queued where the morning is so near that it may look before this one is listed', async () => {
    ledger.plan({ ...moved, plannedAt: toInstant(toMillis(morning) - 30_000) });
    await look();
    expect(queued()).toEqual([[30, { number, until: morning }]]);
  });

  it('goes along with the next one that no night holds back, before it', async () => {
    ledger.complaint = { ...ledger.complaint, rateUntil: plus(86_400) };
    ledger.plan(moved, noticeOf(40, { step: 'result', plannedAt: night }));
    await look();
    expect(ledger.standing()).toEqual(['due-date-moved accepted 1', 'result accepted 1']);
    const texts = sms.commandCalls(PublishCommand).map(({ args }) => args[0].input.Message);
    expect(texts.map((text) => text?.includes('공휴일'))).toEqual([true, false]);
  });

  it('passes by day', async () => {
    ledger.plan({ ...moved, plannedAt: morning });
    await look();
    expect(ledger.standing()).toEqual(['due-date-moved accepted 1']);
  });
});
