import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type City, type Message, openCity } from './city.ts';

let city: City;
let close: () => Promise<void>;
let reopen: (at?: string) => Promise<void>;
beforeAll(async () => {
  ({ city, close, reopen } = await openCity());
});
afterAll(() => close());

const messagesSince = async (instant: string): Promise<Message[]> => {
  const { body } = await city.ask<{ messages: Message[] }>('GET', `/_local/outbox?since=${instant}`);
  return body.messages;
};

describe('after an outage', () => {
  test('each person gets one digest of the rungs missed, in order, inside working hours', async () => {
    const cases = [await city.assigned(), await city.assigned(), await city.assigned()];
    // Away from Monday to Friday evening, 20:00: every rung of the same-day ladder passed meanwhile.
    const cameBack = '2026-11-27T11:00:00.000Z';
    await reopen(cameBack);
    await city.rest();
    expect(await messagesSince(cameBack)).toEqual([]);
    for (const { receipt } of cases) {
      const { complaint } = await city.history(receipt.number);
      expect(complaint.rungsDone).toHaveLength(5);
    }
    // Nobody is woken on the week-end.
    await city.to('2026-11-29T23:59:00.000Z');
    expect(await messagesSince(cameBack)).toEqual([]);
    await city.to('2026-11-30T00:20:00.000Z');
    const told = await messagesSince(cameBack);
    const addresses = told.map(({ to }) => to);
    expect(new Set(addresses).size).toBe(addresses.length);
    const { complaint, notices } = await city.history(cases[0]?.receipt.number ?? '');
    const { person, lead, director } = complaint.assignment ?? {};
    for (const id of [person, lead, director]) expect(addresses).toContain(`${id}@example.com`);
    const official = told.find(({ to }) => to === `${person}@example.com`)?.text ?? '';
    const own = cases.filter((one) => one.person === person).map(({ receipt }) => receipt.number);
    const lines = official.split('\n').slice(2);
    expect(lines).toHaveLength(2 * own.length);
    expect(lines.map((line) => line.slice(0, 11))).toEqual([
      ...own.map(() => '11/23 16:00'),
      ...own.map(() => '11/23 18:00'),
    ]);
    expect(told.filter(({ text }) => text.includes('3일 경과'))).toHaveLength(1);
    expect(notices.map(({ status }) => status)).toEqual(notices.map(() => 'accepted'));
    // What comes after the outage is told by itself again.
    expect((await city.queue()).map(({ error }) => error)).toEqual(['Unanswered', 'Unanswered', 'Unanswered']);
  });

  test('of a few minutes nothing is missed: every rung is told by itself', async () => {
    await city.to('2026-12-07T00:00:00.000Z');
    const { receipt } = await city.assigned();
    await city.to('2026-12-07T06:55:00.000Z');
    const cameBack = '2026-12-07T07:04:00.000Z';
    await reopen(cameBack);
    await city.rest();
    const { notices } = await city.history(receipt.number);
    expect(notices.at(-1)).toMatchObject({ step: 'remind-official-16h', channel: 'sms', status: 'accepted' });
    expect(notices.at(-1)).not.toHaveProperty('missedAt');
  });
});
