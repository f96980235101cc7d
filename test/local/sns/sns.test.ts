import { createServer } from 'node:http';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hour, minute, type Town, town } from '../town.ts';

const queueArn = (name: string) => `arn:aws:sqs:ap-northeast-2:000000000000:Town-${name}`;
const subscription = (Protocol: string, Endpoint: unknown, more = {}) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: { Ref: 'News' }, Protocol, Endpoint, ...more },
});
const resources = {
  News: {
    Type: 'AWS::SNS::Topic',
    Properties: { Subscription: [{ Protocol: 'email', Endpoint: 'desk@city.example' }] },
  },
  ByText: subscription('sms', '+821012345678', { FilterPolicy: { urgency: ['high'] } }),
  ByQueue: subscription('sqs', { 'Fn::GetAtt': ['Plain', 'Arn'] }),
  ByRawQueue: subscription(
    'sqs',
    { 'Fn::GetAtt': ['Raw', 'Arn'] },
    { RawMessageDelivery: true, FilterPolicyScope: 'MessageBody', FilterPolicy: { kind: [{ prefix: 'flood' }] } },
  ),
  Plain: { Type: 'AWS::SQS::Queue' },
  Raw: { Type: 'AWS::SQS::Queue' },
  Lost: { Type: 'AWS::SQS::Queue' },
};
const TopicArn = 'arn:aws:sns:ap-northeast-2:000000000000:Town-News';
let place: Town;
let sns: SNSClient;

beforeEach(async () => {
  place = await town(resources);
  sns = new SNSClient(place.sdk);
});
afterEach(() => place.close());

const publish = (Message: string, more = {}) => sns.send(new PublishCommand({ TopicArn, Message, ...more }));
const inQueue = async (name: string): Promise<string[]> => {
  const { Messages = [] } = await place.aws('sqs', 'ReceiveMessage', {
    QueueUrl: queueArn(name),
    MaxNumberOfMessages: 10,
  });
  return (Messages as { Body: string }[]).map((message) => message.Body);
};

describe('publishing', () => {
  test('to a phone number puts a text message into the outbox', async () => {
    await new SNSClient({ ...place.sdk, region: 'ap-northeast-1' }).send(
      new PublishCommand({ PhoneNumber: '+821098765432', Message: '접수되었습니다' }),
    );
    expect(place.outbox.messages()).toEqual([
      { at: place.at(0), protocol: 'sms', to: '+821098765432', text: '접수되었습니다' },
    ]);
  });

  test('to a topic reaches each subscriber that wants it, in the form of its protocol', async () => {
    const { MessageId } = await publish('river rises', {
      Subject: 'Flood',
      MessageAttributes: { urgency: { DataType: 'String', StringValue: 'high' } },
    });
    await place.pass(0);
    expect(place.outbox.messages()).toEqual([
      {
        at: place.at(0),
        protocol: 'email',
        to: 'desk@city.example',
        subject: 'Flood',
        text: 'river rises',
        topic: 'Town-News',
      },
      { at: place.at(0), protocol: 'sms', to: '+821012345678', text: 'river rises', topic: 'Town-News' },
    ]);
    const [body] = await inQueue('Plain');
    expect(JSON.parse(body ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'Flood',
      Message: 'river rises',
      Timestamp: place.at(0),
      MessageAttributes: { urgency: { Type: 'String', Value: 'high' } },
    });
  });

  test('filter policies hold back what a subscriber does not want', async () => {
    await publish('nothing much');
    await publish('{"kind":"flood-north"}');
    await publish('{"kind":"fire"}');
    await place.pass(0);
    expect(place.outbox.messages({ to: '+821012345678' })).toEqual([]);
    expect(await inQueue('Raw')).toEqual(['{"kind":"flood-north"}']);
    expect(await inQueue('Plain')).toHaveLength(3);
  });

  test('a JSON structure gives each protocol its own text', async () => {
    await publish(JSON.stringify({ default: 'long', sms: 'short', email: 'dear' }), {
      MessageStructure: 'json',
      MessageAttributes: { urgency: { DataType: 'String', StringValue: 'high' } },
    });
    expect(place.outbox.messages().map((message) => message.text)).toEqual(['dear', 'short']);
  });

  test('a batch tells which entry was refused', async () => {
    const entries = [
      { Id: '1', Message: 'a' },
      { Id: '2', Message: 'not json', MessageStructure: 'json' },
    ];
    const answer = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
    expect(answer.Successful?.map((entry) => entry.Id)).toEqual(['1']);
    expect(answer.Failed?.[0]).toMatchObject({ Id: '2', Code: 'InvalidParameter' });
    expect(place.outbox.messages()).toHaveLength(1);
  });

  test('a function gets the event that Lambda gets from SNS', async () => {
    const events: unknown[] = [];
    place.functions.define('reader', (event) => events.push(event));
    const Endpoint = 'arn:aws:lambda:ap-northeast-2:000000000000:function:reader';
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint }));
    await publish('to code');
    await place.pass(0);
    expect(events).toEqual([
      {
        Records: [
          expect.objectContaining({
            EventSource: 'aws:sns',
            Sns: expect.objectContaining({ Message: 'to code', Timestamp: place.at(0), Subject: null }),
          }),
        ],
      },
    ]);
  });

  test('an HTTP endpoint of this machine is posted to', async () => {
    const posted: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (chunk) =>
        posted.push(`${request.headers['x-amz-sns-message-type']}: ${JSON.parse(String(chunk)).Message}`),
      );
      request.on('end', () => response.end());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const Endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint }));
    await publish('over the wire');
    await place.pass(0);
    server.close();
    server.closeAllConnections();
    expect(posted).toEqual(['Notification: over the wire']);
  });
});

