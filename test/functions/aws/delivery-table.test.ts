import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  claimDeliveries,
  listDeliveries,
  readDeliveries,
  recordDeliveries,
  recordInterrupted,
} from '#functions/aws/delivery-table.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import type { Delivery } from '#schemas/delivery.ts';
import { sdkError } from '#test/functions/samples.ts';
import { instantAt, messageWith, personOf } from '#test/rules/emergency/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const { id } = messageWith();
const pk = `message#${id}`;
const delivery = (number: number, changes: Partial<Delivery> = {}): Delivery => ({
  registration: personOf(number),
  status: 'sending',
  attempt: 1,
  at: instantAt(0),
  channel: 'sms',
  language: 'ko',
  district: 'gangnam',
  ...changes,
});
const inputs = () => mock.calls().map(({ args }) => args[0].input);

describe('a claim', () => {
  it('holds for all or none: the first under a key that is new, a later one over a refusal of one attempt less', async () => {
    mock.on(TransactWriteCommand).resolves({});
    const [first, third] = [delivery(1), delivery(2, { attempt: 3 })];
    expect(await claimDeliveries('t', id, [first, third])).toBe(true);
    expect(inputs()).toEqual([
      {
        TransactItems: [
          {
            Put: {
              TableName: 't',
              Item: { pk, sk: personOf(1), delivery: first },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          {
            Put: {
              TableName: 't',
              Item: { pk, sk: personOf(2), delivery: third },
              ConditionExpression: '#delivery.#status = :refused AND #delivery.#attempt = :before',
              ExpressionAttributeNames: { '#delivery': 'delivery', '#status': 'status', '#attempt': 'attempt' },
              ExpressionAttributeValues: { ':refused': 'refused', ':before': 2 },
            },
          },
        ],
      },
    ]);
  });

  it('that somebody else has is none', async () => {
    const reasons = [{ Code: 'ConditionalCheckFailed' }];
    mock
      .on(TransactWriteCommand)
      .rejects(new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons: reasons }));
    expect(await claimDeliveries('t', id, [delivery(1)])).toBe(false);
  });
});

describe('what became of deliveries', () => {
  it('is written a hundred at a time', async () => {
    mock.on(TransactWriteCommand).resolves({});
    const many = Array.from({ length: 101 }, (_, index) => delivery(index, { status: 'sent' }));
    await recordDeliveries('t', id, many);
    expect(inputs().map((input) => ('TransactItems' in input ? input.TransactItems?.length : 0))).toEqual([100, 1]);
    expect(inputs()[1]).toEqual({
      TransactItems: [{ Put: { TableName: 't', Item: { pk, sk: personOf(100), delivery: many[100] } } }],
    });
  });

  it('as interrupted is written over a send that was begun, and over nothing else', async () => {
    mock.on(PutCommand).resolves({});
    const interrupted = delivery(1, { status: 'uncertain' });
    expect(await recordInterrupted('t', id, interrupted)).toBe(true);
    expect(inputs()[0]).toEqual({
      TableName: 't',
      Item: { pk, sk: personOf(1), delivery: interrupted },
      ConditionExpression: '#delivery.#status = :sending',
      ExpressionAttributeNames: { '#delivery': 'delivery', '#status': 'status' },
      ExpressionAttributeValues: { ':sending': 'sending' },
    });
    mock.reset();
    mock.on(PutCommand).rejectsOnce(new ConditionalCheckFailedException({ message: '', $metadata: {} }));
    expect(await recordInterrupted('t', id, interrupted)).toBe(false);
    mock.on(PutCommand).rejects(sdkError('ThrottlingException'));
    await expect(recordInterrupted('t', id, interrupted)).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('is read consistently for a batch, what DynamoDB left over too, and given up after five times', async () => {
    const left = { t: { Keys: [{ pk, sk: personOf(2) }] } };
    mock
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { t: [{ pk, sk: personOf(1), delivery: delivery(1) }] }, UnprocessedKeys: left })
      .resolvesOnce({ Responses: { t: [{ pk, sk: personOf(2), delivery: delivery(2) }] } });
    const found = await readDeliveries('t', id, [personOf(1), personOf(2), personOf(3)]);
    expect([...found]).toEqual([
      [personOf(1), delivery(1)],
      [personOf(2), delivery(2)],
    ]);
    expect(inputs()[0]).toEqual({
      RequestItems: { t: { Keys: [1, 2, 3].map((one) => ({ pk, sk: personOf(one) })), ConsistentRead: true } },
    });
    mock.on(BatchGetCommand).resolves({ UnprocessedKeys: left });
    await expect(readDeliveries('t', id, [personOf(2)])).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('is listed by pages, of one status or all', async () => {
    mock.on(QueryCommand).resolves({ Items: [{ delivery: delivery(1) }], LastEvaluatedKey: { pk, sk: personOf(1) } });
    expect(await listDeliveries('t', id, { limit: 1, status: 'sending', cursor: personOf(0) })).toEqual({
      items: [delivery(1)],
      cursor: personOf(1),
    });
    expect(inputs()[0]).toEqual({
      TableName: 't',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: '#delivery.#status = :status',
      ExpressionAttributeNames: { '#delivery': 'delivery', '#status': 'status' },
      ExpressionAttributeValues: { ':pk': pk, ':status': 'sending' },
      Limit: 1,
      ExclusiveStartKey: { pk, sk: personOf(0) },
    });
  });
});
