import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { countWrongCode, keepTransferCode, readKey, readTransferCode } from '#functions/aws/complaint-access.ts';
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

describe('the code of a mail to an institution', () => {
  const code = { salt: 's', hash: 'h', asked: 2 };
  const Key = { pk, sk: 'transfer-code' };

  it('is kept as its hash, instead of the one before and with nothing counted', async () => {
    mock.on(PutCommand).resolves({});
    await keepTransferCode(table, number, code);
    expect(mock.call(0).args[0].input).toEqual({ TableName: table, Item: { ...Key, ...code, wrong: 0 } });
  });

  it('is read consistently, with the transfer it is for', async () => {
    mock.on(GetCommand).resolves({ Item: { ...Key, ...code, wrong: 1, wrongSince: at } });
    expect(await readTransferCode(table, number)).toEqual({ access: { ...code, wrong: 1, wrongSince: at } });
    expect(mock.call(0).args[0].input).toEqual({ TableName: table, Key, ConsistentRead: true });
  });

  it('of a complaint about which none was mailed is nothing', async () => {
    mock.on(GetCommand).resolves({});
    expect(await readTransferCode(table, number)).toBeUndefined();
  });

  it('entered wrongly is counted at its own door', async () => {
    mock.on(UpdateCommand).resolves({});
    await countWrongCode(table, number, { salt: 's', hash: 'h', wrong: 0 }, { wrong: 1, since: at }, 'transfer-code');
    expect(mock.call(0).args[0].input).toMatchObject({ Key });
  });

  it.each([
    ['kept', () => keepTransferCode(table, number, code), 'keeping the code for a transfer'],
    ['read', () => readTransferCode(table, number), 'reading the code for a transfer'],
  ])('that cannot be %s now is a transient fault', async (_, act, what) => {
    mock.onAnyCommand().rejects(sdkError('ThrottlingException'));
    await expect(act()).rejects.toMatchObject({
      name: 'TransientFault',
      message: `${what} of complaint ${number}: ThrottlingException`,
    });
  });
});
