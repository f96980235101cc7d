import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { type City, openCity, sevenDays, simpleFiling, unsureFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

type Story = () => Promise<{ receipt: Receipt; who: string }>;

const filed = async (filing: Record<string, unknown>): Promise<Receipt> => {
  const { body } = await city.file(filing);
  await city.rest();
  return body;
};
const assigned = (filing: Record<string, unknown>) => async () => {
  const { receipt, person } = await city.assigned(filing);
  return { receipt, who: person };
};

const stories: readonly [string, Story][] = [
  ['as soon as it is filed', async () => ({ receipt: (await city.file(sevenDays)).body, who: '' })],
  ['while a person classifies it', async () => ({ receipt: await filed(unsureFiling), who: 'operator-1' })],
  ['that is simple and due today', assigned(simpleFiling)],
  ['with a week to go', assigned(sevenDays)],
  [
    'while its clock stands',
    async () => {
      const { receipt, person } = await city.assigned(sevenDays);
      await city.sayAs(person, receipt.number, 'supplement-request', { text: '주소' });
      return { receipt, who: person };
    },
  ],
  [
    'that is overdue',
    async () => {
      const { receipt, person } = await city.assigned(simpleFiling);
      await city.advance('P2D');
      return { receipt, who: person };
    },
  ],
];

describe('a complaint that is taken back', () => {
  test.each(stories)(
    '%s: all timers end, nobody hears of it any more, and the history says who and when',
    async (_, story) => {
      const { receipt, who } = await story();
      const { number } = receipt;
      const said = await city.ask<{ signal: number }>('POST', `/v1/complaints/${number}/withdrawal`, {
        accessCode: receipt.accessCode,
        body: { reason: '해결되었습니다' },
      });
      expect(said.status).toBe(202);
      await city.rest();
      const { complaint, entries, signals } = await city.history(number);
      expect(complaint).toMatchObject({ stage: 'closed', status: 'withdrawn' });
      const taken = entries.filter(({ action }) => action === 'withdrawal-said');
      expect(taken).toMatchObject([{ actor: { kind: 'petitioner' }, at: signals.at(-1)?.at }]);
      if (who !== '') expect((await city.list(who)).map((line) => line.number)).not.toContain(number);
      expect((await city.queue()).map((need) => need.number)).not.toContain(number);

      const before = await city.outbox(number);
      await city.advance('P60D');
      expect(await city.outbox(number)).toEqual(before);
      expect((await city.history(number)).notices.filter(({ status }) => status !== 'accepted')).toEqual([]);
      expect((await city.track(receipt)).body).toMatchObject({ status: 'withdrawn', answers: [] });
      expect(await city.withdraw(receipt)).toMatchObject({ status: 409, body: { code: 'complaint-closed' } });
    },
  );
});
