import { PublishBatchCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minute, type Town, town } from '../town.ts';

const queueArn = (name: string) => `arn:aws:sqs:ap-northeast-2:000000000000:Town-${name}.fifo`;
const TopicArn = 'arn:aws:sns:ap-northeast-2:000000000000:Town-Steps.fifo';
const resources = {
  Steps: { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true } },
  Told: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true, VisibilityTimeout: 60 } },
  Lost: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
  ToTold: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Steps' },
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': ['Told', 'Arn'] },
      RawMessageDelivery: true,
      FilterPolicy: { app: ['chat'] },
    },
  },
};
let place: Town;
let sns: SNSClient;

beforeEach(async () => {
  place = await town(resources);
  sns = new SNSClient(place.sdk);
});
afterEach(() => place.close());

const publish = (Message: string, group = 'a', id = Message, app = 'chat') =>
  sns.send(
    new PublishCommand({
      TopicArn,
      Message,
      MessageGroupId: group,
      MessageDeduplicationId: id,
      MessageAttributes: { app: { DataType: 'String', StringValue: app } },
    }),
  );
const inQueue = async (name: string): Promise<string[]> => {
  const { Messages = [] } = await place.aws('sqs', 'ReceiveMessage', {
    QueueUrl: queueArn(name),
    MaxNumberOfMessages: 10,
  });
  return (Messages as { Body: string }[]).map((message) => message.Body);
};
const queueIsBusy = (input: string, count: number) =>
  place.control('faults', { service: 'sqs', operation: 'SendMessage', kind: 'error', input, count });

describe('a FIFO topic', () => {
  test('reaches the queues whose filter wants it, each repeat once', async () => {
    for (const [message, app] of [
      ['one', 'chat'],
      ['two', 'sms'],
      ['one', 'chat'],
      ['three', 'chat'],
    ]) {
      await publish(String(message), 'a', String(message), app);
    }
    await place.pass(0);
    expect(await inQueue('Told')).toEqual(['one', 'three']);
  });

  test('keeps the order of a group while a delivery of it is repeated, and holds up no other group', async () => {
    await queueIsBusy('a-1', 7);
    for (const step of ['a-1', 'a-2', 'b-1', 'a-3']) await publish(step, step.charAt(0));
    await place.pass(0);
    expect(await inQueue('Told')).toEqual(['b-1']);
    await place.pass(minute);
    // What was received a minute ago is visible again.
    expect((await inQueue('Told')).filter((step) => step.startsWith('a'))).toEqual(['a-1', 'a-2', 'a-3']);
  });

  test('keeps it over a restart', async () => {
    await queueIsBusy('a-1', 10);
    for (const step of ['a-1', 'a-2', 'a-3']) await publish(step);
    await place.pass(1_000);
    await place.close.keepingHome();
    place = await town(resources, { home: place.home });
    await place.pass(minute);
    expect(await inQueue('Told')).toEqual(['a-1', 'a-2', 'a-3']);
  });

  test('goes on with a group whose first message became a dead letter, which is a FIFO message, too', async () => {
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('Lost') });
    const Endpoint = queueArn('Nobody');
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RedrivePolicy } }));
    await publish('first');
    await publish('second');
    await place.pass(0);
    expect((await inQueue('Lost')).map((body) => JSON.parse(body).Message)).toEqual(['first', 'second']);
  });

  test.each([
    ['a message without a group', { Message: 'x', MessageDeduplicationId: '1' }],
    ['a message that nothing tells from a repeat', { Message: 'x', MessageGroupId: 'a' }],
  ])('refuses %s', async (_what, input) => {
    await expect(sns.send(new PublishCommand({ TopicArn, ...input }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const { Failed } = await sns.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [{ Id: '1', ...input }] }),
    );
    expect(Failed).toMatchObject([{ Code: 'InvalidParameter' }]);
  });

  test('refuses a subscriber that keeps no order, and the same one with another filter', async () => {
    const Endpoint = 'https://app.example';
    const https = new SubscribeCommand({ TopicArn, Protocol: 'https', Endpoint });
    await expect(sns.send(https)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const Attributes = { RawMessageDelivery: 'true', FilterPolicy: '{"app":["sms"]}' };
    const other = new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn('Told'), Attributes });
    await expect(sns.send(other)).rejects.toMatchObject({ message: expect.stringContaining('different attributes') });
  });
});
