import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { History } from '#schemas/api/auditor.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import { forEach } from './at-once.ts';
import { AwsSide } from './aws-side.ts';
import { type City, later, openCity } from './city.ts';

// Many complaints on a machine that may have other things to do: 300_000 (5 minutes).
vi.setConfig({ testTimeout: 300_000 });

/** Thousands of them are run in test/endurance/races.test.ts. */
const RACES = 48;
const dueAt = '2026-11-23T15:00:00.000Z';
/** A standing clock just before the deadline, at it, just after it, and at its rung. */
const instants = [later(dueAt, -1), dueAt, later(dueAt, 1), later(dueAt, 10_000)];

let city: City;
let aws: AwsSide;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
  aws = await AwsSide.of(city);
});
afterAll(async () => {
  aws.close();
  await close();
});

/** Begins something so many small requests later: the rung's step is shorter than the answer's request. */
async function startedLater<T>(requests: number, begin: () => Promise<T>): Promise<T> {
  for (let asked = 0; asked < requests; asked += 1) await city.ask('GET', '/_local/clock');
  return begin();
}

/** Which came first: the answer's being said or the rung; a rung that came second gave way. */
function orderOf({ entries }: History): string {
  const said = entries.findIndex(({ action }) => action === 'answer-said');
  const climbed = entries.findIndex(({ facts }) => facts.rung === 'escalate-to-lead');
  if (climbed === -1) return 'answer only';
  return climbed < said ? 'rung first' : 'rung after the answer';
}

describe('answers against their deadline', () => {
  test('have one outcome each: none is lost, none told twice, nobody reported late whose answer was kept', async () => {
    const receipts: Receipt[] = [];
    await forEach(Array.from({ length: RACES }), async () => void receipts.push((await city.file()).body));
    await city.rest();
    const held = new Map<string, { person: string; etag: string }>();
    // A case is read before its deadline and answered at it.
    await city.to('2026-11-23T14:00:00.000Z');
    await forEach(receipts, async ({ number }) => {
      const person = await city.personNamed(number);
      held.set(number, { person, etag: (await city.case(person, number)).etag });
    });
    for (const [turn, instant] of instants.entries()) {
      await city.to(instant);
      await forEach(
        receipts.filter((_, index) => index % instants.length === turn),
        async ({ number }, index) => {
          const { person = '', etag = '' } = held.get(number) ?? {};
          const input = { number, execution: `${number}-1`, at: later(dueAt, 10_000), rung: 'escalate-to-lead' };
          const [answered] = await Promise.all([
            city.answer(person, number, etag),
            startedLater(index % 8, () => aws.step('EscalateToLead', input)),
          ]);
          expect(answered.status).toBe(202);
        },
      );
    }
    await city.advance('P5D');

    const orders = new Map<string, number>();
    await forEach(receipts, async (receipt, index) => {
      const { number } = receipt;
      const history = await city.history(number);
      const order = orderOf(history);
      orders.set(order, (orders.get(order) ?? 0) + 1);
      const isLate = index % instants.length >= 2;
      expect((await city.track(receipt)).body.answers, number).toMatchObject([{ round: 1, isLate }]);
      expect(history.complaint).toMatchObject({ status: 'answered', isLate });
      const told = history.notices.map(({ step, status }) => `${step} ${status}`);
      expect(told, number).toEqual([...new Set(told)]);
      expect(told.filter((one) => one === 'result accepted')).toHaveLength(1);
      expect(told.filter((one) => one.startsWith('escalate')).length).toBe(order === 'answer only' ? 0 : 1);
    });
    process.stdout.write(`races: ${JSON.stringify(Object.fromEntries(orders))}\n`);
    expect(orders.get('rung after the answer')).toBeUndefined();
    const { messages } = (await city.ask<{ messages: { to: string; text: string }[] }>('GET', '/_local/outbox')).body;
    const sent = messages.map(({ to, text }) => `${to} ${text}`);
    expect(sent.toSorted()).toEqual([...new Set(sent)].toSorted());
  });
});
