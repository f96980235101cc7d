import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { countSms } from '#functions/aws/sms-count.ts';
import { sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const of = { on: '2026-11-23', parts: 1, most: 20, expiresAt: 1_795_618_800 };

describe('the SMS of a day', () => {
  it('are counted under the day, all of them together, while there is room', async () => {
    mock.on(UpdateCommand).resolves({});
    expect(await countSms(table, of)).toBe(true);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: table,
      Key: { pk: 'sms#2026-11-23', sk: 'all' },
      ConditionExpression: 'attribute_not_exists(pk) OR parts <= :room',
      UpdateExpression: 'ADD parts :parts SET expiresAt = :expiresAt',
      ExpressionAttributeValues: { ':parts': 1, ':room': 19, ':expiresAt': 1_795_618_800 },
    });
  });

  it('to one number are counted under what names it without saying it', async () => {
    mock.on(UpdateCommand).resolves({});
    await countSms(table, { ...of, phone: '+821012345678' });
    await countSms(table, { ...of, phone: '+821012345679' });
    const keys = mock.commandCalls(UpdateCommand).map(({ args }) => args[0].input.Key?.sk);
    expect(keys[0]).toMatch(/^number#[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(JSON.stringify(mock.call(0).args[0].input)).not.toContain('1012345678');
  });

  it('that have no more room are not counted', async () => {
    mock.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} }));
    expect(await countSms(table, of)).toBe(false);
  });

  it('that cannot be counted now are a transient fault', async () => {
    mock.on(UpdateCommand).rejects(sdkError('ThrottlingException'));
    await expect(countSms(table, of)).rejects.toMatchObject({
      name: 'TransientFault',
      message: 'counting the SMS of 2026-11-23: ThrottlingException',
    });
  });
});
