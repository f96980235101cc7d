import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { giveUp, letRest } from '#functions/aws/app-queue.ts';
import { number, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(SQSClient);
beforeEach(() => {
  mock.reset();
  mock.on(ChangeMessageVisibilityCommand).resolves({});
  mock.on(SendMessageCommand).resolves({});
});
const dead = { app: 'app-chat', complaintNumber: number, id: 'id-4', body: '{}' };

describe('a message that no app took', () => {
  it('rests for so many seconds', async () => {
    await letRest('https://queue', 'handle', 40);
    expect(mock.call(0).args[0].input).toEqual({
      QueueUrl: 'https://queue',
      ReceiptHandle: 'handle',
      VisibilityTimeout: 40,
    });
  });

  it('is given up as one of its complaint’s group', async () => {
    await giveUp('https://dead', dead);
    expect(mock.call(0).args[0].input).toEqual({
      QueueUrl: 'https://dead',
      MessageBody: '{}',
      MessageGroupId: number,
      MessageDeduplicationId: 'id-4',
      MessageAttributes: { app: { DataType: 'String', StringValue: 'app-chat' } },
    });
  });

  it('comes again when SQS takes neither', async () => {
    mock.on(ChangeMessageVisibilityCommand).rejects(sdkError('MessageNotInflight'));
    mock.on(SendMessageCommand).rejects(sdkError('ServiceUnavailable'));
    await expect(letRest('https://queue', 'handle', 40)).rejects.toMatchObject({ name: 'TransientFault' });
    await expect(giveUp('https://dead', dead)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});
