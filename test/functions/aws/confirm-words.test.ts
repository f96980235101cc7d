import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { confirmWords } from '#functions/aws/confirm-words.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => mock.reset());

const kept = (number: string, words: string | undefined) => ({
  pk: `complaint#${number}`,
  sk: 'finding',
  words,
  listed: { number, status: 'assigned' },
});
const lines = ['1', '2', '3', '4'].map((number) => ({ number, status: 'received' }));

describe('what a search found', () => {
  it('is read from the table itself, and what lost its words is left out', async () => {
    mock.on(BatchGetCommand).resolves({
      Responses: { [table]: [kept('3', '가로등고장'), kept('1', '가로등'), kept('2', undefined)] },
    });
    expect(await confirmWords(table, ['가로등'], lines)).toEqual([kept('1', '').listed, kept('3', '').listed]);
    expect(await confirmWords(table, ['가로등', '고장'], lines)).toEqual([kept('3', '').listed]);
    expect(mock.commandCalls(BatchGetCommand)[0]?.args[0].input).toEqual({
      RequestItems: {
        [table]: {
          Keys: lines.map(({ number }) => ({ pk: `complaint#${number}`, sk: 'finding' })),
          ConsistentRead: true,
        },
      },
    });
  });

  it('is as it is where no words were looked for, and nothing is asked for nothing', async () => {
    expect(await confirmWords(table, [], lines)).toEqual(lines);
    expect(await confirmWords(table, ['가로등'], [])).toEqual([]);
    expect(mock.calls()).toHaveLength(0);
  });

  it('is asked for a hundred at a time', async () => {
    mock.on(BatchGetCommand).resolves({ Responses: {} });
    const many = Array.from({ length: 201 }, (_, number) => ({ number: String(number) }));
    await confirmWords(table, ['가로등'], many);
    const sizes = mock
      .commandCalls(BatchGetCommand)
      .map(({ args }) => args[0].input.RequestItems?.[table]?.Keys?.length);
    expect(sizes).toEqual([100, 100, 1]);
  });

  it.each([
    ['was busy', () => mock.on(BatchGetCommand).rejects(sdkError('ThrottlingException'))],
    ['had no time', () => mock.on(BatchGetCommand).resolves({ UnprocessedKeys: { [table]: { Keys: [{}] } } })],
  ])('is nothing when DynamoDB %s', async (_, given) => {
    given();
    await expect(confirmWords(table, ['가로등'], lines)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});
