import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { type Caller, Deliveries } from '#local/events/deliveries.ts';
import type { Journal } from '#local/journal/journal.ts';
import type { Outbox } from '#local/outbox/outbox.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { listOf, type Members, membersOf, parsedMembers, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, Service } from '#local/wire/aws-service.ts';
import { passesFilter } from './filter-policy.ts';
import { withLoopbackPost } from './loopback-post.ts';
import { type Notification, notificationOf, textFor } from './notification.ts';
import { outboxMessage, snsBackoffMs, subscriberDelivery } from './subscriber-delivery.ts';
import { type Subscriber, type Topic, TopicBook, textAttributes, topicArn } from './topic-book.ts';
import { subscriberOf, topicOperations } from './topic-operations.ts';

type Parts = { journal: Journal; clock: VirtualClock; quiet: Quiet; gateway: Caller; outbox: Outbox };

/**
 * Topics and text messages.
 *
 * Imitates https://docs.aws.amazon.com/sns/latest/api/welcome.html: what is published is in the journal before the answer, SMS and e-mail
 * in the outbox with it, and queues, functions and HTTP endpoints are called until they answer.
 * A FIFO topic keeps the order of each group to each subscriber; repeats are dropped by the FIFO queues behind it.
 * Left out: confirmation of subscriptions, signatures, platform applications, delivery policies, opt-outs, sandbox and spend limit.
 */
export class Sns implements Service {
  readonly provider: Provider = {
    types: ['AWS::SNS::Topic', 'AWS::SNS::Subscription'],
    create: (resource) =>
      resource.type === 'AWS::SNS::Topic' ? this.#createTopic(resource) : this.#createSubscription(resource),
  };
  readonly #clock: VirtualClock;
  readonly #book: TopicBook;
  readonly #outbox: Outbox;
  readonly #deliveries: Deliveries;
  readonly #operations: ReturnType<typeof topicOperations>;

  constructor(parts: Parts) {
    this.#clock = parts.clock;
    this.#book = new TopicBook(parts.journal);
    this.#outbox = parts.outbox;
    this.#deliveries = new Deliveries({ ...parts, gateway: withLoopbackPost(parts.gateway) }, 'sns', snsBackoffMs);
    this.#operations = topicOperations(this.#book);
  }

  start(): void {
    this.#deliveries.start();
  }

  close(): void {
    this.#deliveries.close();
  }

  async call({ operation, input }: AwsCall): Promise<Record<string, unknown>> {
    if (operation === 'Publish') return this.#publish(input);
    if (operation === 'PublishBatch') return this.#publishBatch(input);
    const run = this.#operations[operation];
    if (run === undefined)
      throw new AwsError('InvalidAction', `The local SNS does not know the operation ${operation}.`);
    return run(input);
  }

  permissions(operation: string, input: Members): Permission[] {
    const action = operation === 'PublishBatch' ? 'sns:Publish' : `sns:${operation}`;
    const name = textOf(input.Name);
    const resource =
      textOf(input.TopicArn) ?? textOf(input.TargetArn) ?? textOf(input.SubscriptionArn) ?? textOf(input.ResourceArn);
    return [{ action, resource: resource ?? (name === undefined ? '*' : topicArn(name)) }];
  }

