import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { DeleteCommand, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { log } from '#functions/middleware/log.ts';
import { sendOnce } from '#functions/notices/send-once.ts';
import { leadsMorning, operatorsMorning } from '#functions/notices/wording/morning.ts';
import { smsPartsOf } from '#rules/notices/sms-parts.ts';
import { SeoulDate } from '#schemas/instant.ts';
import { at, sdkError } from '#test/functions/samples.ts';
import { settings } from './settings.ts';

const table = mockClient(dynamo);
const mail = mockClient(SESv2Client);
const topic = mockClient(SNSClient);
let kept: unknown;

beforeEach(() => {
  for (const mock of [table, mail, topic]) mock.reset();
  kept = undefined;
  table.on(PutCommand).callsFake(({ Item, ConditionExpression }: PutCommandInput) => {
    if (ConditionExpression !== undefined && kept !== undefined) {
      throw new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} });
    }
    kept = Item?.status;
  });
  table.on(DeleteCommand).callsFake(() => {
    kept = undefined;
  });
  mail.on(SendEmailCommand).resolves({ MessageId: 'mail-1' });
  topic.on(PublishCommand).resolves({ MessageId: 'message-1' });
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const letter = { subject: 'Daedap', text: '처리 중 3건' };
const send = () =>
  sendOnce(
    settings,
    { what: 'morning 2026-11-23 lead-water', at },
    { channel: 'email', email: 'lead@example.com' },
    letter,
  );

describe('a message that belongs to no complaint', () => {
  it('is claimed under what it is for, sent, and recorded for thirty days', async () => {
    mail.on(SendEmailCommand).callsFake(() => {
      expect(kept).toBe('sending');
      return { MessageId: 'mail-1' };
    });
    await send();
    expect(kept).toBe('accepted');
    expect(table.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: 'complaints',
      Item: {
        pk: 'once#morning 2026-11-23 lead-water',
        sk: 'once',
        status: 'sending',
        expiresAt: Date.parse('2026-12-23T00:00:00.000Z') / 1000,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });

  it('is sent once, however often it is brought', async () => {
    await send();
    await send();
    expect(mail.commandCalls(SendEmailCommand)).toHaveLength(1);
  });

  it('that was refused gives its claim back and is brought again', async () => {
    mail
      .on(SendEmailCommand)
      .rejectsOnce(sdkError('Throttling', { $response: {} }))
      .resolves({ MessageId: 'mail-2' });
    await expect(send()).rejects.toMatchObject({ name: 'Throttling' });
    await send();
    expect([kept, mail.commandCalls(SendEmailCommand).length]).toEqual(['accepted', 2]);
  });

  it('whose answer was lost is uncertain and never sent again', async () => {
    mail.on(SendEmailCommand).rejects(sdkError('TimeoutError', { code: 'ECONNRESET' }));
    await send();
    await send();
    expect([kept, mail.commandCalls(SendEmailCommand).length]).toEqual(['uncertain', 1]);
  });

  it.each([
    ['audit-office', 'arn:audit-office'],
    ['operators', 'arn:operators'],
    ['duty-lead', 'arn:duty-lead'],
  ] as const)('to the topic of a role goes there: %s', async (of, arn) => {
    await sendOnce(settings, { what: of, at }, { channel: 'topic', of }, letter);
    expect(topic.commandCalls(PublishCommand)[0]?.args[0].input).toMatchObject({ TopicArn: arn });
  });

  it('fits one SMS, however much there is to do', () => {
    const on = SeoulDate.parse('2026-11-23');
    const many = 99_999;
    expect(smsPartsOf(leadsMorning(on, { open: many, dueToday: many, overdue: many }))).toBe(1);
    expect(smsPartsOf(operatorsMorning(on, { undelivered: many, needs: many }))).toBe(1);
  });
});
