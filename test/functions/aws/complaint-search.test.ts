import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Found, type Searched, searchComplaints, unassigned } from '#functions/aws/complaint-search.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { CursorUnknown } from '#schemas/errors.ts';
import { sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => mock.reset());

const everything: Searched = { from: '0', to: '9999', words: [], equal: {} };
const inputs = (): QueryCommandInput[] => mock.commandCalls(QueryCommand).map(({ args }) => args[0].input);

type Kept = { readonly receivedAt: string; readonly number: string };

/**
 * An index whose pages hold so many complaints of a department, of which those that a search is for have a letter; each counts
 * as so many that were looked at.
 */
function indexOf(kept: Readonly<Record<string, readonly Kept[]>>, perPage: number, weight = 1): void {
  mock.on(QueryCommand).callsFake((input: QueryCommandInput) => {
    const { ':department': department, ':to': to } = input.ExpressionAttributeValues ?? {};
    const all = (kept[department] ?? []).filter(({ receivedAt }) => receivedAt <= to);
    const begun = input.ExclusiveStartKey === undefined ? 0 : Number(input.ExclusiveStartKey.after);
    const read = all.slice(begun, begun + perPage);
    const next = begun + read.length;
    const isSearched = ({ number }: Kept): boolean => input.FilterExpression === undefined || number.startsWith('x');
    return {
      ScannedCount: read.length * weight,
      Items: read.filter(isSearched).map((item) => ({ receivedAt: item.receivedAt, listed: { number: item.number } })),
      ...(next < all.length ? { LastEvaluatedKey: { receivedAt: read.at(-1)?.receivedAt, after: next } } : {}),
    };
  });
}

const numbers = ({ items }: Found): unknown[] => items.map(({ number }) => number);

async function allPages(searched: Searched, limit: number): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  let cursor: string | undefined;
  do {
    const found = await searchComplaints(table, ['a', 'b'], searched, { limit, cursor });
    pages.push(numbers(found));
    cursor = found.cursor;
  } while (cursor !== undefined && pages.length < 100);
  return pages;
}

