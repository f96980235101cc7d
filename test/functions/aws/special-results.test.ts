import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { keepDecision, keepProposal, listSpecialResults, readSpecialResult } from '#functions/aws/special-results.ts';
import { TransientFault } from '#schemas/errors.ts';
import { SpecialResult } from '#schemas/score.ts';
import { at, number, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
const table = 'statistics';
const result = SpecialResult.parse({
  id: '2026-11-abcdef0123',
  month: '2026-11',
  department: 'water',
  number,
  reason: '누수 지도를 새로 만들어 공개함',
  proposedBy: 'lead-water',
  proposedAt: at,
  status: 'proposed',
});
const Key = { pk: 'special#2026-11', sk: result.id };
const taken = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });

beforeEach(() => mock.reset());

describe('special results', () => {
  it('are kept once, under their month', async () => {
    mock.on(PutCommand).resolvesOnce({}).rejects(taken);
    expect(await keepProposal(table, result)).toBe(true);
    expect(await keepProposal(table, result)).toBe(false);
    expect(mock.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: table,
      Item: { ...Key, result },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });

  it('are decided once', async () => {
    mock.on(PutCommand).resolvesOnce({}).rejects(taken);
    const decided: SpecialResult = { ...result, status: 'confirmed', decidedBy: 'operator-1', decidedAt: at };
    expect(await keepDecision(table, decided, 'lead-water')).toBe(true);
    expect(await keepDecision(table, decided, 'lead-water')).toBe(false);
    expect(mock.commandCalls(PutCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: '#result.#status = :proposed AND #result.#by = :by',
      ExpressionAttributeValues: { ':proposed': 'proposed', ':by': 'lead-water' },
    });
  });

  it('are read by id, and listed by month', async () => {
    mock
      .on(GetCommand)
      .resolvesOnce({ Item: { ...Key, result } })
      .resolves({});
    mock.on(QueryCommand).resolves({ Items: [{ ...Key, result }] });
    expect(await readSpecialResult(table, result.id)).toEqual(result);
    expect(await readSpecialResult(table, result.id)).toBeUndefined();
    expect(mock.commandCalls(GetCommand)[0]?.args[0].input).toEqual({ TableName: table, Key, ConsistentRead: true });
    expect(await listSpecialResults(table, '2026-11')).toEqual([result]);
  });

  it('can be asked for again when the table was busy', async () => {
    mock.onAnyCommand().rejects(sdkError('ThrottlingException'));
    await expect(keepProposal(table, result)).rejects.toThrow(TransientFault);
    await expect(readSpecialResult(table, result.id)).rejects.toThrow(TransientFault);
    await expect(listSpecialResults(table, '2026-11')).rejects.toThrow(TransientFault);
  });
});
