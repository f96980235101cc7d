import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import {
  changeImport,
  isPartFiled,
  keepFiledPart,
  keepImport,
  readFiledParts,
  readImport,
  readProgress,
  secretOfRows,
} from '#functions/aws/import-table.ts';
import { Import } from '#schemas/import.ts';

const mock = mockClient(dynamo);
beforeEach(() => mock.reset());

const table = 'imports';
const asked = Import.parse({
  id: '7KQ4M2X8P0AB',
  version: 3,
  stage: 'started',
  by: 'lead-parking',
  askedAt: '2026-11-23T00:00:00.000Z',
  bodyHash: 'hash',
  file: { fileName: 'a.xlsx', sizeBytes: 1, sha256: '0'.repeat(64) },
  execution: 1,
  started: 0,
});
const pk = 'import#7KQ4M2X8P0AB';
const refused = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const items = () => mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems;

describe('an import', () => {
  test('is kept if there is none of its id', async () => {
    mock.on(TransactWriteCommand).resolvesOnce({}).rejectsOnce(refused('ConditionalCheckFailed'));
    expect(await keepImport(table, asked)).toBe(true);
    expect(items()).toEqual([
      {
        Put: {
          TableName: table,
          Item: { pk, sk: 'import', import: asked },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ]);
    expect(await keepImport(table, asked)).toBe(false);
  });

  test('is changed under the version that was read', async () => {
    mock.on(TransactWriteCommand).resolvesOnce({}).rejectsOnce(refused('ConditionalCheckFailed'));
    const after = { ...asked, stage: 'reading' as const };
    expect(await changeImport(table, asked, after)).toBe(true);
    expect(items()).toEqual([
      {
        Put: {
          TableName: table,
          Item: { pk, sk: 'import', import: { ...after, version: 4 } },
          ConditionExpression: '#import.#version = :before',
          ExpressionAttributeNames: { '#import': 'import', '#version': 'version' },
          ExpressionAttributeValues: { ':before': 3 },
        },
      },
    ]);
    expect(await changeImport(table, asked, after)).toBe(false);
  });

  test('is read as it is now, and a busy table is a passing fault', async () => {
    mock.on(GetCommand, { TableName: table, Key: { pk, sk: 'import' }, ConsistentRead: true }).resolvesOnce({
      Item: { pk, sk: 'import', import: asked },
    });
    expect(await readImport(table, asked.id)).toEqual(asked);
    mock.on(GetCommand).rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    await expect(readImport(table, asked.id)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});

describe('a part of its rows', () => {
  const row = { sheet: '', row: 2, number: '20261123-7KQ4M2-X' };
  const rows = [
    { ...row, isNew: true },
    { ...row, row: 3, isNew: false },
  ];

  test('is kept and counted in one transaction, and neither again', async () => {
    mock.on(TransactWriteCommand).resolvesOnce({}).rejectsOnce(refused('ConditionalCheckFailed', 'None'));
    await keepFiledPart(table, asked.id, 7, rows);
    expect(items()).toEqual([
      {
        Put: {
          TableName: table,
          Item: { pk, sk: 'part#000007', part: 7, rows },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      {
        Update: {
          TableName: table,
          Key: { pk, sk: 'progress' },
          UpdateExpression: 'ADD filed :filed, filedBefore :before',
          ExpressionAttributeValues: { ':filed': 1, ':before': 1 },
        },
      },
    ]);
    await keepFiledPart(table, asked.id, 7, rows);
    expect(mock.commandCalls(TransactWriteCommand)).toHaveLength(2);
  });

  test('is found filed or not, by all parts in their order', async () => {
    mock
      .on(GetCommand, { TableName: table, Key: { pk, sk: 'part#000007' }, ConsistentRead: true })
      .resolves({ Item: { pk } });
    mock.on(GetCommand, { TableName: table, Key: { pk, sk: 'part#000008' }, ConsistentRead: true }).resolves({});
    expect([await isPartFiled(table, asked.id, 7), await isPartFiled(table, asked.id, 8)]).toEqual([true, false]);
    mock.on(QueryCommand).resolves({ Items: [{ pk, sk: 'part#000007', part: 7, rows }] });
    expect(await readFiledParts(table, asked.id)).toEqual([{ part: 7, rows }]);
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :part)',
      ExpressionAttributeValues: { ':pk': pk, ':part': 'part#' },
    });
  });

  test('counts for nothing before the first is kept', async () => {
    mock
      .on(GetCommand)
      .resolvesOnce({})
      .resolvesOnce({ Item: { pk, sk: 'progress', filed: 5, filedBefore: 2 } });
    expect(await readProgress(table, asked.id)).toEqual({ filed: 0, filedBefore: 0 });
    expect(await readProgress(table, asked.id)).toEqual({ filed: 5, filedBefore: 2 });
  });
});

describe('the secret of rows', () => {
  test('is the one that was kept first, also when two make one at once', async () => {
    mock
      .on(GetCommand)
      .resolvesOnce({})
      .resolvesOnce({})
      .resolvesOnce({ Item: { secret: 'theirs' } });
    const lost = new ConditionalCheckFailedException({ message: 'there', $metadata: {} });
    mock.on(PutCommand).resolvesOnce({}).rejectsOnce(lost);
    expect(await secretOfRows(table, 'ours')).toBe('ours');
    expect(mock.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: table,
      Item: { pk: 'imports', sk: 'secret', secret: 'ours' },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    expect(await secretOfRows(table, 'ours')).toBe('theirs');
  });
});