describe('a search', () => {
  it('asks the index of each department, newest first, and lets DynamoDB compare', async () => {
    mock.on(QueryCommand).resolves({ Items: [] });
    const searched = { ...everything, words: ['가로등', '고장'], equal: { status: 'assigned', district: 'jongno' } };
    expect(await searchComplaints(table, ['water'], searched, { limit: 50 })).toEqual({ items: [] });
    expect(inputs()).toEqual([
      {
        TableName: table,
        IndexName: 'ByDepartment',
        ScanIndexForward: false,
        KeyConditionExpression: 'department = :department AND receivedAt BETWEEN :from AND :to',
        ProjectionExpression: 'receivedAt, listed',
        Limit: 102,
        FilterExpression:
          'contains(words, :word0) AND contains(words, :word1) AND listed.#status = :status AND listed.#district = :district',
        ExpressionAttributeNames: { '#status': 'status', '#district': 'district' },
        ExpressionAttributeValues: {
          ':department': 'water',
          ':from': '0',
          ':to': '9999',
          ':word0': '가로등',
          ':word1': '고장',
          ':status': 'assigned',
          ':district': 'jongno',
        },
      },
    ]);
  });

  it('asks nothing for days that end before they begin', async () => {
    expect(await searchComplaints(table, ['a'], { ...everything, from: '9', to: '8' }, { limit: 1 })).toEqual({
      items: [],
    });
    expect(inputs()).toEqual([]);
  });

  it('asks for no more than a page where nothing is filtered out', async () => {
    mock.on(QueryCommand).resolves({ Items: [] });
    await searchComplaints(table, ['water', ...unassigned], everything, { limit: 50 });
    expect(inputs()).toHaveLength(9);
    // Two pages' worth, shared by nine.
    for (const input of inputs()) expect(input).toMatchObject({ Limit: 12 });
    expect(inputs()[0]).not.toHaveProperty('FilterExpression');
  });

  it.each([1, 2, 3, 100])(
    'puts departments together by receipt, on pages of any length, each complaint once (%i)',
    async (perPage) => {
      const kept = (department: string, receipts: readonly number[]): Kept[] =>
        receipts.map((receipt, index) => ({ receivedAt: `2026-01-${receipt}`, number: `x-${department}-${index}` }));
      // Several arrived at one instant, in both departments.
      indexOf({ a: kept('a', [28, 27, 25, 25, 25, 20]), b: kept('b', [26, 25, 25, 11]) }, perPage);
      const searched = { ...everything, words: ['가로등'] };
      const whole = (await allPages(searched, 100)).flat();
      expect(whole).toHaveLength(10);
      expect(whole.slice(0, 3)).toEqual(['x-a-0', 'x-a-1', 'x-b-0']);
      for (const limit of [1, 2, 3, 7]) {
        const pages = await allPages(searched, limit);
        expect(pages.flat()).toEqual(whole);
        expect(pages.every((page) => page.length <= limit)).toBe(true);
      }
    },
  );

  it('looks at twice as many each time', async () => {
    const many = Array.from({ length: 700 }, (_, index) => ({
      receivedAt: `2026-01-01T00:00:00.${999 - index}Z`,
      number: index === 690 ? 'x-found' : `y-${index}`,
    }));
    mock.on(QueryCommand).callsFake(({ Limit = 0, ExclusiveStartKey }: QueryCommandInput) => {
      const begun = Number(ExclusiveStartKey?.after ?? 0);
      const end = begun + Limit;
      const read = many.slice(begun, end).filter(({ number }) => number.startsWith('x'));
      const Items = read.map(({ receivedAt, number }) => ({ receivedAt, listed: { number } }));
      return {
        Items,
        ...(end < 700 ? { LastEvaluatedKey: { receivedAt: many[end - 1]?.receivedAt, after: end } } : {}),
      };
    });
    const found = await searchComplaints(table, ['a'], { ...everything, words: ['가로등'] }, { limit: 5 });
    expect(numbers(found)).toEqual(['x-found']);
    expect(inputs().map(({ Limit }) => Limit)).toEqual([100, 200, 400]);
  });

  it('reads on until a page is full, but not without end: then it says how far it came', async () => {
    const rare = Array.from({ length: 200 }, (_, index) => ({
      receivedAt: `2026-01-01T00:00:00.${String(999 - index).padStart(3, '0')}Z`,
      number: index === 150 ? 'x-found' : `y-${index}`,
    }));
    indexOf({ a: rare }, 1, 1_000);
    const first = await searchComplaints(table, ['a'], { ...everything, words: ['가로등'] }, { limit: 5 });
    expect(first).toMatchObject({ items: [], searchedTo: '2026-01-01T00:00:00.960Z' });
    expect(inputs()).toHaveLength(40);
    const pages = await allPages({ ...everything, words: ['가로등'] }, 5);
    expect(pages.flat()).toEqual(['x-found']);
  });

  it('goes through an instant at which more arrived than it may read at once', async () => {
    const crowd = Array.from({ length: 130 }, (_, index) => ({ receivedAt: '2026-01-01', number: `x-${index}` }));
    indexOf({ a: crowd }, 1, 1_000);
    const pages = await allPages({ ...everything, words: ['가로등'] }, 50);
    expect(new Set(pages.flat()).size).toBe(130);
    expect(pages.flat()).toHaveLength(130);
  });

  it.each(['', 'x', Buffer.from('{}').toString('base64url'), Buffer.from('[]').toString('base64url')])(
    'refuses a cursor that it did not give (%s)',
    async (cursor) => {
      await expect(searchComplaints(table, ['a'], everything, { limit: 1, cursor })).rejects.toBeInstanceOf(
        CursorUnknown,
      );
    },
  );

  it('tells that DynamoDB was busy', async () => {
    mock.on(QueryCommand).rejects(sdkError('ThrottlingException'));
    await expect(searchComplaints(table, ['a'], everything, { limit: 1 })).rejects.toMatchObject({
      name: 'TransientFault',
    });
  });
});
