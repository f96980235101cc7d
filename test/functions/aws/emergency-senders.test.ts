import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { layDownAudience } from '#functions/aws/audience-bucket.ts';
import { startMessage } from '#functions/aws/emergency-machine.ts';
import { publishToApps } from '#functions/aws/emergency-topics.ts';
import { sdkError } from '#test/functions/samples.ts';
import { messageWith } from '#test/rules/emergency/samples.ts';

const [store, machine, topics] = [mockClient(S3Client), mockClient(SFNClient), mockClient(SNSClient)];
beforeEach(() => {
  for (const mock of [store, machine, topics]) mock.reset();
});

const { id } = messageWith();

describe('a frozen audience', () => {
  it('is laid down as JSON under its key', async () => {
    store.on(PutObjectCommand).resolves({});
    await layDownAudience('bucket', 'audiences/x.json', '["a"]');
    expect(store.call(0).args[0].input).toEqual({
      Bucket: 'bucket',
      Key: 'audiences/x.json',
      Body: '["a"]',
      ContentType: 'application/json',
    });
  });

  it('that S3 does not take now is a transient fault', async () => {
    store.on(PutObjectCommand).rejects(sdkError('SlowDown'));
    await expect(layDownAudience('bucket', 'k', '[]')).rejects.toMatchObject({ name: 'TransientFault' });
  });
});

describe('an execution of a message', () => {
  it('is started by a name of its own, with its id and nothing else', async () => {
    machine.on(StartExecutionCommand).resolves({});
    await startMessage('arn', id, 2);
    expect(machine.call(0).args[0].input).toEqual({ stateMachineArn: 'arn', name: `${id}-2`, input: `{"id":"${id}"}` });
  });

  it('that was started before is success; any other trouble can pass', async () => {
    machine.on(StartExecutionCommand).rejectsOnce(new ExecutionAlreadyExists({ message: '', $metadata: {} }));
    await startMessage('arn', id, 1);
    machine.on(StartExecutionCommand).rejects(sdkError('ThrottlingException'));
    await expect(startMessage('arn', id, 1)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});

describe('channel apps', () => {
  it('get every language in one request, by attributes to choose from; a subject only where SNS takes it', async () => {
    topics.on(PublishBatchCommand).resolves({ Failed: [{ Id: 'en', Code: 'X', SenderFault: false }] });
    const refused = await publishToApps('topic', id, [
      { language: 'ko', subject: '침수', text: '대피' },
      { language: 'en', subject: 'Flood', text: 'Leave' },
    ]);
    expect(refused).toEqual(['en']);
    const attributes = (language: string) => ({
      language: { DataType: 'String', StringValue: language },
      message: { DataType: 'String', StringValue: id },
    });
    expect(topics.call(0).args[0].input).toEqual({
      TopicArn: 'topic',
      PublishBatchRequestEntries: [
        { Id: 'ko', Message: '대피', MessageAttributes: attributes('ko') },
        { Id: 'en', Message: 'Leave', Subject: 'Flood', MessageAttributes: attributes('en') },
      ],
    });
  });
});
