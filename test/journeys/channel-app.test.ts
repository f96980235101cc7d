import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { type AppServer, appServer, type Heard, isSignedBy } from './app-server.ts';
import { type City, later, openCity, simpleFiling } from './city.ts';

/** The example, as its own file offers it. */
type Bot = {
  readonly url: string;
  file(user: string, text: string, more?: Record<string, unknown>): Promise<Receipt>;
  told(): Promise<void>;
  close(): Promise<void>;
};
type OpenBot = (settings: {
  city: string;
  token: () => Promise<string>;
  say: (user: string, text: string) => void;
  port?: number;
  endpoint?: string;
}) => Promise<Bot>;
const example = new URL('../../examples/channel-app/bot.mjs', import.meta.url);
const { openBot }: { openBot: OpenBot } = await import(example.href);

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await city.ask('DELETE', '/v1/channel-apps/me/subscription', { token: await city.token('app-chat') });
  for (const each of opened.splice(0)) await each.close();
});
const closedLater = <T extends { close(): Promise<unknown> }>(one: T): T => {
  opened.push(one);
  return one;
};
const server = async (answer: (heard: Heard) => number | Promise<number>, port?: number): Promise<AppServer> =>
  closedLater(await appServer(answer, port));

/** What was said in the chat, without numbers and facts: `received`, `notice reception` … */
let said: string[] = [];
const happened = (): string[] => said.map((text) => text.replace(/^\S+ ([^,]+),.*$/, '$1'));

/** The example bot, in the chat of one person. */
async function bot(settings: { port?: number; endpoint?: string } = {}): Promise<Bot> {
  said = [];
  const say = (_user: string, text: string): void => void said.push(text);
  return closedLater(await openBot({ city: city.url, token: () => city.token('app-chat'), say, ...settings }));
}

type Subscribed = { code: string; detail: string; secret: string; since: string; endpoint: object };
const subscribe = async (endpoint: Record<string, string>) =>
  city.ask<Subscribed>('PUT', '/v1/channel-apps/me/subscription', {
    token: await city.token('app-chat'),
    body: endpoint,
  });

const { title, text, district } = simpleFiling;
const bySilence = { phone: '010-1234-5678', notifyBy: ['channel'] };

/** Files through the app without the bot. */
async function fileByApp(filing: Record<string, unknown> = {}) {
  return city.ask<Receipt & { code: string }>('POST', '/v1/complaints', {
    token: await city.token('app-chat'),
    key: randomUUID(),
    body: { ...simpleFiling, channel: 'chat', petitioner: bySilence, ...filing },
  });
}

/** Answers and rates a complaint, so that it comes to its end. */
async function bringToEnd(receipt: Receipt): Promise<void> {
  await city.answerAs(await city.personNamed(receipt.number), receipt.number);
  await city.rest();
  await city.rate(receipt, 5);
  await city.rest();
}

const texts = async (number: string) =>
  (await city.outbox(number)).filter(({ to }) => to === '+821012345678').map(({ text }) => text);

/** Each notice to the petitioner with what became of it. */
const ledger = async (number: string): Promise<string[]> =>
  (await city.history(number)).notices
    .filter(({ to }) => to.role === 'petitioner')
    .map(({ step, status, channel = 'none', attempt }) => `${step} ${status} ${channel} ${attempt}`);

const straight = ['received', 'classified', 'assigned', 'answered', 'rated', 'closed'];

