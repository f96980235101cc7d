import { createHash, randomUUID } from 'node:crypto';
import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { type Members, membersOf, needText, numberOf, saysYes, textOf, textsOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { longPoll } from './long-poll.ts';
import { type Message, md5, md5OfAttributes, systemAttributes } from './message.ts';
import { messageIdOf, type Queue } from './queue.ts';

/** An operation by name: its input's members in, its output's out. */
export type QueueOperations = Readonly<Record<string, (input: Members) => Promise<Record<string, unknown>>>>;

/** What the operations need of the queues. */
export type Queues = {
  queue(urlOrArn: string): Queue;
  queues(): Queue[];
  urlOf(queue: Queue): string;
  createQueue(name: string, attributes: Readonly<Record<string, string>>): Promise<Queue>;
  deleteQueue(queue: Queue): Promise<void>;
  redrive(queue: Queue): Promise<void>;
};

const MAXIMUM_MESSAGE_BYTES = 1_048_576;

/** The operations of https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html that have no batch. */
export function queueOperations({
  sqs,
  clock,
  quiet,
}: {
  sqs: Queues;
  clock: VirtualClock;
  quiet: Quiet;
}): QueueOperations {
  const named = (input: Members): Queue => sqs.queue(needText(input, 'QueueUrl', 'MissingParameter'));
  return {
    CreateQueue: async (input) => {
      const name = needText(input, 'QueueName', 'MissingParameter');
      if (!/^[\w-]{1,75}(\.fifo)?$|^[\w-]{1,80}$/.test(name)) {
        throw new AwsError(
          'InvalidParameterValue',
          'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
        );
      }
      const queue = await sqs.createQueue(name, attributesOf(membersOf(input.Attributes)));
      return { QueueUrl: sqs.urlOf(queue) };
    },
    DeleteQueue: async (input) => {
      await sqs.deleteQueue(named(input));
      return {};
    },
    GetQueueUrl: async (input) => ({
      QueueUrl: sqs.urlOf(sqs.queue(needText(input, 'QueueName', 'MissingParameter'))),
    }),
    ListQueues: async (input) => {
      const prefix = textOf(input.QueueNamePrefix) ?? '';
      const urls = sqs
        .queues()
        .filter((queue) => queue.name.startsWith(prefix))
        .map((queue) => sqs.urlOf(queue));
      return urls.length === 0 ? {} : { QueueUrls: urls };
    },
    ListDeadLetterSourceQueues: async (input) => {
      const target = named(input).arn;
      return {
        queueUrls: sqs
          .queues()
          .filter((queue) => queue.redrive?.deadLetterArn === target)
          .map((queue) => sqs.urlOf(queue)),
      };
    },
    GetQueueAttributes: async (input) => {
      const all = allAttributes(named(input));
      const wanted = textsOf(input.AttributeNames);
      const names = wanted.includes('All') ? Object.keys(all) : wanted;
      return {
        Attributes: Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]))),
      };
    },
    SetQueueAttributes: async (input) => {
      const queue = named(input);
      await sqs.createQueue(queue.name, { ...queue.attributes, ...attributesOf(membersOf(input.Attributes)) });
      return {};
    },
    PurgeQueue: async (input) => {
      await named(input).purge();
      return {};
    },
    SendMessage: async (input) => {
      const queue = named(input);
      const message = messageFrom(input, queue, clock.now());
      const duplicate = message.deduplicationId === undefined ? undefined : queue.duplicateOf(message.deduplicationId);
      if (duplicate === undefined) await queue.add([message]);
      const md5OfMessageAttributes = md5OfAttributes(message.attributes);
      return {
        MessageId: duplicate?.id ?? message.id,
        MD5OfMessageBody: md5(message.body),
        ...(md5OfMessageAttributes === undefined ? {} : { MD5OfMessageAttributes: md5OfMessageAttributes }),
        ...(queue.isFifo ? { SequenceNumber: String(duplicate?.sequence ?? message.sequence).padStart(20, '0') } : {}),
      };
    },
    ReceiveMessage: async (input) => {
      const queue = named(input);
      const count = numberOf(input.MaxNumberOfMessages) ?? 1;
      if (count < 1 || count > 10) {
        throw new AwsError(
          'InvalidParameterValue',
          `Value ${count} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
        );
      }
      const waitSeconds = numberOf(input.WaitTimeSeconds) ?? queue.setting('ReceiveMessageWaitTimeSeconds', 0);
      const visibility = numberOf(input.VisibilityTimeout) ?? queue.setting('VisibilityTimeout', 30);
      const received = await longPoll({ queue, clock, waitSeconds }, async () => {
        const end = quiet.begin('sqs ReceiveMessage');
        try {
          const redriven = sqs.redrive(queue);
          const messages = await queue.receive(count, visibility);
          await redriven;
          return messages;
        } finally {
          end();
        }
      });
      return received.length === 0 ? {} : { Messages: received.map((message) => receivedShape(message, input)) };
    },
    DeleteMessage: async (input) => {
      const handle = needText(input, 'ReceiptHandle', 'MissingParameter');
      messageIdOf(handle);
      await named(input).delete([handle]);
      return {};
    },
    ChangeMessageVisibility: async (input) => {
      const seconds = numberOf(input.VisibilityTimeout);
      if (seconds === undefined || seconds < 0 || seconds > 43_200) {
        throw new AwsError(
          'InvalidParameterValue',
          `Value ${String(input.VisibilityTimeout)} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.`,
        );
      }
      await named(input).changeVisibility(needText(input, 'ReceiptHandle', 'MissingParameter'), seconds);
      return {};
    },
  };
}

/** Queue attributes as texts, as the API has them. */
export function attributesOf(members: Members): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function allAttributes(queue: Queue): Record<string, string | undefined> {
  const counts = queue.counts();
  const createdSeconds = String(Math.floor(queue.createdAt / 1000));
  return {
    VisibilityTimeout: '30',
    MaximumMessageSize: String(MAXIMUM_MESSAGE_BYTES),
    MessageRetentionPeriod: '345600',
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: createdSeconds,
    LastModifiedTimestamp: createdSeconds,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
  };
}

function messageFrom(input: Members, queue: Queue, now: number): Message {
  const body = needText(input, 'MessageBody', 'MissingParameter');
  if (Buffer.byteLength(body) > MAXIMUM_MESSAGE_BYTES) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${MAXIMUM_MESSAGE_BYTES} bytes.`,
    );
  }
  const delaySeconds = numberOf(input.DelaySeconds) ?? queue.setting('DelaySeconds', 0);
  if (delaySeconds < 0 || delaySeconds > 900) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${delaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  }
  const groupId = textOf(input.MessageGroupId);
  return {
    id: randomUUID(),
    body,
    attributes: membersOf(input.MessageAttributes),
    systemAttributes: Object.fromEntries(
      Object.entries(membersOf(input.MessageSystemAttributes)).map(([name, value]) => [
        name,
        textOf(membersOf(value).StringValue) ?? '',
      ]),
    ),
    sentAt: now,
    sequence: queue.nextSequence,
    visibleAt: now + delaySeconds * 1000,
    receiveCount: 0,
    ...(groupId === undefined ? {} : { groupId }),
    ...(queue.isFifo ? fifoMembers(input, queue, body, groupId) : {}),
  };
}

