import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { sendMail } from '#functions/aws/mail.ts';
import { number, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(SESv2Client);
beforeEach(() => {
  mock.reset();
});

const send = () => sendMail('city@example.com', 'citizen@example.com', number, 'We received your complaint.');

describe('an e-mail', () => {
  it('is plain text to one address and gives its id', async () => {
    mock.on(SendEmailCommand).resolves({ MessageId: 'mail-1' });
    expect(await send()).toBe('mail-1');
    expect(mock.call(0).args[0].input).toEqual({
      FromEmailAddress: 'city@example.com',
      Destination: { ToAddresses: ['citizen@example.com'] },
      Content: { Simple: { Subject: { Data: number }, Body: { Text: { Data: 'We received your complaint.' } } } },
    });
  });

  it('is never repeated by the client', async () => {
    mock.on(SendEmailCommand).resolves({ MessageId: 'mail-1' });
    await send();
    const { thisValue } = mock.call(0);
    expect(thisValue).toBeInstanceOf(SESv2Client);
    expect(thisValue instanceof SESv2Client && (await thisValue.config.maxAttempts())).toBe(1);
  });

  it('that is not taken throws what the provider said', async () => {
    const error = sdkError('MessageRejected');
    mock.on(SendEmailCommand).rejects(error);
    await expect(send()).rejects.toBe(error);
    expect(mock.calls()).toHaveLength(1);
  });
});
