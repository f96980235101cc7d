import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { openCity as openOnThisMachine } from '#scripts/open-city.ts';
import { type AppServer, appServer, type Heard, type Told } from './app-server.ts';
import { City, openCity, simpleFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
let queues: SQSClient;
beforeAll(async () => {
  ({ city, close } = await openCity());
  const { body } = await city.ask<{ endpoint: string; region: string; credentials: never }>('GET', '/_local/endpoint');
  queues = new SQSClient(body);
});
afterAll(() => close());

const opened: AppServer[] = [];
afterEach(async () => {
  await say('DELETE');
  for (const each of opened.splice(0)) await each.close();
});
async function server(answer: (heard: Heard) => number): Promise<AppServer> {
  const one = await appServer(answer);
  opened.push(one);
  return one;
}

type Answer = { code: string; detail: string; endpoint: object; since: string; secret?: string };
const say = async (method: 'PUT' | 'GET' | 'DELETE', endpoint?: object, of: City = city) =>
  of.ask<Answer>(method, '/v1/channel-apps/me/subscription', {
    token: await of.token('app-chat'),
    ...(endpoint === undefined ? {} : { body: endpoint }),
  });

async function fileByApp(notifyBy: readonly string[] = []): Promise<Receipt> {
  const { body } = await city.ask<Receipt>('POST', '/v1/complaints', {
    token: await city.token('app-chat'),
    key: randomUUID(),
    body: { ...simpleFiling, channel: 'chat', petitioner: { phone: '010-1234-5678', notifyBy } },
  });
  await city.rest();
  return body;
}

const arnOf = (name: string) => `arn:aws:sqs:ap-northeast-2:000000000000:${name}`;
async function madeQueue(name: string): Promise<{ queueArn: string; take: () => Promise<Told[]> }> {
  const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const take = async (): Promise<Told[]> => {
    const told: Told[] = [];
    for (;;) {
      const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return told;
      for (const { Body = '', ReceiptHandle } of Messages) {
        told.push(JSON.parse(Body));
        await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };
  return { queueArn: arnOf(name), take };
}

describe('an endpoint', () => {
  test('is one for each app, shown without its secret, and another takes its place without a gap', async () => {
    const [one, other] = [await server(() => 204), await server(() => 204)];
    const first = await say('PUT', { kind: 'https', url: one.url });
    expect(first.body).toMatchObject({ endpoint: { url: one.url }, secret: expect.stringMatching(/^whsec_.{40}/) });
    expect((await say('GET')).body).toEqual({ endpoint: { kind: 'https', url: one.url }, since: first.body.since });
    await city.advance('PT1M');
    const second = await say('PUT', { kind: 'https', url: other.url });
    expect(second.body.since).toBe(first.body.since);
    expect(second.body.secret).not.toBe(first.body.secret);
    await fileByApp();
    expect(one.events()).toEqual([]);
    expect(other.events().map(({ event }) => event)).toEqual(['received', 'classified', 'assigned']);
    expect((await say('DELETE')).status).toBe(200);
    await fileByApp();
    expect(other.events()).toHaveLength(3);
    expect((await say('GET')).body.code).toBe('not-found');
  });

  test('is told nothing of complaints that other apps filed, nor of what was before it', async () => {
    await fileByApp();
    await city.advance('PT1M');
    const listening = await server(() => 204);
    await say('PUT', { kind: 'https', url: listening.url });
    await city.file();
    await city.rest();
    expect(listening.events()).toEqual([]);
  });

  test('that begins to send on is not followed, and gets the message once it takes it itself', async () => {
    let status = 204;
    const moving = await server(() => status);
    await say('PUT', { kind: 'https', url: moving.url });
    status = 302;
    await fileByApp();
    expect(moving.events().length).toBe(1);
    expect(moving.heard.map(({ path }) => path)).not.toContain('/elsewhere');
    status = 204;
    await city.advance('PT1M');
    expect(moving.events().map(({ event }) => event)).toEqual(['received', 'received', 'classified', 'assigned']);
  });

  const forbidden = [
    'http://app.example/',
    'https://10.1.2.3/',
    'https://192.168.0.1/',
    'https://172.16.0.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'http://169.254.169.254/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://0x0a000001/',
    'https://user:word@app.example/',
    'ftp://app.example/',
  ];
  test.each(forbidden)('%s is refused', async (url) => {
    const { status, body } = await say('PUT', { kind: 'https', url });
    expect([status, body.code]).toEqual([422, 'endpoint-forbidden']);
    expect((await say('GET')).status).toBe(404);
  });

  test('that sends on, or takes nothing, is refused', async () => {
    const redirecting = await server(() => 302);
    expect((await say('PUT', { kind: 'https', url: redirecting.url })).body.code).toBe('endpoint-redirects');
    expect(redirecting.heard).toHaveLength(1);
    const unwilling = await server(() => 401);
    expect((await say('PUT', { kind: 'https', url: unwilling.url })).body).toMatchObject({
      code: 'endpoint-silent',
      detail: expect.stringContaining('status 401'),
    });
    const gone = await appServer(() => 204);
    await gone.close();
    expect((await say('PUT', { kind: 'https', url: gone.url })).body.code).toBe('endpoint-silent');
  });

  test('is for channel apps alone', async () => {
    const token = await city.token('operator-1');
    const { body } = await city.ask<Answer>('GET', '/v1/channel-apps/me/subscription', { token });
    expect(body.code).toBe('wrong-group');
  });
});

describe('a queue', () => {
  test('gets what is published for its app, and confirms what it brought', async () => {
    const { queueArn, take } = await madeQueue('channel-app-chat.fifo');
    const { status, body } = await say('PUT', { kind: 'sqs', queueArn });
    expect([status, body]).toEqual([200, { endpoint: { kind: 'sqs', queueArn }, since: expect.any(String) }]);
    const { number } = await fileByApp(['channel']);
    await city.file();
    await city.rest();
    const told = await take();
    expect(told.filter(({ event }) => event !== 'notice').map(({ event }) => event)).toEqual([
      'received',
      'classified',
      'assigned',
    ]);
    expect(new Set(told.map((each) => each.number))).toEqual(new Set([number]));

    const [first, second] = told.filter(({ event }) => event === 'notice').map(({ order }) => order);
    const confirm = async (order: unknown, as = 'app-chat') =>
      city.ask<Answer & { status: string }>('POST', `/v1/channel-apps/me/deliveries/${number}/${order}`, {
        token: await city.token(as),
      });
    for (const _time of [1, 2])
      expect((await confirm(first)).body).toEqual({ number, order: first, status: 'accepted' });
    expect((await confirm(first, 'app-web')).body.code).toBe('not-found');
    expect((await confirm(999)).body.code).toBe('not-found');
    await city.advance('PT10M');
    expect((await confirm(second)).body).toMatchObject({ code: 'told-otherwise' });
    expect((await city.outbox(number)).filter(({ to }) => to === '+821012345678')).toHaveLength(1);
  });

  test('gets nothing more once another endpoint has taken its place', async () => {
    const old = await madeQueue('channel-app-old.fifo');
    const next = await madeQueue('channel-app-next.fifo');
    await say('PUT', { kind: 'sqs', queueArn: old.queueArn });
    await say('PUT', { kind: 'sqs', queueArn: next.queueArn });
    await fileByApp();
    expect(await old.take()).toEqual([]);
    expect(await next.take()).toHaveLength(3);
  });

  test.each([
    ['of the city itself', arnOf('Daedap-AppQueue.fifo'), 422, 'endpoint-forbidden'],
    ['that keeps no order', arnOf('channel-app-chat'), 400, 'request-invalid'],
    ['that is a topic', 'arn:aws:sns:ap-northeast-2:000000000000:Daedap-AppTopic.fifo', 400, 'request-invalid'],
  ])('%s is refused', async (_which, queueArn, status, code) => {
    const answered = await say('PUT', { kind: 'sqs', queueArn });
    expect([answered.status, answered.body.code]).toEqual([status, code]);
  });
});

describe('a city that is not on one machine', () => {
  test('calls nothing on its own machine, neither by address nor by name', async () => {
    const home = mkdtempSync(join(tmpdir(), 'daedap-public-'));
    const parameters = { PrivateTargets: 'none' };
    const cloud = await openOnThisMachine({ home, standAt: Date.parse('2026-11-23T00:00:00.000Z'), parameters });
    try {
      const strict = new City(cloud.url);
      const inside = await server(() => 204);
      const { port } = new URL(inside.url);
      for (const url of [
        inside.url,
        `https://127.0.0.1:${port}/`,
        `https://localhost:${port}/`,
        `https://[::1]:${port}/`,
      ]) {
        const { status, body } = await say('PUT', { kind: 'https', url }, strict);
        expect([url, status, body.code]).toEqual([url, 422, 'endpoint-forbidden']);
      }
      expect(inside.heard).toEqual([]);
    } finally {
      await cloud.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
