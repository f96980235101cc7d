import { createHash } from 'node:crypto';
import { region } from '#local/template/place.ts';
import { type Members, membersOf, textOf } from '#local/template/reading.ts';

/** A message as a queue holds it. Instants are virtual epoch milliseconds. */
export type Message = {
  readonly id: string;
  readonly body: string;
  /** `MessageAttributes` as the sender wrote them; binary values in base64. */
  readonly attributes: Members;
  /** `AWSTraceHeader` and the like, by name. */
  readonly systemAttributes: Readonly<Record<string, string>>;
  readonly sentAt: number;
  /** Rises with every message of the queue. */
  readonly sequence: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** The queue it was moved from, when it is in a dead-letter queue. */
  readonly deadLetterSourceArn?: string;
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** What its last receiver deletes it with. */
  readonly receiptHandle?: string;
};

/** A record as Lambda gets it: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export type SqsRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Members;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
};

/** What SQS says about a message of itself; each a text. */
export function systemAttributes(message: Message): Record<string, string> {
  const optional = {
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: message.groupId === undefined ? undefined : String(message.sequence).padStart(20, '0'),
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: 'AIDALOCAL',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...message.systemAttributes,
    ...Object.fromEntries(
      Object.entries(optional).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  };
}

/** The message as Lambda's event carries it. */
export function sqsRecord(message: Message, queueArn: string): SqsRecord {
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle ?? '',
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, value]) => [name, lambdaAttribute(value)]),
    ),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

function lambdaAttribute(attribute: unknown): Members {
  const { StringValue, BinaryValue, DataType } = membersOf(attribute);
  return {
    ...(StringValue === undefined ? {} : { stringValue: StringValue }),
    ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}

/** Hexadecimal MD5, with which SDKs check that a body came through whole. */
export function md5(text: string | Uint8Array): string {
  return createHash('md5').update(text).digest('hex');
}

/**
 * MD5 of message attributes: names in order, each with type and value, every part led by its length in four bytes.
 *
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: Members): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const { DataType, StringValue, BinaryValue } = membersOf(attributes[name]);
    const binary = textOf(BinaryValue);
    const value = binary === undefined ? Buffer.from(textOf(StringValue) ?? '') : Buffer.from(binary, 'base64');
    return [
      led(Buffer.from(name)),
      led(Buffer.from(textOf(DataType) ?? '')),
      Buffer.from([binary === undefined ? 1 : 2]),
      led(value),
    ];
  });
  return md5(Buffer.concat(parts));
}

function led(part: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return Buffer.concat([length, part]);
}
