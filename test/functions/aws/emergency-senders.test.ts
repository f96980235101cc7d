import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { layDownAudience } from '#functions/aws/audience-bucket.ts';
import { publishToApps } from '#functions/aws/emergency-topics.ts';
import { sdkError } from '#test/functions/samples.ts';
import { messageWith } from '#test/rules/emergency/samples.ts';

const [store, topics] = [mockClient(S3Client), mockClient(SNSClient)];
beforeEach(() => {
  for (const mock of [store, topics]) mock.reset();
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
