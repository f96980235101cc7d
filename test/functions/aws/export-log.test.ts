import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { keepExport, listExports } from '#functions/aws/export-log.ts';
import type { ExportRecord } from '#schemas/export.ts';
import { at, official, sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => mock.reset());

const record: ExportRecord = {
  id: 'one',
  at,
  by: official,
  of: { list: 'my-complaints' },
  format: 'csv',
  reason: '주간 회의 자료',
  rows: 7,
};

describe('the record of an export', () => {
  it('is kept once under its month, in the order of time', async () => {
    mock.on(PutCommand).resolves({});
    await keepExport(table, '2026-11', record);
    expect(mock.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: table,
      Item: { pk: 'exports#2026-11', sk: `${at}#one`, record },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });

  it('is read by month', async () => {
    mock.on(QueryCommand).resolves({ Items: [{ record }] });
    expect(await listExports(table, '2026-11', { limit: 50 })).toEqual({ items: [record] });
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toEqual({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'exports#2026-11' },
      Limit: 50,
    });
  });

  it('tells that DynamoDB was busy, and then nothing is given', async () => {
    mock.on(PutCommand).rejects(sdkError('ThrottlingException'));
    await expect(keepExport(table, '2026-11', record)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});
