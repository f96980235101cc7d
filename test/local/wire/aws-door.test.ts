import { Sha256 } from '@aws-crypto/sha256-js';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realNow } from '#local/clock/real-clock.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Service } from '#local/wire/aws-service.ts';
import { awsPlace, monday } from './aws-place.ts';

let place: Awaited<ReturnType<typeof awsPlace>>;
let calls: AwsCall[];
let answer: Record<string, unknown> | AwsError;

/** A service that writes down what it is asked and answers what the test wants. */
const parrot: Service = {
  call: async (call) => {
    calls.push(call);
    if (answer instanceof AwsError) throw answer;
    return answer;
  },
  permissions: () => [],
};

beforeAll(async () => {
  place = await awsPlace();
  for (const name of ['states', 'sqs', 'sns']) place.gateway.register(name, parrot);
  place.gateway.register('s3', {
    ...parrot,
    readRest: ({ method, path, query }) => ({ operation: method, input: { path, query: query.get('list-type') } }),
    writeRest: (_operation, output) => ({ status: 200, headers: {}, body: String(output.body) }),
    writeRestError: (error) => ({ status: error.statusCode, headers: {}, body: `<Code>${error.name}</Code>` }),
  });
});

afterAll(() => place.close());

const ask = async (given: typeof answer, act: () => Promise<unknown>): Promise<unknown> => {
  [calls, answer] = [[], given];
  return act();
};

describe('requests of the SDK', () => {
  test('in JSON arrive as operation and input', async () => {
    const client = new SFNClient(place.sdk);
    const told = await ask({ executionArn: 'arn:x', startDate: 1_795_392_000 }, () =>
      client.send(new StartExecutionCommand({ stateMachineArn: 'arn:m', input: '{}' })),
    );
    expect(told).toMatchObject({ executionArn: 'arn:x', startDate: new Date(1_795_392_000_000) });
    expect(calls).toMatchObject([
      {
        service: 'states',
        operation: 'StartExecution',
        input: { stateMachineArn: 'arn:m', input: '{}' },
        principal: { kind: 'outside' },
      },
    ]);
  });

  test('as forms arrive with their maps and lists, and the XML of the answer is understood', async () => {
    const client = new SNSClient(place.sdk);
    const command = new PublishCommand({
      TopicArn: 'arn:t',
      Message: 'a & b < "c"',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'notice' } },
    });
    expect(await ask({ MessageId: 'm-1' }, () => client.send(command))).toMatchObject({ MessageId: 'm-1' });
    expect(calls[0]?.input).toEqual({
      TopicArn: 'arn:t',
      Message: 'a & b < "c"',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'notice' } },
    });
    const attributes = { Owner: '000000000000', DisplayName: 'a <b>' };
    const told = await ask({ Attributes: attributes }, () =>
      client.send(new GetTopicAttributesCommand({ TopicArn: 'arn:t' })),
    );
    expect(told).toMatchObject({ Attributes: attributes });
  });

  test('get errors by name in either protocol', async () => {
    const gone = new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', 400);
    const send = new SendMessageCommand({ QueueUrl: 'http://q/1/a', MessageBody: 'x' });
    await expect(ask(gone, () => new SQSClient(place.sdk).send(send))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    const missing = new AwsError('NotFoundException', 'Topic does not exist', 404);
    const publish = new PublishCommand({ TopicArn: 'arn:t', Message: 'x' });
    await expect(ask(missing, () => new SNSClient(place.sdk).send(publish))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Topic does not exist',
    });
  });

  test('break off when a fault drops the answer, after the effect', async () => {
    place.faults.set({ service: 'sqs', operation: 'SendMessage', kind: 'drop-answer', count: 1 });
    const send = new SendMessageCommand({ QueueUrl: 'http://q/1/a', MessageBody: 'x' });
    await expect(ask({ MessageId: '1' }, () => new SQSClient(place.sdk).send(send))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(calls).toHaveLength(1);
  });
});

describe('signatures', () => {
  const list = new ListTablesCommand({});
  const withKeys = (accessKeyId: string, secretAccessKey: string, rest: object = {}) =>
    new DynamoDBClient({ ...place.sdk, credentials: { accessKeyId, secretAccessKey }, ...rest }).send(list);

  test('with the administrator’s keys are good', async () => {
    const { accessKeyId, secretAccessKey } = place.roles.administratorKeys();
    expect(await withKeys(accessKeyId, secretAccessKey)).toMatchObject({ TableNames: [] });
  });

  test('with a wrong secret, an unknown key or an old date are refused', async () => {
    const { accessKeyId, secretAccessKey } = place.roles.administratorKeys();
    await expect(withKeys(accessKeyId, 'wrong')).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    await expect(withKeys('AKIAUNKNOWN', secretAccessKey)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    const anHourSlow = { systemClockOffset: -3_600_000 };
    await expect(withKeys(accessKeyId, secretAccessKey, anHourSlow)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });

  test('are needed', async () => {
    const response = await fetch(place.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' },
      body: '{}',
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  });

  test('of anyone are good where any key is trusted', async () => {
    const bare = await awsPlace({ trustAnyKey: true });
    const client = new DynamoDBClient({ ...bare.sdk, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
    expect(await client.send(list)).toMatchObject({ TableNames: [] });
    client.destroy();
    await bare.close();
  });
});

describe('presigned addresses', () => {
  const presign = async (path: string, signingDate: Date): Promise<string> => {
    const { hostname, port, host } = new URL(place.url);
    const { accessKeyId, secretAccessKey } = place.roles.administratorKeys();
    const signer = new SignatureV4({
      service: 's3',
      region: 'ap-northeast-2',
      credentials: { accessKeyId, secretAccessKey },
      sha256: Sha256,
      uriEscapePath: false,
    });
    const { query } = await signer.presign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname,
        port: Number(port),
        path,
        headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
        query: { 'list-type': '2' },
      },
      { signingDate, expiresIn: 600 },
    );
    return `${place.url}${path}?${new URLSearchParams(query as Record<string, string>)}`;
  };
  const get = (address: string) => ask({ body: 'the file' }, () => fetch(address)) as Promise<Response>;

  test('hold for as long as they say, in virtual time', async () => {
    const address = await presign('/bucket/a%20letter.txt', new Date(monday));
    const response = await get(address);
    expect([response.status, await response.text()]).toEqual([200, 'the file']);
    expect(calls[0]).toMatchObject({
      service: 's3',
      operation: 'GET',
      input: { path: '/bucket/a letter.txt', query: '2' },
    });
  });

  test('are refused when they have expired or were changed', async () => {
    const expired = await get(await presign('/bucket/a.txt', new Date(monday - 601_000)));
    expect([expired.status, await expired.text()]).toEqual([403, '<Code>AccessDenied</Code>']);
    const changed = await get((await presign('/bucket/a.txt', new Date(monday))).replace('a.txt', 'b.txt'));
    expect(changed.status).toBe(403);
    expect(Math.abs(realNow() - monday)).toBeGreaterThan(1_000);
  });
});
