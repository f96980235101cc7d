import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { day, minute, type Town, town } from '../town.ts';

const queues = {
  Letters: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 60,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 },
    },
  },
  Dead: { Type: 'AWS::SQS::Queue' },
  Ordered: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true, ContentBasedDeduplication: true } },
};
let place: Town;
let sqs: SQSClient;
let url: string;

beforeEach(async () => {
  place = await town(queues);
  sqs = new SQSClient(place.sdk);
  url = `${place.url}/000000000000/Town-Letters`;
});
afterEach(() => place.close());

const send = (MessageBody: string, more = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...more }));
const receive = async (more = {}) => {
  const all = {
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All' as const],
    MaxNumberOfMessages: 10,
  };
  return (await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, ...all, ...more }))).Messages ?? [];
};
const bodies = async (more = {}) => (await receive(more)).map((message) => message.Body);

describe('messages', () => {
  test('a message comes out as it went in, with what SQS knows of it', async () => {
    const MessageAttributes = {
      tone: { DataType: 'String', StringValue: 'kind' },
      seal: { DataType: 'Binary', BinaryValue: Buffer.from('wax') },
    };
    await send('안녕하세요', { MessageAttributes });
    const [message] = await receive();
    expect(message?.Body).toBe('안녕하세요');
    expect(message?.MessageAttributes?.tone?.StringValue).toBe('kind');
    expect(Buffer.from(message?.MessageAttributes?.seal?.BinaryValue ?? []).toString()).toBe('wax');
    expect(message?.Attributes).toMatchObject({
      SentTimestamp: String(Date.parse(place.at(0))),
      ApproximateReceiveCount: '1',
    });
  });

  test('a received message is hidden for the visibility timeout and then comes again, not a millisecond earlier', async () => {
    await send('again');
    expect(await bodies()).toEqual(['again']);
    await place.pass(minute - 1);
    expect(await bodies()).toEqual([]);
    await place.pass(1);
    const [message] = await receive();
    expect(message?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  test('a deleted message is gone; an old receipt deletes nothing', async () => {
    await send('once');
    const [first] = await receive();
    await place.pass(minute);
    const [second] = await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 0 }),
    );
    const counts = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
    expect(counts.Attributes?.ApproximateNumberOfMessages).toBe('1');
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: second?.ReceiptHandle }));
    await place.pass(day);
    expect(await bodies()).toEqual([]);
  });

  test('a delayed message appears when its delay is over', async () => {
    await send('later', { DelaySeconds: 30 });
    expect(await bodies()).toEqual([]);
    await place.pass(30_000);
    expect(await bodies()).toEqual(['later']);
  });

  test('what was received too often goes to the dead-letter queue and keeps the instant it was sent', async () => {
    await send('poison');
    await receive();
    await place.pass(minute);
    await receive();
    await place.pass(minute);
    expect(await bodies()).toEqual([]);
    const [dead] = await receive({ QueueUrl: `${place.url}/000000000000/Town-Dead` });
    expect(dead?.Body).toBe('poison');
    expect(dead?.Attributes).toMatchObject({
      SentTimestamp: String(Date.parse(place.at(0))),
      DeadLetterQueueSourceArn: 'arn:aws:sqs:ap-northeast-2:000000000000:Town-Letters',
    });
  });

  test('four days old, a message is forgotten', async () => {
    await send('stale');
    await place.pass(4 * day + 1);
    expect(await bodies()).toEqual([]);
  });

  test('batches send and delete, each entry for itself', async () => {
    const Entries = [
      { Id: 'a', MessageBody: 'one' },
      { Id: 'b', MessageBody: 'two', DelaySeconds: 5_000 },
    ];
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(sent.Successful?.map((entry) => entry.Id)).toEqual(['a']);
    expect(sent.Failed?.[0]).toMatchObject({ Id: 'b', Code: 'InvalidParameterValue', SenderFault: true });
    const [message] = await receive();
    await sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: 'x', ReceiptHandle: message?.ReceiptHandle }] }),
    );
    await place.pass(minute);
    expect(await bodies()).toEqual([]);
  });

  test('a long poll is answered by the message that comes meanwhile, and does not hold up the clock', async () => {
    const polled = bodies({ WaitTimeSeconds: 20 });
    await place.pass(5_000);
    await send('here');
    expect(await polled).toEqual(['here']);
  });

  test('a long poll ends empty when its virtual time is over', async () => {
    const polled = bodies({ WaitTimeSeconds: 20 });
    await new Promise((next) => setImmediate(next));
    // Retried until the poll has reached the queue: an advance before that would not wake it.
    const ended = polled.then(() => true);
    for (;;) {
      await place.pass(20_000);
      if (await Promise.race([ended, new Promise((next) => setImmediate(() => next(false)))])) break;
    }
    expect(await polled).toEqual([]);
  });

  test('of a FIFO queue a group stays in order and blocks only itself; duplicates are dropped', async () => {
    const QueueUrl = `${place.url}/000000000000/Town-Ordered.fifo`;
    for (const [MessageBody, MessageGroupId] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
      ['a1', 'a'],
    ]) {
      await send(MessageBody ?? '', { QueueUrl, MessageGroupId });
    }
    const [first] = await receive({ QueueUrl, MaxNumberOfMessages: 1 });
    expect(first?.Body).toBe('a1');
    expect(await bodies({ QueueUrl })).toEqual(['b1']);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(await bodies({ QueueUrl })).toEqual(['a2']);
  });
});

