import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { addressKey, pendingKey, registrationKey } from '#functions/aws/registry-items.ts';
import {
  countWrongSecret,
  countWrongTry,
  keepPending,
  keepRegistration,
  listRegistrations,
  readAddress,
  readPending,
  readRegistrations,
} from '#functions/aws/registry-table.ts';
import { sdkError } from '#test/functions/samples.ts';
import { instantAt, personOf, registrationWith } from '#test/rules/emergency/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const secret = { salt: 's', hash: 'h', wrong: 0 };
const registration = registrationWith({ districts: ['gangnam', 'mapo'], topics: ['traffic'] });
const { id } = registration;
const line = { sk: id, channel: 'sms', language: 'ko', emergency: true };
const address = { ...addressKey('a'), version: 3, codesAt: [instantAt(0)] };
const pending = {
  ...pendingKey(id),
  pending: {
    id,
    purpose: 'register' as const,
    channel: 'sms' as const,
    address: '+821000000001',
    askedAt: instantAt(0),
    untilAt: instantAt(600),
    tries: 1,
  },
  code: { salt: 's', hash: 'h' },
  addressHash: 'a',
  expiresAt: 1,
};
/** The members of every transaction so far. */
const writes = (): NonNullable<TransactWriteCommandInput['TransactItems']> =>
  mock.commandCalls(TransactWriteCommand).flatMap(({ args }) => args[0].input.TransactItems ?? []);
const tooLate = new TransactionCanceledException({
  message: '',
  $metadata: {},
  CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
});

describe('a registration', () => {
  it('is kept with its address and a line on each of its lists; its code confirms once', async () => {
    mock.on(TransactWriteCommand).resolves({});
    const change = { before: undefined, after: { registration, secret }, address: { before: address, after: address } };
    expect(await keepRegistration('t', { ...change, pendingId: 'p' })).toBe(true);
    expect(writes()).toEqual([
      {
        Put: {
          TableName: 't',
          Item: { ...address, version: 4 },
          ConditionExpression: 'version = :before',
          ExpressionAttributeValues: { ':before': 3 },
        },
      },
      { Put: { TableName: 't', Item: { ...registrationKey(id), registration, secret } } },
      { Put: { TableName: 't', Item: { pk: 'district#gangnam', ...line } } },
      { Put: { TableName: 't', Item: { pk: 'district#mapo', ...line } } },
      { Put: { TableName: 't', Item: { pk: 'topic#traffic', ...line } } },
      { Delete: { TableName: 't', Key: pendingKey('p'), ConditionExpression: 'attribute_exists(pk)' } },
    ]);
    mock.on(TransactWriteCommand).rejects(tooLate);
    expect(await keepRegistration('t', change)).toBe(false);
  });

  it('that left is on no list, and expires when it may be forgotten', async () => {
    mock.on(TransactWriteCommand).resolves({});
    const left = { ...registration, leftAt: instantAt(1), forgetAt: instantAt(100) };
    const change = { before: registration, after: { registration: left, secret } };
    await keepRegistration('t', { ...change, address: { before: address, after: address } });
    const [, kept, ...gone] = writes();
    expect(kept?.Put?.Item).toMatchObject({ expiresAt: Date.parse(instantAt(100)) / 1000 });
    expect(gone.map((write) => write.Delete?.Key)).toEqual(
      ['district#gangnam', 'district#mapo', 'topic#traffic'].map((pk) => ({ pk, sk: id })),
    );
  });

  it('counts wrong secrets under the count that was read', async () => {
    mock.on(TransactWriteCommand).resolves({});
    await countWrongSecret('t', { registration, secret }, { wrong: 1, since: instantAt(5) });
    expect(writes()).toEqual([
      {
        Update: {
          TableName: 't',
          Key: registrationKey(id),
          ConditionExpression: '#secret.wrong = :before',
          UpdateExpression: 'SET #secret.wrong = :wrong, #secret.wrongSince = :since',
          ExpressionAttributeNames: { '#secret': 'secret' },
          ExpressionAttributeValues: { ':before': 0, ':wrong': 1, ':since': instantAt(5) },
        },
      },
    ]);
  });

  it('is read for a batch, and listed by district without its address', async () => {
    mock.on(BatchGetCommand).resolves({ Responses: { t: [{ registration, secret }] } });
    expect([...(await readRegistrations('t', [id, personOf(2)]))]).toEqual([[id, registration]]);
    mock.on(QueryCommand).resolves({ Items: [line], LastEvaluatedKey: { pk: 'district#mapo', sk: id } });
    expect(await listRegistrations('t', 'district#mapo', undefined)).toEqual({
      items: [{ id, channel: 'sms', language: 'ko', emergency: true }],
      cursor: id,
    });
  });
});

describe('what waits for its code', () => {
  it('is kept with the address that the code goes to: one not known yet, or under the version read', async () => {
    mock.on(TransactWriteCommand).resolves({});
    await keepPending('t', pending, { before: undefined, after: address });
    await keepPending('t', pending, { before: address, after: address });
    const addresses = writes().filter((write) => write.Put?.Item?.sk === 'address');
    expect(addresses.map((write) => [write.Put?.Item?.version, write.Put?.ConditionExpression])).toEqual([
      [1, 'attribute_not_exists(pk)'],
      [4, 'version = :before'],
    ]);
  });

  it('counts a wrong code under the count that was read', async () => {
    mock.on(TransactWriteCommand).resolvesOnce({}).rejects(tooLate);
    expect(await countWrongTry('t', pending)).toBe(true);
    expect(writes()[0]?.Put).toMatchObject({
      Item: { pending: { tries: 2 } },
      ConditionExpression: '#pending.#tries = :before',
      ExpressionAttributeValues: { ':before': 1 },
    });
    expect(await countWrongTry('t', pending)).toBe(false);
  });

  it('is read consistently; what cannot be read now is a transient fault that names nobody', async () => {
    mock.on(GetCommand).resolvesOnce({ Item: pending }).resolvesOnce({ Item: address }).resolvesOnce({});
    expect(await readPending('t', id)).toEqual(pending);
    expect(await readAddress('t', 'a')).toEqual(address);
    expect(await readAddress('t', 'b')).toBeUndefined();
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(readAddress('t', 'a')).rejects.toMatchObject({
      name: 'TransientFault',
      message: 'reading address of the registry: ThrottlingException',
    });
  });
});
