import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { listByHandlers } from '#functions/aws/case-list.ts';
import type { Item } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { CursorUnknown, TransientFault } from '#schemas/errors.ts';
import { dueAt, number, official, pk, sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const cursorOf = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');
const asked = (): unknown[] => mock.calls().map(({ args }) => args[0].input);
const goesOn = { pk, sk: 'complaint' };

describe('an official’s list', () => {
  it('is asked of the index by handler and carries each case’s own due instant', async () => {
    mock.on(QueryCommand).resolves({ Items: [{ pk, handler: official, dueAt, listed: { number } }] });
    expect(await listByHandlers(table, [official], { limit: 50 })).toEqual({
      items: [{ number, dueAt, handler: official }],
    });
    expect(asked()).toEqual([
      {
        TableName: table,
        IndexName: 'ByHandler',
        KeyConditionExpression: '#handler = :handler',
        ExpressionAttributeNames: { '#handler': 'handler' },
        ExpressionAttributeValues: { ':handler': official },
        Limit: 50,
      },
    ]);
  });

  it('goes on where its cursor says, always under the handler who is asked for', async () => {
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ pk, dueAt, listed: { number } }], LastEvaluatedKey: goesOn })
      .resolves({ Items: [] });
    const { cursor } = await listByHandlers(table, [official], { limit: 1 });
    expect(cursor).toBe(cursorOf({ [official]: [dueAt, number] }));
    expect(await listByHandlers(table, [official], { limit: 1, cursor })).toEqual({ items: [] });
    expect(asked()[1]).toMatchObject({ ExclusiveStartKey: { pk, sk: 'complaint', handler: official, dueAt } });
  });

  it.each([
    ['no base64url of JSON', '%%%'],
    ['empty', ''],
    ['a number', cursorOf(7)],
    ['nothing', cursorOf(null)],
    ['a key of the index', cursorOf({ pk, sk: 'complaint', handler: official, dueAt })],
    ['a number that DynamoDB has not', Buffer.from('{"official-water-1":[1e400,1]}').toString('base64url')],
  ])('refuses a cursor that is %s before it asks', async (_, cursor) => {
    await expect(listByHandlers(table, [official], { limit: 1, cursor })).rejects.toThrow(new CursorUnknown());
    expect(mock.calls()).toHaveLength(0);
  });

  it('refuses a position that is none of its own', async () => {
    mock.on(QueryCommand).rejects(sdkError('ValidationException'));
    const cursor = cursorOf({ [official]: ['', ''] });
    await expect(listByHandlers(table, [official], { limit: 1, cursor })).rejects.toThrow(new CursorUnknown());
  });

  it('without a cursor lets a fault of ours through', async () => {
    mock.on(QueryCommand).rejects(sdkError('ValidationException'));
    await expect(listByHandlers(table, [official], { limit: 1 })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('that cannot be read now is a transient fault', async () => {
    mock.on(QueryCommand).rejects(sdkError('ThrottlingException'));
    const fault = await listByHandlers(table, [official], { limit: 1 }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: 'listing by ByHandler: ThrottlingException' });
  });
});

describe('a list over several handlers', () => {
  /** Cases of each handler by the hour they are due, given page by page as DynamoDB does. */
  const keep = (cases: Readonly<Record<string, readonly string[]>>): void => {
    mock.on(QueryCommand).callsFake(({ ExpressionAttributeValues: values, ExclusiveStartKey: start, Limit: limit }) => {
      const handler = String(values[':handler']);
      const items: Item[] = (cases[handler] ?? []).map((due) => ({
        pk: `complaint#${handler}-${due}`,
        handler,
        dueAt: due,
        listed: { number: `${handler}-${due}` },
      }));
      const from = start === undefined ? 0 : items.findIndex((item) => item.pk === start.pk) + 1;
      const page = items.slice(from, from + limit);
      return { Items: page, ...(page.length === limit ? { LastEvaluatedKey: page.at(-1) } : {}) };
    });
  };
  const pages = async (handlers: readonly string[], limit: number): Promise<unknown[][]> => {
    const read: unknown[][] = [];
    let cursor: string | undefined;
    do {
      const page = await listByHandlers(table, handlers, { limit, cursor });
      read.push(page.items.map((item) => item.number));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return read;
  };

  it.each([
    [2, [['a-01', 'b-02'], ['a-03', 'b-04'], ['b-05', 'b-06'], []]],
    [
      4,
      [
        ['a-01', 'b-02', 'a-03', 'b-04'],
        ['b-05', 'b-06'],
      ],
    ],
    [50, [['a-01', 'b-02', 'a-03', 'b-04', 'b-05', 'b-06']]],
  ])('by %i a page is one list in due order, each case once', async (limit, expected) => {
    keep({ a: ['01', '03'], b: ['02', '04', '05', '06'], c: [] });
    expect(await pages(['a', 'b', 'c'], limit)).toEqual(expected);
  });

  it('asks no more of a handler whose cases were all given, nor begins again with one who gave none yet', async () => {
    keep({ a: ['01', '02'], b: ['07', '08'] });
    const { cursor } = await listByHandlers(table, ['a', 'b'], { limit: 3 });
    expect(cursor).toBe(cursorOf({ a: 'end', b: ['07', 'b-07'] }));
    mock.resetHistory();
    expect((await listByHandlers(table, ['a', 'b'], { limit: 3, cursor })).items).toMatchObject([{ number: 'b-08' }]);
    expect(asked()).toMatchObject([{ ExpressionAttributeValues: { ':handler': 'b' } }]);
    const first = await listByHandlers(table, ['a', 'b'], { limit: 1 });
    expect(first.cursor).toBe(cursorOf({ a: ['01', 'a-01'] }));
  });

  it('leaves out whom the caller stands in for no more, whatever the cursor says', async () => {
    keep({ a: ['01'], b: ['02'] });
    const cursor = cursorOf({ a: 'end', b: ['01', 'b-01'] });
    expect(await listByHandlers(table, ['a'], { limit: 5, cursor })).toEqual({ items: [] });
  });
});