describe('queues', () => {
  test('those made by a call stand after a restart, messages and receive counts too', async () => {
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName: 'made', Attributes: { VisibilityTimeout: '120' } }),
    );
    await send('kept', { QueueUrl });
    await receive({ QueueUrl });
    await place.close.keepingHome();
    place = await town(queues, { home: place.home });
    sqs = new SQSClient(place.sdk);
    const again = await sqs.send(new GetQueueUrlCommand({ QueueName: 'made' }));
    expect(await bodies({ QueueUrl: again.QueueUrl })).toEqual([]);
    await place.pass(2 * minute);
    const [message] = await receive({ QueueUrl: again.QueueUrl });
    expect([message?.Body, message?.Attributes?.ApproximateReceiveCount]).toEqual(['kept', '2']);
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    expect(QueueUrls.map((each) => each.split('/').at(-1)).sort()).toEqual([
      'Town-Dead',
      'Town-Letters',
      'Town-Ordered.fifo',
      'made',
    ]);
  });

  test('a purged queue is empty', async () => {
    await send('gone');
    await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(await bodies()).toEqual([]);
  });
});

describe('consumers', () => {
  const arn = 'arn:aws:sqs:ap-northeast-2:000000000000:Town-Letters';

  test('get what is visible at once; what they fail at comes again after the visibility timeout', async () => {
    const seen: string[] = [];
    place.sqs.subscribe(arn, {
      batchSize: 10,
      maxConcurrency: 1,
      deliver: async (records) => {
        seen.push(...records.map((record) => `${record.body} ${record.attributes.ApproximateReceiveCount}`));
        return { failures: records.filter((record) => record.body === 'bad').map((record) => record.messageId) };
      },
    });
    await send('good');
    await send('bad');
    await place.pass(0);
    expect(seen).toEqual(['good 1', 'bad 1']);
    await place.pass(minute);
    expect(seen).toEqual(['good 1', 'bad 1', 'bad 2']);
    await place.pass(minute);
    expect(await bodies({ QueueUrl: `${place.url}/000000000000/Town-Dead` })).toEqual(['bad']);
    await place.pass(day);
    expect(seen).toHaveLength(3);
  });

  test('who throws fails the whole batch', async () => {
    let tries = 0;
    place.sqs.subscribe(arn, {
      batchSize: 10,
      maxConcurrency: 2,
      deliver: async () => {
        tries += 1;
        throw new Error('closed');
      },
    });
    await send('x');
    await place.pass(day);
    expect(tries).toBe(2);
  });

  test('wait for a batch to fill, but not longer than their window', async () => {
    const batches: number[] = [];
    place.sqs.subscribe(arn, {
      batchSize: 3,
      maximumBatchingWindowSeconds: 10,
      maxConcurrency: 1,
      deliver: async (records) => {
        batches.push(records.length);
        return { failures: [] };
      },
    });
    await send('1');
    await send('2');
    await place.pass(9_999);
    expect(batches).toEqual([]);
    await place.pass(1);
    expect(batches).toEqual([2]);
    for (const body of ['3', '4', '5']) await send(body);
    await place.pass(0);
    expect(batches).toEqual([2, 3]);
  });
});

describe('refusals', () => {
  test.each([
    ['an unknown queue', () => send('x', { QueueUrl: `${place.url}/000000000000/nobody` }), 'QueueDoesNotExist'],
    [
      'a bad receipt',
      () => sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: 'nonsense' })),
      'ReceiptHandleIsInvalid',
    ],
    [
      'an empty batch',
      () => sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [] })),
      'EmptyBatchRequest',
    ],
    [
      'a FIFO message without a group',
      () => send('x', { QueueUrl: `${place.url}/000000000000/Town-Ordered.fifo` }),
      'MissingParameter',
    ],
  ])('%s is refused by AWS’s name', async (_name, act, name) => {
    await expect(act()).rejects.toMatchObject({ name });
  });
});
