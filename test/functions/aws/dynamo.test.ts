import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { asTransient, commit, dynamo } from '#functions/aws/dynamo.ts';
import { TransientFault } from '#schemas/errors.ts';
import { sdkError } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const writes = [{ Put: { TableName: 'complaints', Item: { pk: 'complaint#1' } } }];

/** A cancelled transaction with a reason for each of its members. */
const cancelled = (...codes: string[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe('a transaction', () => {
  it('is sent as one command and done', async () => {
    mock.on(TransactWriteCommand).resolves({});
    expect(await commit(writes, 'testing')).toEqual({ done: true });
    expect(mock.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input)).toEqual([
      { TransactItems: writes },
    ]);
  });

  it('whose conditions do not hold changes nothing and names the members, once', async () => {
    mock
      .on(TransactWriteCommand)
      .rejects(cancelled('None', 'ConditionalCheckFailed', 'None', 'ConditionalCheckFailed'));
    expect(await commit(writes, 'testing')).toEqual({ done: false, failed: [1, 3] });
    expect(mock.calls()).toHaveLength(1);
  });

  it('with a condition that does not hold is not tried again, whatever else it met', async () => {
    mock.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'ConditionalCheckFailed'));
    expect(await commit(writes, 'testing')).toEqual({ done: false, failed: [1] });
    expect(mock.calls()).toHaveLength(1);
  });

  it('that meets another one over the same item is tried again at once', async () => {
    mock.on(TransactWriteCommand).rejectsOnce(cancelled('None', 'TransactionConflict')).resolves({});
    expect(await commit(writes, 'testing')).toEqual({ done: true });
    expect(mock.calls()).toHaveLength(2);
  });

  it('that meets others five times is a transient fault', async () => {
    mock.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'));
    const fault = await commit(writes, 'testing').catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: 'testing: TransactionCanceledException', code: 'transient-fault' });
    expect(mock.calls()).toHaveLength(5);
  });

  it.each([['ThrottlingError'], ['ProvisionedThroughputExceeded'], ['ItemCollectionSizeLimitExceeded']])(
    'cancelled by %s is a transient fault and not tried again at once',
    async (code) => {
      mock.on(TransactWriteCommand).rejects(cancelled(code));
      await expect(commit(writes, 'testing')).rejects.toBeInstanceOf(TransientFault);
      expect(mock.calls()).toHaveLength(1);
    },
  );

  it('that DynamoDB can never take is no transient fault', async () => {
    const error = cancelled('None', 'ValidationError');
    mock.on(TransactWriteCommand).rejects(error);
    await expect(commit(writes, 'testing')).rejects.toBe(error);
    expect(mock.calls()).toHaveLength(1);
  });
});

describe('an error of the SDK', () => {
  it.each([
    ['ThrottlingException', {}],
    ['ProvisionedThroughputExceededException', {}],
    ['RequestLimitExceeded', {}],
    ['TooManyRequestsException', {}],
    ['TransactionConflictException', {}],
    ['TransactionInProgressException', {}],
    ['InternalServerError', {}],
    ['ServiceUnavailable', {}],
    ['TimeoutError', { code: 'ECONNRESET' }],
    ['Error', { code: 'ECONNREFUSED' }],
    ['Error', { code: 'ECONNRESET' }],
    ['Error', { code: 'EHOSTUNREACH' }],
    ['Error', { code: 'ENETUNREACH' }],
    ['Error', { code: 'ENOTFOUND' }],
    ['Error', { code: 'EAI_AGAIN' }],
    ['SomethingNew', { $fault: 'server' }],
  ])('%s %j is a transient fault with its cause', (name, more) => {
    const error = sdkError(name, more);
    const fault = asTransient(error, 'reading');
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: `reading: ${name}`, cause: error, isRetryable: true });
  });

  it.each([
    [sdkError('ValidationException', { $fault: 'client' })],
    [sdkError('ResourceNotFoundException')],
    [sdkError('AccessDeniedException')],
    [new TypeError('ours')],
    ['no error at all'],
  ])('%s is let through as it is', (error) => {
    expect(asTransient(error, 'reading')).toBe(error);
  });
});
