import { createHash, randomUUID } from 'node:crypto';
import { region } from '#local/template/place.ts';
import { type Members, membersOf, needText, parsedMembers, saysYes, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { Subscriber, Topic } from './topic-book.ts';

/** A published message on its way to subscribers. */
export type Notification = {
  readonly id: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly publishedAt: string;
  readonly text: string;
  /** Other texts for some protocols, of `MessageStructure: json`. */
  readonly texts: Members;
  readonly subject?: string;
  readonly attributes: Members;
  readonly groupId?: string;
  readonly deduplicationId?: string;
};

const MAXIMUM_MESSAGE_BYTES = 262_144;

/**
 * The notification that a Publish asks for.
 *
 * @param topic where it is published; left out for a text message
 * @throws AwsError `InvalidParameter` for an empty or too long message, a JSON structure without `default`, or no group in a FIFO topic
 */
export function notificationOf(input: Members, now: number, topic?: Topic): Notification {
  const message = needText(input, 'Message', 'InvalidParameter');
  if (Buffer.byteLength(message) > MAXIMUM_MESSAGE_BYTES) {
    throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
  }
  const texts = textOf(input.MessageStructure) === 'json' ? parsedMembers(message) : {};
  if (texts === undefined)
    throw new AwsError('InvalidParameter', 'Invalid parameter: Message Structure - JSON message body failed to parse');
  const text = textOf(input.MessageStructure) === 'json' ? textOf(texts.default) : message;
  if (text === undefined)
    throw new AwsError(
      'InvalidParameter',
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    );
  const subject = textOf(input.Subject);
  const groupId = textOf(input.MessageGroupId);
  const deduplicationId = textOf(input.MessageDeduplicationId) ?? contentBased(message, topic);
  if (topic?.name.endsWith('.fifo') === true) refuseUnfitForFifo(groupId, deduplicationId);
  return {
    id: randomUUID(),
    publishedAt: new Date(now).toISOString(),
    text,
    texts,
    attributes: membersOf(input.MessageAttributes),
    ...(subject === undefined ? {} : { subject }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
  };
}

function contentBased(message: string, topic: Topic | undefined): string | undefined {
  if (!saysYes(topic?.attributes.ContentBasedDeduplication)) return undefined;
  return createHash('sha256').update(message).digest('hex');
}

/** https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-code-examples.html: what a FIFO topic cannot do without. */
function refuseUnfitForFifo(groupId: string | undefined, deduplicationId: string | undefined): void {
  if (groupId === undefined) {
    throw new AwsError(
      'InvalidParameter',
      'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
    );
  }
  if (deduplicationId === undefined) {
    throw new AwsError(
      'InvalidParameter',
      'Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
}

/** The text for a protocol: its own, or the default one. */
export function textFor(notification: Notification, protocol: string): string {
  return textOf(notification.texts[protocol]) ?? notification.text;
}

/**
 * The envelope in which queues and HTTP endpoints get a notification, and Lambda under `Sns`.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 * Left out: signatures (a fixed text stands there).
 */
export function envelope(notification: Notification, subscriber: Subscriber): Record<string, unknown> {
  const attributes = Object.entries(notification.attributes).map(([name, attribute]) => {
    const { DataType, StringValue, BinaryValue } = membersOf(attribute);
    return [name, { Type: DataType, Value: StringValue ?? BinaryValue }] as const;
  });
  return {
    Type: 'Notification',
    MessageId: notification.id,
    TopicArn: subscriber.topicArn,
    ...(notification.subject === undefined ? {} : { Subject: notification.subject }),
    Message: textFor(notification, subscriber.protocol),
    Timestamp: notification.publishedAt,
    SignatureVersion: '1',
    Signature: 'LOCAL',
    SigningCertURL: `https://sns.${region}.amazonaws.com/SimpleNotificationService-local.pem`,
    UnsubscribeURL: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscriber.arn}`,
    ...(attributes.length === 0 ? {} : { MessageAttributes: Object.fromEntries(attributes) }),
  };
}

/** The event with which a topic wakes a function: https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(notification: Notification, subscriber: Subscriber): Record<string, unknown> {
  const {
    SigningCertURL,
    UnsubscribeURL,
    Subject = null,
    MessageAttributes = {},
    ...others
  } = envelope(notification, subscriber);
  const Sns = { ...others, Subject, MessageAttributes, SigningCertUrl: SigningCertURL, UnsubscribeUrl: UnsubscribeURL };
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscriber.arn, Sns }] };
}
