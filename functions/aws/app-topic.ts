import {
  InvalidParameterException,
  NotFoundException,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { AppMessage, Subscription } from '#schemas/subscription.ts';
import { asTransient } from './dynamo.ts';

/** The SDK may try again here: the topic knows a repeat by its id. */
const topic = new SNSClient({});

/** How the topic's filters name an endpoint: a queue by its ARN, and all addresses alike, because one queue is for them all. */
const endpointOf = ({ endpoint }: Subscription): string =>
  endpoint.kind === 'sqs' ? endpoint.queueArn : endpoint.kind;

/**
 * Publishes a message for one app. Messages of one complaint stay in order.
 *
 * @param id by which a repeat is known for five minutes
 * @returns the topic's message id
 * @throws TransientFault when SNS was busy
 */
export async function publishToApp(
  topicArn: string,
  subscription: Subscription,
  message: AppMessage,
  id: string,
): Promise<string> {
  try {
    const { MessageId = '' } = await topic.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: JSON.stringify(message),
        MessageGroupId: message.number,
        MessageDeduplicationId: id,
        MessageAttributes: {
          app: { DataType: 'String', StringValue: subscription.app },
          endpoint: { DataType: 'String', StringValue: endpointOf(subscription) },
        },
      }),
    );
    return MessageId;
  } catch (error) {
    throw asTransient(error, `telling an app of complaint ${message.number}`);
  }
}

/**
 * Subscribes an app's queue to what is published for that app there, and to nothing else. A queue of another account has to
 * confirm before it is told.
 *
 * @param deadLettersArn the queue that takes what the app's queue does not
 * @returns the subscription's ARN, `undefined` when SNS takes no such queue, or has it for another app already
 * @throws TransientFault when SNS was busy
 */
export async function subscribeQueue(
  topicArn: string,
  { app, queueArn, deadLettersArn }: { app: string; queueArn: string; deadLettersArn: string },
): Promise<string | undefined> {
  try {
    const { SubscriptionArn } = await topic.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
        ReturnSubscriptionArn: true,
        Attributes: {
          RawMessageDelivery: 'true',
          // The endpoint too: a subscription that is left over from an earlier endpoint lets nothing through.
          FilterPolicy: JSON.stringify({ app: [app], endpoint: [queueArn] }),
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLettersArn }),
        },
      }),
    );
    return SubscriptionArn;
  } catch (error) {
    if (error instanceof InvalidParameterException || error instanceof NotFoundException) return undefined;
    throw asTransient(error, `subscribing the queue of ${app}`);
  }
}

/** Ends a queue's subscription; one that is gone already is no fault. */
export async function unsubscribeQueue(subscriptionArn: string): Promise<void> {
  try {
    await topic.send(new UnsubscribeCommand({ SubscriptionArn: subscriptionArn }));
  } catch (error) {
    if (error instanceof NotFoundException) return;
    throw asTransient(error, 'ending a subscription');
  }
}
