import { describe, expect, test } from 'vitest';
import { dynamoDbPermissions, streamPermissions } from '#local/dynamodb/permissions.ts';

const arn = (rest: string) => `arn:aws:dynamodb:ap-northeast-2:000000000000:table/${rest}`;
const of = (operation: string, input: Record<string, unknown>) =>
  dynamoDbPermissions(operation, input, (_table, index) => (index === undefined ? 'pk' : 'day'));
const Key = { pk: { S: 'case#7' }, sk: { S: 'desk' } };

describe('what a request needs', () => {
  test.each([
    ['GetItem', { TableName: 'letters', Key }, [['dynamodb:GetItem', arn('letters')]]],
    ['GetItem', { TableName: arn('letters'), Key }, [['dynamodb:GetItem', arn('letters')]]],
    ['Query', { TableName: 'letters', IndexName: 'byDay' }, [['dynamodb:Query', arn('letters/index/byDay')]]],
    [
      'BatchGetItem',
      { RequestItems: { letters: { Keys: [Key] }, people: { Keys: [] } } },
      [
        ['dynamodb:BatchGetItem', arn('letters')],
        ['dynamodb:BatchGetItem', arn('people')],
      ],
    ],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'letters', Item: Key } },
          { Update: { TableName: 'letters', Key } },
          { Delete: { TableName: 'people', Key } },
          { ConditionCheck: { TableName: 'letters', Key } },
        ],
      },
      [
        ['dynamodb:PutItem', arn('letters')],
        ['dynamodb:UpdateItem', arn('letters')],
        ['dynamodb:DeleteItem', arn('people')],
        ['dynamodb:ConditionCheckItem', arn('letters')],
      ],
    ],
    [
      'TransactGetItems',
      { TransactItems: [{ Get: { TableName: 'letters', Key } }] },
      [['dynamodb:GetItem', arn('letters')]],
    ],
    ['ListTables', {}, [['dynamodb:ListTables', arn('*')]]],
  ])('%s of %j', (operation, input, expected) => {
    expect(of(operation, input).map(({ action, resource }) => [action, resource])).toEqual(expected);
  });

  test.each([
    ['GetItem', { TableName: 'letters', Key }, ['case#7']],
    ['PutItem', { TableName: 'letters', Item: Key }, ['case#7']],
    ['BatchGetItem', { RequestItems: { letters: { Keys: [Key, { pk: { S: 'case#8' } }] } } }, ['case#7', 'case#8']],
    [
      'BatchWriteItem',
      { RequestItems: { letters: [{ PutRequest: { Item: Key } }, { DeleteRequest: { Key } }] } },
      ['case#7', 'case#7'],
    ],
    [
      'Query',
      {
        TableName: 'letters',
        KeyConditionExpression: '#p = :p AND begins_with(sk, :s)',
        ExpressionAttributeNames: { '#p': 'pk' },
        ExpressionAttributeValues: { ':p': { S: 'case#9' }, ':s': { S: 'x' } },
      },
      ['case#9'],
    ],
    ['Scan', { TableName: 'letters' }, undefined],
  ])('leading keys of %s', (operation, input, expected) => {
    expect(of(operation, input)[0]?.context?.['dynamodb:LeadingKeys']).toEqual(expected);
  });

  test('streams are named by their ARN, or by the table in the iterator', () => {
    const StreamArn = arn('letters/stream/1');
    expect(streamPermissions('DescribeStream', { StreamArn })).toEqual([
      { action: 'dynamodb:DescribeStream', resource: StreamArn },
    ]);
    const ShardIterator = Buffer.from('{"table_name":"letters"}').toString('base64');
    expect(streamPermissions('GetRecords', { ShardIterator })).toEqual([
      { action: 'dynamodb:GetRecords', resource: arn('letters/stream/*') },
    ]);
  });
});
