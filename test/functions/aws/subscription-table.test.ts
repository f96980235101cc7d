import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import {
  keepSubscription,
  listSubscriptions,
  readSecret,
  readSubscription,
  removeSubscription,
} from '#functions/aws/subscription-table.ts';
import type { Subscription } from '#schemas/subscription.ts';
import { at, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
  mock.on(TransactWriteCommand).resolves({});
});

const TableName = 'subscriptions';
const endpoint = { kind: 'https', url: 'https://app.example/' } as const;
const subscription: Subscription = { app: 'app-chat', endpoint, since: at };
const subscriptionKey = { pk: 'subscription', sk: 'app-chat' };
const secretKey = { pk: 'secret', sk: 'app-chat' };
const written = () => mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems;

describe('a subscription', () => {
  it('is kept with its secret beside it, both or none', async () => {
    await keepSubscription(TableName, subscription, 'whsec_x');
    expect(written()).toEqual([
      { Put: { TableName, Item: { ...subscriptionKey, subscription } } },
      { Put: { TableName, Item: { ...secretKey, secret: 'whsec_x' } } },
    ]);
  });

  it('of a queue leaves no secret of an earlier address', async () => {
    await keepSubscription(TableName, subscription, undefined);
    expect(written()?.[1]).toEqual({ Delete: { TableName, Key: secretKey } });
  });

  it('is removed with its secret', async () => {
    await removeSubscription(TableName, 'app-chat');
    expect(written()).toEqual([
      { Delete: { TableName, Key: subscriptionKey } },
      { Delete: { TableName, Key: secretKey } },
    ]);
  });

  it('is read without its secret, and the secret by itself', async () => {
    mock.on(GetCommand, { Key: subscriptionKey }).resolves({ Item: { ...subscriptionKey, subscription } });
    mock.on(GetCommand, { Key: secretKey }).resolves({ Item: { ...secretKey, secret: 'whsec_x' } });
    expect(await readSubscription(TableName, 'app-chat')).toEqual(subscription);
    expect(await readSecret(TableName, 'app-chat')).toBe('whsec_x');
    for (const { args } of mock.commandCalls(GetCommand)) expect(args[0].input).toMatchObject({ ConsistentRead: true });
    mock.on(GetCommand).resolves({});
    expect(await readSubscription(TableName, 'app-web')).toBeUndefined();
    expect(await readSecret(TableName, 'app-web')).toBeUndefined();
  });

  it('is listed with all others, by app', async () => {
    mock.on(QueryCommand).resolves({ Items: [{ ...subscriptionKey, subscription }] });
    expect([...(await listSubscriptions(TableName))]).toEqual([['app-chat', subscription]]);
    expect(mock.call(0).args[0].input).toEqual({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'subscription' },
    });
  });

  it('that cannot be read now is a transient fault', async () => {
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    mock.on(QueryCommand).rejects(sdkError('ThrottlingException'));
    for (const read of [readSubscription(TableName, 'a'), readSecret(TableName, 'a'), listSubscriptions(TableName)]) {
      await expect(read).rejects.toMatchObject({ name: 'TransientFault' });
    }
  });
});
