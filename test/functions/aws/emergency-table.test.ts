import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import {
  keepEmergencySettings,
  keepSpending,
  keepTally,
  readEmergencySettings,
  readSpendings,
  readTallies,
} from '#functions/aws/emergency-sums.ts';
import {
  changeMessage,
  keepMessage,
  listMessages,
  readMessage,
  readMessageKey,
  readMessageWait,
  readSame,
  readStory,
} from '#functions/aws/emergency-table.ts';
import { defaultSettings } from '#rules/emergency/settings.ts';
import { MessageId } from '#schemas/emergency-message.ts';
import { sdkError } from '#test/functions/samples.ts';
import { instantAt, messageWith } from '#test/rules/emergency/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const message = messageWith();
const { id } = message;
const pk = `message#${id}`;
const event = { version: 1, at: instantAt(0), by: 'kim', action: 'posted', facts: {} };
const inputs = () => mock.calls().map(({ args }) => args[0].input);
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe('a new message', () => {
  const sameness = { key: 'k', bodyHash: 'b', same: 's' };
  const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };

  it('is kept with its key, its words, its place in the list and the first entry of its story, if none is there', async () => {
    mock.on(TransactWriteCommand).resolves({});
    expect(await keepMessage('t', message, sameness, event, undefined)).toBe(true);
    expect(inputs()).toEqual([
      {
        TransactItems: [
          { Put: { TableName: 't', Item: { pk, sk: 'message', message }, ...isNew } },
          { Put: { TableName: 't', Item: { pk: 'key#k', sk: 'key', id, bodyHash: 'b' }, ...isNew } },
          { Put: { TableName: 't', Item: { pk: 'same#s', sk: 'same', id }, ...isNew } },
          { Put: { TableName: 't', Item: { pk: 'messages', sk: `${message.postedAt}#${id}`, id }, ...isNew } },
          { Put: { TableName: 't', Item: { pk, sk: 'event#000001', event } } },
        ],
      },
    ]);
  });

  it('that follows another is told to it, and may take the words of one that ended', async () => {
    mock.on(TransactWriteCommand).resolves({});
    const first = MessageId.parse('0000000000AA');
    await keepMessage('t', { ...message, first }, sameness, event, 'OLD');
    const { TransactItems = [] } = inputs()[0] as {
      TransactItems: { Put: { Item: object; ConditionExpression: string } }[];
    };
    expect(TransactItems[2]?.Put).toMatchObject({
      ConditionExpression: 'id = :instead',
      ExpressionAttributeValues: { ':instead': 'OLD' },
    });
    expect(TransactItems[5]?.Put.Item).toEqual({ pk: `message#${first}`, sk: `follower#${id}`, id });
  });

  it('that came second is told so, and what DynamoDB could not take now is a transient fault', async () => {
    mock.on(TransactWriteCommand).rejectsOnce(cancelled('None', 'ConditionalCheckFailed'));
    expect(await keepMessage('t', message, sameness, event, undefined)).toBe(false);
    mock.on(TransactWriteCommand).rejects(sdkError('ThrottlingException'));
    await expect(keepMessage('t', message, sameness, event, undefined)).rejects.toMatchObject({
      name: 'TransientFault',
    });
  });
});

