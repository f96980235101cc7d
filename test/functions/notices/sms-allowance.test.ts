import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { log } from '#functions/middleware/log.ts';
import { sendNotices } from '#functions/notices/send-notices.ts';
import { at, noticeOf, number, official, sdkError } from '#test/functions/samples.ts';
import { asked, MockedLedger, table } from './mocked-ledger.ts';
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
const onlySms = { phone: '+821012345678', notifyBy: ['sms' as const] };

describe('an SMS to a petitioner', () => {
  const capped = { ...settings, SMS_DAILY_CAP_PER_NUMBER: 2 };
  const lookCapped = (limits = capped) => sendNotices(limits, { number });
  const three = [reception, assignment, noticeOf(60, { step: 'extension' })];

  it('goes by the next channel once the number has had all that a day allows it', async () => {
    ledger.plan(...three);
    await lookCapped();
    expect(asked()).toEqual([2, 1]);
    expect(ledger.notice(60)).toMatchObject({
      status: 'accepted',
      channel: 'email',
      tries: [
        { channel: 'sms', attempts: 1, failure: 'daily-cap', isFinal: true },
        { channel: 'email', attempts: 1 },
      ],
    });
    expect(log.warn).toHaveBeenCalledWith('sms denied', { complaintNumber: number, denial: 'daily-cap' });
  });

  it('stands as undelivered where there is no other channel, and can be sent anew on another day', async () => {
    ledger.petitioner = onlySms;
    ledger.plan(...three);
    await lookCapped();
    expect(ledger.notice(60)).toMatchObject({ status: 'failed', failure: 'daily-cap', undeliveredAt: at });
    expect(asked()).toEqual([2, 0]);
  });

  it('is counted among all of the day’s, too', async () => {
    ledger.petitioner = onlySms;
    ledger.plan(...three);
    await lookCapped({ ...settings, SMS_DAILY_CAP: 1 });
    expect(ledger.standing()).toEqual(['reception accepted 1', 'assignment failed 1', 'extension failed 1']);
  });

  it('goes to no number that begins as the city does not allow', async () => {
    ledger.petitioner = { ...onlySms, phone: '+14155550123' };
    ledger.plan(reception);
    await sendNotices(settings, { number });
    expect(ledger.notice()).toMatchObject({ status: 'failed', failure: 'prefix-not-allowed' });
    expect([asked(), ledger.counts.size]).toEqual([[0, 0], 0]);
  });

  it('is counted before it is claimed: where that fails, it is planned as before', async () => {
    ledger.plan(reception);
    table.on(UpdateCommand).rejectsOnce(sdkError('ThrottlingException'));
    await expect(sendNotices(settings, { number })).rejects.toMatchObject({ name: 'TransientFault' });
    expect(ledger.standing()).toEqual(['reception planned 0']);
  });

  it('is no reason to count those to the city’s own people', async () => {
    const person = { id: official, name: '김하나', groups: ['official'], phone: '010-0000-1005' };
    table.on(GetCommand).resolves({ Item: { person } });
    ledger.plan(noticeOf(20, { step: 'new-case', to: { role: 'official', id: official } }));
    await sendNotices({ ...settings, SMS_DAILY_CAP: 1, ALLOWED_PHONE_PREFIXES: '+1' }, { number });
    expect([asked(), ledger.counts.size]).toEqual([[1, 0], 0]);
  });
});