describe('an app that has subscribed', () => {
  test('hears each step of a straight case in order, and its user is told in the chat alone', async () => {
    const chat = await bot();
    const receipt = await chat.file('user-1', text, { title, district, phone: '010-1234-5678' });
    await city.rest();
    await bringToEnd(receipt);
    await chat.told();

    expect(happened().filter((what) => !what.startsWith('notice'))).toEqual(straight);
    const notices = happened().filter((what) => what.startsWith('notice'));
    expect(notices).toEqual(['notice reception', 'notice assignment', 'notice result']);
    expect(said[happened().indexOf('answered')]).toContain('오늘 현장을 확인하고 조치하였습니다.');
    await city.advance('PT11M');
    expect(await texts(receipt.number)).toEqual([]);
    expect(await ledger(receipt.number)).toEqual([
      'reception accepted channel 1',
      'assignment accepted channel 1',
      'result accepted channel 1',
    ]);
  });

  test('shows each once, however often it comes, and takes nothing that the city did not sign', async () => {
    let times = 0;
    const repeating = await server(async ({ headers, body }) => {
      times = (times % 5) + 1;
      const signed = Object.entries(headers).filter(([name]) => name.startsWith('webhook-'));
      const post = { method: 'POST', body, headers: Object.fromEntries(signed.map(([n, v]) => [n, String(v)])) };
      let status = 0;
      for (let time = 0; time < times; time += 1) ({ status } = await fetch(chatAt, post));
      return status;
    });
    const { url: chatAt, close: makeRoom } = await appServer(() => 204);
    await makeRoom();
    const chat = await bot({ port: Number(new URL(chatAt).port), endpoint: repeating.url });
    const receipt = await chat.file('user-1', text, { title, district });
    await city.rest();
    await bringToEnd(receipt);
    await chat.told();
    expect(happened().filter((what) => !what.startsWith('notice'))).toEqual(straight);
    expect(new Set(happened()).size).toBe(happened().length);

    const forged = { number: receipt.number, event: 'closed', at: receipt.receivedAt, entry: 99 };
    const headers = { 'webhook-id': 'x', 'webhook-timestamp': '1', 'webhook-signature': 'v1,Zm9yZ2Vk' };
    const answer = await fetch(chat.url, { method: 'POST', body: JSON.stringify(forged), headers });
    expect(answer.status).toBe(401);
  });

  test('gets everything in order after two hours out of reach; its user was told by text message meanwhile', async () => {
    const before = await server(() => 204);
    const { body: subscribed } = await subscribe({ kind: 'https', url: before.url });
    await before.close();
    const { body: receipt } = await fileByApp();
    await city.rest();
    await bringToEnd(receipt);
    await city.advance('PT2H');
    expect(await texts(receipt.number)).toHaveLength(3);

    const after = await server(() => 204, Number(new URL(before.url).port));
    await city.advance('PT15M');
    expect(after.events().map(({ event }) => event)).toEqual(straight);
    expect(after.events().map(({ entry = 0 }) => entry)).toEqual(
      after
        .events()
        .map(({ entry = 0 }) => entry)
        .toSorted((one, other) => one - other),
    );
    for (const heard of after.heard) {
      expect(isSignedBy(subscribed.secret, heard)).toBe(true);
      expect(heard.body).not.toMatch(/홍길동|1234|불법주차|강남/);
      // Of the try, not of the event: two hours later.
      const tried = new Date(Number(heard.headers['webhook-timestamp']) * 1_000).toISOString();
      expect(tried > later(receipt.receivedAt, 7_200_000)).toBe(true);
    }
    expect(await ledger(receipt.number)).toEqual([
      'reception accepted sms 2',
      'assignment accepted sms 2',
      'result accepted sms 2',
    ]);
  });

  test('that takes nothing for a day holds up nobody longer: each message is a dead letter, and the next one comes', async () => {
    let isUp = false;
    const flaky = await server(({ body }) => (body.includes('subscribed') || isUp ? 204 : 500));
    await subscribe({ kind: 'https', url: flaky.url });
    const { body: receipt } = await fileByApp({ petitioner: { notifyBy: [] } });
    await city.rest();
    await city.advance('PT25H');
    const tries = flaky.events().length;
    expect(tries).toBeGreaterThan(100);
    isUp = true;
    await city.withdraw(receipt);
    await city.advance('PT1M');
    expect(
      flaky
        .events()
        .slice(tries)
        .map(({ event }) => event),
    ).toEqual(['withdrawn', 'closed']);
  });
});

describe('notices by the app', () => {
  test('go by text message after ten minutes of silence, and then by the app no more', async () => {
    let isUp = false;
    const silent = await server(({ body }) => (body.includes('subscribed') || isUp ? 204 : 503));
    await subscribe({ kind: 'https', url: silent.url });
    const { body: receipt } = await fileByApp();
    await city.advance('PT9M59S');
    expect(await texts(receipt.number)).toEqual([]);
    await city.advance('PT1S');
    expect((await texts(receipt.number))[0]).toContain('접수되었습니다');
    // The second can have to wait for the first.
    await city.advance('PT1M');
    expect(await texts(receipt.number)).toHaveLength(2);
    isUp = true;
    const before = silent.heard.length;
    await city.advance('PT15M');
    const since = silent.events().slice(before - 1);
    expect(since.map(({ event }) => event)).toEqual(['received', 'classified', 'assigned']);
  });

  test('of who left no other address have nowhere else to go', async () => {
    const silent = await server(({ body }) => (body.includes('subscribed') ? 204 : 503));
    await subscribe({ kind: 'https', url: silent.url });
    const { body: receipt } = await fileByApp({ petitioner: { notifyBy: ['channel'] } });
    await city.advance('PT10M');
    expect(await ledger(receipt.number)).toEqual([
      'reception unreachable channel 1',
      'assignment unreachable channel 1',
    ]);
  });

  test('reach a protected reporter without a word of what it is about', async () => {
    const listening = await server(() => 204);
    await subscribe({ kind: 'https', url: listening.url });
    const { body: receipt } = await fileByApp({ identity: 'protected', kind: 'corruption' });
    await city.rest();
    expect(await ledger(receipt.number)).toEqual(['reception accepted channel 1', 'assignment accepted channel 1']);
    const notice = listening.heard.find(({ body }) => body.includes('"notice"'));
    expect(Object.keys(JSON.parse(notice?.body ?? ''))).toEqual(['number', 'event', 'at', 'step', 'order']);
    const { body } = await city.ask<{ code: string }>('POST', `/v1/channel-apps/me/deliveries/${receipt.number}/20`, {
      token: await city.token('app-web'),
    });
    expect(body.code).toBe('not-found');
  });

  test('cannot be chosen through an app that is told nothing', async () => {
    const { status, body } = await fileByApp();
    expect([status, body.code]).toEqual([422, 'no-address-for-notices']);
  });
});