describe('a message', () => {
  it('is changed under the version that was read, with an entry of its story', async () => {
    mock.on(TransactWriteCommand).resolves({});
    const after = { ...message, stage: 'cancelled' } as const;
    expect(
      await changeMessage('t', message, after, { at: instantAt(1), by: 'kim', action: 'cancelled', facts: {} }),
    ).toBe(true);
    expect(inputs()).toEqual([
      {
        TransactItems: [
          {
            Put: {
              TableName: 't',
              Item: { pk, sk: 'message', message: { ...after, version: 4 } },
              ConditionExpression: '#message.#version = :before',
              ExpressionAttributeNames: { '#message': 'message', '#version': 'version' },
              ExpressionAttributeValues: { ':before': 3 },
            },
          },
          {
            Put: {
              TableName: 't',
              Item: {
                pk,
                sk: 'event#000004',
                event: { at: instantAt(1), by: 'kim', action: 'cancelled', facts: {}, version: 4 },
              },
            },
          },
        ],
      },
    ]);
    mock.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None'));
    expect(await changeMessage('t', message, after, event)).toBe(false);
  });

  it('is read consistently, as are its key, its words and the token of its wait; none there is undefined', async () => {
    mock.on(GetCommand, { Key: { pk, sk: 'message' } }).resolves({ Item: { pk, sk: 'message', message } });
    mock.on(GetCommand, { Key: { pk: 'key#k', sk: 'key' } }).resolves({ Item: { id, bodyHash: 'b' } });
    mock.on(GetCommand, { Key: { pk: 'same#s', sk: 'same' } }).resolves({ Item: { id } });
    mock.on(GetCommand, { Key: { pk, sk: 'wait' } }).resolves({ Item: { token: 'x', waits: 'countdown' } });
    expect(await readMessage('t', id)).toEqual(message);
    expect(await readMessageKey('t', 'k')).toEqual({ id, bodyHash: 'b' });
    expect(await readSame('t', 's')).toBe(id);
    expect(await readMessageWait('t', id)).toEqual({ token: 'x', waits: 'countdown' });
    expect(inputs().every((input) => 'ConsistentRead' in input && input.ConsistentRead === true)).toBe(true);
    mock.reset();
    mock.on(GetCommand).resolves({});
    expect(await readMessage('t', id)).toBeUndefined();
  });

  it('has its story and followers in order, and is listed the newest first, by pages', async () => {
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ event }] })
      .resolvesOnce({ Items: [{ id: 'F' }] });
    expect(await readStory('t', id)).toEqual({ events: [event], followers: ['F'] });
    mock.reset();
    mock.on(QueryCommand).resolves({ Items: [{ id }], LastEvaluatedKey: { pk: 'messages', sk: 'there' } });
    expect(await listMessages('t', { limit: 1, cursor: 'here' })).toEqual({ ids: [id], cursor: 'there' });
    expect(inputs()).toEqual([
      {
        TableName: 't',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'messages' },
        ScanIndexForward: false,
        Limit: 1,
        ExclusiveStartKey: { pk: 'messages', sk: 'here' },
      },
    ]);
  });
});

describe('what is summed up', () => {
  it('is put instead of what was there: settings, tallies by batch, spendings by month', async () => {
    mock.on(PutCommand).resolves({});
    const spending = { id, on: '2026-11-23', smsParts: 1, mails: 2, costUsd: 3 };
    await keepEmergencySettings('t', defaultSettings, { by: 'operator-1', at: instantAt(0) });
    await keepTally('t', id, 'first', [{ district: 'all', channel: 'sms', status: 'sent', count: 2 }]);
    await keepSpending('t', spending);
    expect(inputs().map((input) => ('Item' in input ? input.Item : undefined))).toEqual([
      { pk: 'settings', sk: 'settings', settings: defaultSettings, by: 'operator-1', at: instantAt(0) },
      { pk, sk: 'tally#first', tallies: [{ district: 'all', channel: 'sms', status: 'sent', count: 2 }] },
      { pk: 'spent#2026-11', sk: `message#${id}`, spending },
    ]);
  });

  it('is read whole, page after page', async () => {
    const tally = { district: 'all', channel: 'sms', status: 'sent', count: 2 };
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ tallies: [tally] }], LastEvaluatedKey: { pk, sk: 'tally#a' } })
      .resolvesOnce({ Items: [{ tallies: [tally] }] });
    expect(await readTallies('t', id)).toEqual([tally, tally]);
    expect(inputs()[1]).toMatchObject({ ExclusiveStartKey: { pk, sk: 'tally#a' }, ConsistentRead: true });
    mock.on(QueryCommand).resolves({ Items: [] });
    expect(await readSpendings('t', '2026-11')).toEqual([]);
    mock.on(GetCommand).resolves({});
    expect(await readEmergencySettings('t')).toBeUndefined();
  });
});
