import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepTold, readNoticeOfApp, readTelling } from '#functions/aws/complaint-app.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { at, complaintAt, noticeOf, number, pk, sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
const complaint = { pk, sk: 'complaint', changedBy: 1, complaint: complaintAt('answer') };
const entry = { entry: 4, at, actor: { kind: 'petitioner' }, action: 'filed', facts: {} };
beforeEach(() => {
  mock.reset();
  mock.on(GetCommand, { Key: { pk, sk: 'complaint' } }).resolves({ Item: complaint });
  mock.on(GetCommand, { Key: { pk, sk: 'app' } }).resolves({ Item: { pk, sk: 'app', told: 3 } });
  mock.on(QueryCommand).resolves({ Items: [{ pk, sk: 'audit#000004', audit: entry }] });
  mock.on(UpdateCommand).resolves({});
});

describe('what an app was not told', () => {
  it('is read from the entry after the last one on', async () => {
    expect(await readTelling(table, number, () => true)).toEqual({ app: 'app-web', told: 3, audit: [entry] });
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toEqual({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': pk, ':from': 'audit#000004', ':to': 'audit#999999#app' },
    });
  });

  it('is not read for an app that is told nothing', async () => {
    expect(await readTelling(table, number, (app) => app !== 'app-web')).toBeUndefined();
    expect(mock.calls()).toHaveLength(1);
  });

  it('is everything before the first, and nothing of a complaint that is not there', async () => {
    mock.on(GetCommand, { Key: { pk, sk: 'app' } }).resolves({});
    expect(await readTelling(table, number, () => true)).toMatchObject({ told: 0 });
    mock.on(GetCommand).resolves({});
    expect(await readTelling(table, number, () => true)).toBeUndefined();
  });

  it('that cannot be read now is a transient fault', async () => {
    mock.on(QueryCommand).rejects(sdkError('ThrottlingException'));
    await expect(readTelling(table, number, () => true)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});

describe('what was told', () => {
  it('only rises', async () => {
    await keepTold(table, number, 5);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: table,
      Key: { pk, sk: 'app' },
      ConditionExpression: 'attribute_not_exists(told) OR told < :told',
      UpdateExpression: 'SET told = :told',
      ExpressionAttributeValues: { ':told': 5 },
    });
    mock.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} }));
    await expect(keepTold(table, number, 4)).resolves.toBeUndefined();
    mock.on(UpdateCommand).rejects(sdkError('ThrottlingException'));
    await expect(keepTold(table, number, 4)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});

describe('a notice of an app', () => {
  const notice = noticeOf(20);
  const item = { pk, sk: 'notice#000020', notice };

  it('is read with the app of its complaint, both consistently', async () => {
    mock.on(BatchGetCommand).resolves({ Responses: { [table]: [item, complaint] } });
    expect(await readNoticeOfApp(table, number, 20)).toEqual({ app: 'app-web', notice });
    expect(mock.call(0).args[0].input).toEqual({
      RequestItems: {
        [table]: {
          ConsistentRead: true,
          Keys: [
            { pk, sk: 'complaint' },
            { pk, sk: 'notice#000020' },
          ],
        },
      },
    });
  });

  it('that is not there is undefined', async () => {
    mock.on(BatchGetCommand).resolves({ Responses: { [table]: [complaint] } });
    expect(await readNoticeOfApp(table, number, 20)).toBeUndefined();
  });

  it('that DynamoDB had no time for is a transient fault, not a missing one', async () => {
    const Keys = [{ pk, sk: 'notice#000020' }];
    mock.on(BatchGetCommand).resolves({ Responses: { [table]: [complaint] }, UnprocessedKeys: { [table]: { Keys } } });
    await expect(readNoticeOfApp(table, number, 20)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});
