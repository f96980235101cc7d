import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepCity, listCity, readCity } from '#functions/aws/city-table.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { TransientFault } from '#schemas/errors.ts';
import { Kind } from '#schemas/kind.ts';
import { at, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const kindOf = (id: string): Kind =>
  Kind.parse({ id, name: '질의', nameEn: 'Inquiry', period: { unit: 'days', count: 7 }, source: '시행령 제14조' });
const inquiry = kindOf('inquiry');

describe('a record of the city', () => {
  it('is read consistently by its sort and id', async () => {
    mock.on(GetCommand).resolves({ Item: { pk: 'kind', sk: 'inquiry', kind: inquiry, by: 'operator-1', at } });
    expect(await readCity('city', 'kind', 'inquiry')).toEqual(inquiry);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: 'city',
      Key: { pk: 'kind', sk: 'inquiry' },
      ConsistentRead: true,
    });
  });

  it('that does not exist is undefined', async () => {
    mock.on(GetCommand).resolves({});
    expect(await readCity('city', 'person', 'nobody')).toBeUndefined();
  });

  it('is kept whole, with who kept it when', async () => {
    mock.on(PutCommand).resolves({});
    await keepCity('city', 'kind', inquiry, { by: 'operator-1', at });
    expect(mock.call(0).args[0].input).toEqual({
      TableName: 'city',
      Item: { pk: 'kind', sk: 'inquiry', kind: inquiry, by: 'operator-1', at },
    });
  });
});

describe('a list of the city', () => {
  it('is every record of its sort, over all pages', async () => {
    const more = { pk: 'kind', sk: 'inquiry' };
    // The SDK's paginator writes into its input, so each is copied when it is sent.
    const sent: unknown[] = [];
    mock.on(QueryCommand).callsFake((input: object) => {
      sent.push({ ...input });
      return sent.length === 1
        ? { Items: [{ kind: inquiry }], LastEvaluatedKey: more }
        : { Items: [{ kind: kindOf('proposal') }] };
    });
    expect((await listCity('city', 'kind')).map(({ id }) => id)).toEqual(['inquiry', 'proposal']);
    const query = {
      TableName: 'city',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'kind' },
    };
    expect(sent).toEqual([query, { ...query, ExclusiveStartKey: more }]);
  });
});

describe('a busy table', () => {
  const calls: [string, () => Promise<unknown>][] = [
    ['reading kind inquiry', () => readCity('city', 'kind', 'inquiry')],
    ['listing every kind', () => listCity('city', 'kind')],
    ['keeping kind inquiry', () => keepCity('city', 'kind', inquiry, { by: 'operator-1', at })],
  ];

  it.each(calls)('makes %s a transient fault', async (what, call) => {
    mock.onAnyCommand().rejects(sdkError('ThrottlingException'));
    const fault = await call().catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: `${what}: ThrottlingException` });
  });

  it.each(calls)('that refuses %s for good is let through', async (_, call) => {
    mock.onAnyCommand().rejects(sdkError('AccessDeniedException'));
    await expect(call()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
