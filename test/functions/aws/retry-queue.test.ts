import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { TransientFault } from '#schemas/errors.ts';
import { sdkError } from '#test/functions/samples.ts';

const mock = mockClient(SQSClient);
beforeEach(() => {
  mock.reset();
  mock.on(SendMessageBatchCommand).resolves({});
});

const url = 'https://sqs.example/relay';

describe('the retry queue', () => {
  it('takes messages with their delay', async () => {
    await enqueue(url, ['a', 'b'], 20);
    expect(mock.call(0).args[0].input).toEqual({
      QueueUrl: url,
      Entries: [
        { Id: '0', MessageBody: 'a', DelaySeconds: 20 },
        { Id: '1', MessageBody: 'b', DelaySeconds: 20 },
      ],
    });
  });

  it.each([
    [0, []],
    [10, [10]],
    [11, [10, 1]],
    [20, [10, 10]],
  ])('takes %i messages in batches of at most ten', async (count, sizes) => {
    const bodies = Array.from({ length: count }, (_, index) => `message ${index}`);
    await enqueue(url, bodies, 0);
    const batches = mock.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(batches.map(({ length }) => length)).toEqual(sizes);
    expect(batches.flat().map(({ MessageBody }) => MessageBody)).toEqual(bodies);
  });

  it('that does not take them all is a transient fault', async () => {
    mock
      .on(SendMessageBatchCommand)
      .resolves({ Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }], Successful: [] });
    const fault = await enqueue(url, ['a', 'b'], 0).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: 'queueing for another look: InternalError' });
  });

  it('that cannot be reached is a transient fault', async () => {
    const error = sdkError('TimeoutError');
    mock.on(SendMessageBatchCommand).rejects(error);
    const fault = await enqueue(url, ['a'], 0).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: 'queueing for another look', cause: error });
  });
});
