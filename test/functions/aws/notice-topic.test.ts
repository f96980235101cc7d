import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { publishNotice, sendSms } from '#functions/aws/notice-topic.ts';
import { number, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(SNSClient);
beforeEach(() => {
  mock.reset();
  mock.on(PublishCommand).resolves({ MessageId: 'message-1' });
});

/** The client that sent the only command. */
const sender = (): SNSClient => {
  const { thisValue } = mock.call(0);
  if (!(thisValue instanceof SNSClient)) throw new TypeError('the command was not sent by a client of SNS');
  return thisValue;
};

describe('an SMS', () => {
  it('goes to the number as a transactional message and gives its id', async () => {
    expect(await sendSms('ap-northeast-1', '+821012345678', '접수되었습니다')).toBe('message-1');
    expect(mock.call(0).args[0].input).toEqual({
      PhoneNumber: '+821012345678',
      Message: '접수되었습니다',
      MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
    });
  });

  it('leaves from its own region and is never repeated by the client', async () => {
    await sendSms('ap-northeast-1', '+821012345678', '접수되었습니다');
    expect(await sender().config.region()).toBe('ap-northeast-1');
    expect(await sender().config.maxAttempts()).toBe(1);
  });

  it('that is not taken throws what the provider said', async () => {
    const error = sdkError('InvalidParameterException');
    mock.on(PublishCommand).rejects(error);
    await expect(sendSms('ap-northeast-1', '+82', 'x')).rejects.toBe(error);
    expect(mock.calls()).toHaveLength(1);
  });
});

describe('a notice to a topic', () => {
  it('carries subject and text and no attributes', async () => {
    expect(await publishNotice('arn:topic', number, '3일 경과')).toBe('message-1');
    expect(mock.call(0).args[0].input).toEqual({ TopicArn: 'arn:topic', Subject: number, Message: '3일 경과' });
    expect(await sender().config.maxAttempts()).toBe(1);
  });
});
