import type { Delivery } from '#local/events/deliveries.ts';
import type { OutboxMessage } from '#local/outbox/outbox.ts';
import { parsedMembers, saysYes, textOf } from '#local/template/reading.ts';
import { envelope, lambdaEvent, type Notification, textFor } from './notification.ts';
import type { Subscriber, Topic } from './topic-book.ts';

const principal = { kind: 'service', name: 'sns.amazonaws.com' } as const;

/** Retries to queues and functions: 100,015 over 23 days on AWS; fewer here, at the same pace, so that a year can be played. */
const RETRIES_TO_AWS = 50;
const RETRIES_TO_HTTP = 3;

/** The message that lands in the outbox, for subscribers that are people. */
export function outboxMessage(
  notification: Notification,
  subscriber: Subscriber,
  topic: Topic,
): OutboxMessage | undefined {
  const { protocol, endpoint } = subscriber;
  if (protocol !== 'sms' && protocol !== 'email' && protocol !== 'email-json') return undefined;
  const isJson = protocol === 'email-json';
  return {
    at: notification.publishedAt,
    protocol,
    to: endpoint,
    ...(protocol === 'sms' ? {} : { subject: notification.subject ?? 'AWS Notification Message' }),
    text: isJson ? JSON.stringify(envelope(notification, subscriber)) : textFor(notification, protocol),
    topic: topic.name,
  };
}

/** The call that hands a notification to a queue, a function or an HTTP endpoint; `undefined` for people. */
export function subscriberDelivery(notification: Notification, subscriber: Subscriber): Delivery | undefined {
  const call = callOf(notification, subscriber);
  if (call === undefined) return undefined;
  const deadLetterArn = textOf(parsedMembers(subscriber.attributes.RedrivePolicy ?? '')?.deadLetterTargetArn);
  const body = JSON.stringify(envelope(notification, subscriber));
  const { groupId, deduplicationId } = notification;
  const isOrdered = subscriber.topicArn.endsWith('.fifo') && groupId !== undefined;
  const fifo = { MessageGroupId: groupId ?? '', MessageDeduplicationId: deduplicationId ?? notification.id };
  return {
    what: `notification to ${subscriber.protocol} ${subscriber.endpoint.split(':').at(-1)}`,
    call,
    mostRetries: call.service === 'https' ? RETRIES_TO_HTTP : RETRIES_TO_AWS,
    ...(deadLetterArn === undefined
      ? {}
      : { deadLetter: { queueUrl: deadLetterArn, body, attributes: {}, ...(isOrdered ? { fifo } : {}) } }),
    // One group reaches one subscriber in the order of publishing, a delivery that is repeated included.
    ...(isOrdered ? { lane: `${subscriber.arn} ${groupId}` } : {}),
  };
}

/** Virtual milliseconds before the next try: three at once, two after a second each, ten rising to 20 s, then every 20 s. */
export function snsBackoffMs(tries: number): number {
  if (tries <= 3) return 0;
  if (tries <= 5) return 1_000;
  return tries <= 15 ? Math.round(1_000 * 20 ** ((tries - 5) / 10)) : 20_000;
}

function callOf(notification: Notification, subscriber: Subscriber): Delivery['call'] | undefined {
  const isRaw = saysYes(subscriber.attributes.RawMessageDelivery);
  switch (subscriber.protocol) {
    case 'lambda':
      return {
        principal,
        service: 'lambda',
        operation: 'Invoke',
        input: {
          FunctionName: subscriber.endpoint,
          InvocationType: 'Event',
          Payload: JSON.stringify(lambdaEvent(notification, subscriber)),
        },
      };
    case 'sqs':
      return {
        principal,
        service: 'sqs',
        operation: 'SendMessage',
        input: {
          QueueUrl: subscriber.endpoint,
          MessageBody: isRaw ? textFor(notification, 'sqs') : JSON.stringify(envelope(notification, subscriber)),
          ...(isRaw ? { MessageAttributes: notification.attributes } : {}),
          ...(notification.groupId === undefined ? {} : { MessageGroupId: notification.groupId }),
          ...(notification.deduplicationId === undefined
            ? {}
            : { MessageDeduplicationId: notification.deduplicationId }),
        },
      };
    case 'http':
    case 'https':
      return {
        principal,
        service: 'https',
        operation: 'Post',
        input: {
          url: subscriber.endpoint,
          headers: {
            'x-amz-sns-message-type': 'Notification',
            'x-amz-sns-message-id': notification.id,
            'x-amz-sns-topic-arn': subscriber.topicArn,
          },
          body: isRaw ? textFor(notification, subscriber.protocol) : JSON.stringify(envelope(notification, subscriber)),
        },
      };
    default:
      return undefined;
  }
}