describe('deliveries', () => {
  test('are repeated in virtual time until the queue takes them', async () => {
    await place.control('faults', {
      service: 'sqs',
      operation: 'SendMessage',
      kind: 'error',
      count: 5,
      resource: 'Town-Plain',
    });
    await publish('patience');
    await place.pass(0);
    expect(await inQueue('Plain')).toEqual([]);
    await place.pass(2_000);
    expect(await inQueue('Plain')).toHaveLength(1);
  });

  test('that cannot succeed go to the dead-letter queue', async () => {
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('Lost') });
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn('Nobody'), Attributes: { RedrivePolicy } }),
    );
    await publish('return to sender');
    await place.pass(0);
    const [body] = await inQueue('Lost');
    expect(JSON.parse(body ?? '').Message).toBe('return to sender');
  });

  test('undone at a stop are done after the restart, and what is in the outbox stands there once', async () => {
    await place.control('faults', { service: 'sqs', operation: 'SendMessage', kind: 'error', resource: 'Town-Plain' });
    await publish('survivor');
    await place.pass(minute);
    await place.close.keepingHome();
    place = await town(resources, { home: place.home });
    await place.pass(minute);
    expect(await inQueue('Plain')).toHaveLength(1);
    expect(place.outbox.messages()).toHaveLength(1);
    await place.pass(hour);
    expect(await inQueue('Plain')).toHaveLength(1); // the same one, visible again
  });
});

describe('subscriptions and refusals', () => {
  test('attributes set by a call change what is let through', async () => {
    const { TopicArn: made } = await sns.send(new CreateTopicCommand({ Name: 'made' }));
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({ TopicArn: made, Protocol: 'email', Endpoint: 'a@b.example' }),
    );
    const attribute = { SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{"x":["y"]}' };
    await sns.send(new SetSubscriptionAttributesCommand(attribute));
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ FilterPolicy: '{"x":["y"]}', Protocol: 'email', PendingConfirmation: 'false' });
    await publish('unwanted', { TopicArn: made });
    expect(place.outbox.messages()).toEqual([]);
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: made }));
    expect(Subscriptions?.map((each) => each.Endpoint)).toEqual(['a@b.example']);
  });

  test('a filter policy that compares in an unknown way is refused', async () => {
    const Attributes = { FilterPolicy: '{"x":[{"near":1}]}' };
    const subscribe = new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@b.example', Attributes });
    await expect(sns.send(subscribe)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test.each([
    ['an unknown topic', { TopicArn: `${TopicArn}-not`, Message: 'x' }, 'NotFoundException'],
    ['a number that is none', { PhoneNumber: '010-1234', Message: 'x' }, 'InvalidParameterException'],
    ['an empty message', { TopicArn, Message: '' }, 'InvalidParameterException'],
  ])('%s is refused by AWS’s name', async (_name, input, name) => {
    await expect(sns.send(new PublishCommand(input))).rejects.toMatchObject({ name });
  });
});