function fifoMembers(
  input: Members,
  queue: Queue,
  body: string,
  groupId: string | undefined,
): { deduplicationId: string } {
  if (groupId === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
  const given = textOf(input.MessageDeduplicationId);
  if (given !== undefined) return { deduplicationId: given };
  if (saysYes(queue.attributes.ContentBasedDeduplication)) {
    return { deduplicationId: createHash('sha256').update(body).digest('hex') };
  }
  throw new AwsError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function receivedShape(message: Message, input: Members): Record<string, unknown> {
  const system = systemAttributes(message);
  const wantedSystem = [...textsOf(input.AttributeNames), ...textsOf(input.MessageSystemAttributeNames)];
  const shownSystem = Object.entries(system).filter(
    ([name]) => wantedSystem.includes('All') || wantedSystem.includes(name),
  );
  const wanted = textsOf(input.MessageAttributeNames);
  const shown = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => wanted.some((pattern) => attributeMatches(name, pattern))),
  );
  const md5OfMessageAttributes = md5OfAttributes(shown);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(shownSystem.length === 0 ? {} : { Attributes: Object.fromEntries(shownSystem) }),
    ...(md5OfMessageAttributes === undefined
      ? {}
      : { MessageAttributes: shown, MD5OfMessageAttributes: md5OfMessageAttributes }),
  };
}

/** `All`, `.*`, a name, or a prefix as in `bar.*`. */
function attributeMatches(name: string, pattern: string): boolean {
  if (pattern === 'All' || pattern === '.*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -2)) : name === pattern;
}
