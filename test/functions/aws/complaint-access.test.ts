import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { countWrongCode, readKey } from '#functions/aws/complaint-access.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { TransientFault } from '#schemas/errors.ts';
import { at, number, pk, sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

describe('an idempotency key', () => {
  const item = { pk: 'idempotency#k1', sk: 'idempotency', bodyHash: 'b1', answer: { number }, expiresAt: 1_000 };

  it('is read consistently by its hash', async () => {
    mock.on(GetCommand).resolves({ Item: item });
    expect(await readKey(table, 'k1', 999)).toMatchObject({ bodyHash: 'b1', answer: { number } });
    expect(mock.call(0).args[0].input).toEqual({
      TableName: table,
      Key: { pk: 'idempotency#k1', sk: 'idempotency' },
      ConsistentRead: true,
    });
  });

  it.each([
    [999, true],
    [1_000, false],
    [1_001, false],
  ])('that expires at second 1,000 and is still in the table at %i: used %s', async (now, isUsed) => {
    mock.on(GetCommand).resolves({ Item: item });
    expect((await readKey(table, 'k1', now)) !== undefined).toBe(isUsed);
  });

  it('never used is undefined', async () => {
    mock.on(GetCommand).resolves({});
    expect(await readKey(table, 'k1', 0)).toBeUndefined();
  });

  it('that cannot be read now is a transient fault, without the key', async () => {
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    const fault = await readKey(table, 'k1', 0).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: 'reading an idempotency key: ThrottlingException' });
  });
});

describe('a wrong access code', () => {
  const before = { salt: 's', hash: 'h', wrong: 2, wrongSince: at };
  const count = () => countWrongCode(table, number, before, { wrong: 3, since: at });

  it('is counted over the count that was read', async () => {
    mock.on(UpdateCommand).resolves({});
    expect(await count()).toBe(true);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: table,
      Key: { pk, sk: 'access' },
      ConditionExpression: 'wrong = :before',
      UpdateExpression: 'SET wrong = :wrong, wrongSince = :since',
      ExpressionAttributeValues: { ':before': 2, ':wrong': 3, ':since': at },
    });
  });

  it('is told to count again when another was counted meanwhile', async () => {
    mock.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} }));
    expect(await count()).toBe(false);
  });

  it('that cannot be counted now is a transient fault', async () => {
    mock.on(UpdateCommand).rejects(sdkError('InternalServerError'));
    await expect(count()).rejects.toMatchObject({
      name: 'TransientFault',
      message: `counting a wrong code of complaint ${number}: InternalServerError`,
    });
  });
});
