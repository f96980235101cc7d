import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { moveNotice } from '#functions/aws/notice-ledger.ts';
import { noticeOf, number, pk, sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const before = noticeOf(20, { attempt: 1 });
const after = noticeOf(20, { attempt: 2, status: 'sending', channel: 'sms' });
const move = () => moveNotice(table, number, before, after);

describe('a notice in the ledger', () => {
  it('moves only from the state and the attempt it was read in', async () => {
    mock.on(UpdateCommand).resolves({});
    expect(await move()).toBe(true);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: table,
      Key: { pk, sk: 'notice#000020' },
      ConditionExpression: 'notice.#status = :status AND notice.attempt = :attempt',
      UpdateExpression: 'SET notice = :notice',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': 'planned', ':attempt': 1, ':notice': after },
    });
  });

  it('that somebody else moved meanwhile stays as it is', async () => {
    mock.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} }));
    expect(await move()).toBe(false);
  });

  it('that cannot be moved now is a transient fault', async () => {
    mock.on(UpdateCommand).rejects(sdkError('ProvisionedThroughputExceededException'));
    await expect(move()).rejects.toMatchObject({
      name: 'TransientFault',
      message: `recording notice reception of complaint ${number}: ProvisionedThroughputExceededException`,
    });
  });
});
