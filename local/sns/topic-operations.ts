import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { patternFault } from '#local/events/pattern-check.ts';
import { accountId } from '#local/template/place.ts';
import { type Members, membersOf, needText, parsedMembers, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { type Subscriber, type Topic, type TopicBook, textAttributes, topicArn } from './topic-book.ts';

type Operation = (input: Members) => Promise<Record<string, unknown>>;

const protocols = new Set(['sms', 'email', 'email-json', 'sqs', 'lambda', 'http', 'https']);

/**
 * A subscription as asked for; its ARN is the same for the same topic, protocol and endpoint.
 *
 * @throws AwsError `InvalidParameter` for a protocol or endpoint that the local cloud does not have
 */
export function subscriberOf(input: Members, attributes: Readonly<Record<string, string>>): Subscriber {
  const topic = needText(input, 'TopicArn', 'InvalidParameter');
  const protocol = needText(input, 'Protocol', 'InvalidParameter');
  const endpoint = needText(input, 'Endpoint', 'InvalidParameter');
  if (!protocols.has(protocol)) {
    throw new AwsError('InvalidParameter', `Invalid parameter: Does not support this protocol string: ${protocol}`);
  }
  if (topic.endsWith('.fifo') && protocol !== 'sqs') {
    throw new AwsError('InvalidParameter', `Invalid parameter: Invalid protocol type: ${protocol}`);
  }
  refuseUnfitFilter(attributes.FilterPolicy);
  const digest = createHash('sha256').update(`${topic} ${protocol} ${endpoint}`).digest('hex');
  const id = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  return { arn: `${topic}:${id}`, topicArn: topic, protocol, endpoint, attributes };
}

/** Operations on topics and subscriptions: https://docs.aws.amazon.com/sns/latest/api/API_Operations.html */
export function topicOperations(book: TopicBook): Readonly<Record<string, Operation>> {
  const topicOf = (input: Members): Topic => {
    const topic = book.topic(needText(input, 'TopicArn', 'InvalidParameter'));
    if (topic === undefined) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return topic;
  };
  const subscriptionOf = (input: Members): Subscriber => {
    const subscriber = book.subscriber(needText(input, 'SubscriptionArn', 'InvalidParameter'));
    if (subscriber === undefined) throw new AwsError('NotFound', 'Subscription does not exist', 404);
    return subscriber;
  };
  return {
    CreateTopic: async (input) => {
      const name = needText(input, 'Name', 'InvalidParameter');
      if (!/^[\w-]{1,256}$|^[\w-]{1,251}\.fifo$/.test(name))
        throw new AwsError('InvalidParameter', 'Invalid parameter: Topic Name');
      const arn = topicArn(name);
      if (book.topic(arn) === undefined)
        await book.keepTopic({ arn, name, attributes: textAttributes(membersOf(input.Attributes)) });
      return { TopicArn: arn };
    },
    DeleteTopic: async (input) => {
      await book.removeTopic(needText(input, 'TopicArn', 'InvalidParameter'));
      return {};
    },
    ListTopics: async () => ({ Topics: book.topics().map((topic) => ({ TopicArn: topic.arn })) }),
    GetTopicAttributes: async (input) => {
      const topic = topicOf(input);
      const confirmed = String(book.subscribers(topic.arn).length);
      const counts = { SubscriptionsConfirmed: confirmed, SubscriptionsPending: '0', SubscriptionsDeleted: '0' };
      return { Attributes: { TopicArn: topic.arn, Owner: accountId, ...counts, ...topic.attributes } };
    },
    SetTopicAttributes: async (input) => {
      const topic = topicOf(input);
      const name = needText(input, 'AttributeName', 'InvalidParameter');
      await book.keepTopic({
        ...topic,
        attributes: { ...topic.attributes, [name]: textOf(input.AttributeValue) ?? '' },
      });
      return {};
    },
    Subscribe: async (input) => {
      topicOf(input);
      const subscriber = subscriberOf(input, textAttributes(membersOf(input.Attributes)));
      refuseOtherAttributes(book.subscriber(subscriber.arn), subscriber);
      await book.keepSubscriber(subscriber);
      return { SubscriptionArn: subscriber.arn };
    },
    ConfirmSubscription: async (input) => ({ SubscriptionArn: `${topicOf(input).arn}:confirmed` }),
    Unsubscribe: async (input) => {
      await book.removeSubscriber(needText(input, 'SubscriptionArn', 'InvalidParameter'));
      return {};
    },
    ListSubscriptions: async () => ({ Subscriptions: book.subscribers().map(listed) }),
    ListSubscriptionsByTopic: async (input) => ({ Subscriptions: book.subscribers(topicOf(input).arn).map(listed) }),
    GetSubscriptionAttributes: async (input) => {
      const { attributes, ...subscriber } = subscriptionOf(input);
      return {
        Attributes: {
          ...listed({ ...subscriber, attributes }),
          PendingConfirmation: 'false',
          RawMessageDelivery: 'false',
          ...attributes,
        },
      };
    },
    SetSubscriptionAttributes: async (input) => {
      const subscriber = subscriptionOf(input);
      const name = needText(input, 'AttributeName', 'InvalidParameter');
      const value = textOf(input.AttributeValue) ?? '';
      if (name === 'FilterPolicy') refuseUnfitFilter(value);
      await book.keepSubscriber({ ...subscriber, attributes: { ...subscriber.attributes, [name]: value } });
      return {};
    },
    CheckIfPhoneNumberIsOptedOut: async () => ({ isOptedOut: false }),
    GetSMSAttributes: async () => ({ attributes: {} }),
    SetSMSAttributes: async () => ({}),
  };
}

function listed(subscriber: Subscriber): Record<string, string> {
  return {
    SubscriptionArn: subscriber.arn,
    Owner: accountId,
    Protocol: subscriber.protocol,
    Endpoint: subscriber.endpoint,
    TopicArn: subscriber.topicArn,
  };
}

/** @throws AwsError `InvalidParameter` when the endpoint has another subscription to the topic already */
function refuseOtherAttributes(known: Subscriber | undefined, asked: Subscriber): void {
  if (known === undefined || isDeepStrictEqual(known.attributes, asked.attributes)) return;
  const message = 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes';
  throw new AwsError('InvalidParameter', message);
}

/** @throws AwsError `InvalidParameter` for a filter policy that is no JSON object or compares in a way that is not known */
function refuseUnfitFilter(policy: string | undefined): void {
  if (policy === undefined || policy === '') return;
  const parsed = parsedMembers(policy);
  const fault = parsed === undefined ? 'it is not a JSON object' : patternFault(parsed);
  if (fault !== undefined) throw new AwsError('InvalidParameter', `Invalid parameter: FilterPolicy: ${fault}`);
}
