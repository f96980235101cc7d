import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Subscription } from '#schemas/subscription.ts';
import { asTransient, commit, dynamo } from './dynamo.ts';

/**
 * The partitions of the table: where each app is told, and the secrets that sign what it is told. Apart, so that a role can
 * be allowed the one without the other.
 */
const subscriptionKey = (app: string) => ({ pk: 'subscription', sk: app });
const secretKey = (app: string) => ({ pk: 'secret', sk: app });

const SECRET = z.object({ secret: z.string() });

/**
 * Keeps where an app is told, instead of what was there, and the secret of an address beside it.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepSubscription(
  table: string,
  subscription: Subscription,
  secret: string | undefined,
): Promise<void> {
  const { app } = subscription;
  const key = secretKey(app);
  await commit(
    [
      { Put: { TableName: table, Item: { ...subscriptionKey(app), subscription } } },
      secret === undefined
        ? { Delete: { TableName: table, Key: key } }
        : { Put: { TableName: table, Item: { ...key, secret } } },
    ],
    `keeping the subscription of ${app}`,
  );
}

/** Removes an app's subscription and its secret. */
export async function removeSubscription(table: string, app: string): Promise<void> {
  await commit(
    [
      { Delete: { TableName: table, Key: subscriptionKey(app) } },
      { Delete: { TableName: table, Key: secretKey(app) } },
    ],
    `removing the subscription of ${app}`,
  );
}

/** An app's subscription, `undefined` when it is not told anything. */
export async function readSubscription(table: string, app: string): Promise<Subscription | undefined> {
  try {
    const { Item: item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: subscriptionKey(app), ConsistentRead: true }),
    );
    return item === undefined ? undefined : Subscription.parse(item.subscription);
  } catch (error) {
    throw asTransient(error, `reading the subscription of ${app}`);
  }
}

/** The secret that signs what an app is told, `undefined` when it is told by a queue. */
export async function readSecret(table: string, app: string): Promise<string | undefined> {
  try {
    const { Item: item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: secretKey(app), ConsistentRead: true }),
    );
    return item === undefined ? undefined : SECRET.parse(item).secret;
  } catch (error) {
    throw asTransient(error, `reading the secret of ${app}`);
  }
}

/**
 * The subscriptions of all apps, by app: a handful, in one read.
 *
 * Not read consistently: an app that has just subscribed can miss what happened in the moment before.
 */
export async function listSubscriptions(table: string): Promise<Map<string, Subscription>> {
  try {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': subscriptionKey('').pk },
      }),
    );
    const all = Items.map((item) => Subscription.parse(item.subscription));
    return new Map(all.map((subscription) => [subscription.app, subscription]));
  } catch (error) {
    throw asTransient(error, 'listing the subscriptions');
  }
}
