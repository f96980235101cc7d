import {
  InvalidParameterException,
  NotFoundException,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { publishToApp, subscribeQueue, unsubscribeQueue } from '#functions/aws/app-topic.ts';
import type { Subscription } from '#schemas/subscription.ts';
import { at, number, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(SNSClient);
beforeEach(() => {
  mock.reset();
  mock.on(PublishCommand).resolves({ MessageId: 'message-1' });
  mock.on(SubscribeCommand).resolves({ SubscriptionArn: 'arn:topic:1' });
  mock.on(UnsubscribeCommand).resolves({});
});

const queueArn = 'arn:aws:sqs:ap-northeast-2:222222222222:events.fifo';
const byAddress: Subscription = { app: 'app-chat', endpoint: { kind: 'https', url: 'https://a.example' }, since: at };
const byQueue: Subscription = { app: 'app-chat', endpoint: { kind: 'sqs', queueArn }, since: at };
const message = { number, event: 'assigned', at, entry: 4 } as const;
const unfit = new InvalidParameterException({ message: 'of a test', $metadata: {} });
const gone = new NotFoundException({ message: 'of a test', $metadata: {} });

describe('a message', () => {
  it.each([
    [byAddress, 'https'],
    [byQueue, queueArn],
  ])('of a complaint is one of its group, for one app and one endpoint', async (subscription, endpoint) => {
    expect(await publishToApp('arn:topic', subscription, message, 'id-4')).toBe('message-1');
    expect(mock.call(0).args[0].input).toEqual({
      TopicArn: 'arn:topic',
      Message: JSON.stringify(message),
      MessageGroupId: number,
      MessageDeduplicationId: 'id-4',
      MessageAttributes: {
        app: { DataType: 'String', StringValue: 'app-chat' },
        endpoint: { DataType: 'String', StringValue: endpoint },
      },
    });
  });

  it('that SNS has no time for is a transient fault', async () => {
    mock.on(PublishCommand).rejects(sdkError('ThrottlingException'));
    await expect(publishToApp('arn:topic', byQueue, message, 'x')).rejects.toMatchObject({ name: 'TransientFault' });
  });
});

describe('a queue', () => {
  const asked = { app: 'app-chat', queueArn, deadLettersArn: 'arn:dead' };

  it('is subscribed to what is published for its app there', async () => {
    expect(await subscribeQueue('arn:topic', asked)).toBe('arn:topic:1');
    expect(mock.call(0).args[0].input).toEqual({
      TopicArn: 'arn:topic',
      Protocol: 'sqs',
      Endpoint: queueArn,
      ReturnSubscriptionArn: true,
      Attributes: {
        RawMessageDelivery: 'true',
        FilterPolicy: JSON.stringify({ app: ['app-chat'], endpoint: [queueArn] }),
        RedrivePolicy: '{"deadLetterTargetArn":"arn:dead"}',
      },
    });
  });

  it.each([[unfit], [gone]])('that SNS does not take has no subscription', async (error) => {
    mock.on(SubscribeCommand).rejects(error);
    expect(await subscribeQueue('arn:topic', asked)).toBeUndefined();
  });

  it('is unsubscribed, also when it is no longer subscribed', async () => {
    await unsubscribeQueue('arn:topic:1');
    expect(mock.call(0).args[0].input).toEqual({ SubscriptionArn: 'arn:topic:1' });
    mock.on(UnsubscribeCommand).rejects(gone);
    await expect(unsubscribeQueue('arn:topic:1')).resolves.toBeUndefined();
    mock.on(UnsubscribeCommand).rejects(sdkError('ThrottlingException'));
    await expect(unsubscribeQueue('arn:topic:1')).rejects.toMatchObject({ name: 'TransientFault' });
  });
});