  async #publish(input: Members): Promise<Record<string, unknown>> {
    const number = textOf(input.PhoneNumber);
    if (number !== undefined) {
      const text = notificationOf(input, this.#clock.now());
      await this.#sendText(number, text);
      return { MessageId: text.id };
    }
    const topic = this.#topic(textOf(input.TopicArn) ?? textOf(input.TargetArn));
    const notification = notificationOf(input, this.#clock.now(), topic);
    const sequenceNumber = topic.name.endsWith('.fifo')
      ? { SequenceNumber: String(this.#clock.now()).padStart(20, '0') }
      : {};
    await this.#fanOut(topic, [notification]);
    return { MessageId: notification.id, ...sequenceNumber };
  }

  async #publishBatch(input: Members): Promise<Record<string, unknown>> {
    const topic = this.#topic(textOf(input.TopicArn));
    const entries = listOf(input.PublishBatchRequestEntries).map(membersOf);
    if (entries.length === 0)
      throw new AwsError('EmptyBatchRequest', 'The batch request does not contain any entries.');
    if (entries.length > 10)
      throw new AwsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
    const notifications: Notification[] = [];
    const failed: Record<string, unknown>[] = [];
    const successful = entries.flatMap((entry) => {
      try {
        const notification = notificationOf(entry, this.#clock.now(), topic);
        notifications.push(notification);
        return [{ Id: textOf(entry.Id), MessageId: notification.id }];
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        failed.push({ Id: textOf(entry.Id), Code: error.name, Message: error.message, SenderFault: true });
        return [];
      }
    });
    await this.#fanOut(topic, notifications);
    return { Successful: successful, Failed: failed };
  }

  async #sendText(number: string, notification: Notification): Promise<void> {
    if (!/^\+[1-9]\d{6,14}$/.test(number)) {
      throw new AwsError(
        'InvalidParameter',
        `Invalid parameter: PhoneNumber Reason: ${number} is not valid to publish to`,
      );
    }
    const text = textFor(notification, 'sms');
    await this.#deliveries.accept([], () => {
      this.#outbox.stage({ at: notification.publishedAt, protocol: 'sms', to: number, text });
    });
  }

  /** Keeps what goes into the outbox and what is still to be called, for all subscribers in one write. */
  async #fanOut(topic: Topic, notifications: readonly Notification[]): Promise<void> {
    const pairs = notifications.flatMap((notification) =>
      this.#book
        .subscribers(topic.arn)
        .filter((subscriber) => isWanted(subscriber, notification))
        .map((subscriber) => ({ notification, subscriber })),
    );
    const messages = pairs.flatMap(
      ({ notification, subscriber }) => outboxMessage(notification, subscriber, topic) ?? [],
    );
    const deliveries = pairs.flatMap(
      ({ notification, subscriber }) => subscriberDelivery(notification, subscriber) ?? [],
    );
    await this.#deliveries.accept(deliveries, () => {
      for (const message of messages) this.#outbox.stage(message);
    });
  }

  #topic(arn: string | undefined): Topic {
    const topic = arn === undefined ? undefined : this.#book.topic(arn);
    if (arn === undefined)
      throw new AwsError(
        'InvalidParameter',
        'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
      );
    if (topic === undefined) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return topic;
  }

  async #createTopic(resource: Resource): Promise<Created> {
    const { Subscription, DisplayName, FifoTopic, ContentBasedDeduplication } = resource.properties;
    const given = physicalName(resource, 'TopicName');
    const name = String(FifoTopic ?? false) === 'true' && !given.endsWith('.fifo') ? `${given}.fifo` : given;
    const topic = {
      arn: topicArn(name),
      name,
      attributes: textAttributes({ DisplayName, FifoTopic, ContentBasedDeduplication }),
    };
    this.#book.declareTopic(topic);
    for (const each of listOf(Subscription).map(membersOf)) {
      this.#book.declareSubscriber(subscriberOf({ ...each, TopicArn: topic.arn }, {}));
    }
    return { ref: topic.arn, attributes: { TopicArn: topic.arn, TopicName: name } };
  }

  async #createSubscription(resource: Resource): Promise<Created> {
    const { TopicArn, Protocol, Endpoint, Region: _region, ...attributes } = resource.properties;
    this.#topic(textOf(TopicArn));
    const subscriber = subscriberOf({ TopicArn, Protocol, Endpoint }, textAttributes(attributes));
    this.#book.declareSubscriber(subscriber);
    return { ref: subscriber.arn, attributes: { Arn: subscriber.arn } };
  }
}

function isWanted(subscriber: Subscriber, notification: Notification): boolean {
  const { FilterPolicy, FilterPolicyScope } = subscriber.attributes;
  return passesFilter(
    FilterPolicy === undefined ? undefined : parsedMembers(FilterPolicy),
    FilterPolicyScope,
    notification,
  );
}
