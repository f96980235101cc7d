import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { type City, openCity, sevenDays, simpleFiling, unsureFiling } from './city.ts';

let city: City;
let close: () => Promise<void>;
/** What was seen of each story: as its complaint was taken back, and sixty days after the last of them. */
const seen = new Map<string, Seen>();
beforeAll(async () => {
  ({ city, close } = await openCity());
  const taken = new Map<string, TakenBack>();
  for (const [title, story] of stories) taken.set(title, await takeBack(story));
  await city.advance('P60D');
  for (const [title, then] of taken) seen.set(title, { then, later: await sixtyDaysLater(then.receipt) });
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

type TakenBack = Awaited<ReturnType<typeof takeBack>>;
type Seen = { readonly then: TakenBack; readonly later: Awaited<ReturnType<typeof sixtyDaysLater>> };

/** Plays a story and takes its complaint back. */
async function takeBack(story: Story) {
  const { receipt, who } = await story();
  const { number, accessCode } = receipt;
  const said = await city.ask<{ signal: number }>('POST', `/v1/complaints/${number}/withdrawal`, {
    accessCode,
    body: { reason: '해결되었습니다' },
  });
  await city.rest();
  return {
    receipt,
    said,
    history: await city.history(number),
    listed: who === '' ? [] : (await city.list(who)).map((line) => line.number),
    queued: (await city.queue()).map((need) => need.number),
    outbox: await city.outbox(number),
  };
}

async function sixtyDaysLater(receipt: Receipt) {
  return {
    outbox: await city.outbox(receipt.number),
    history: await city.history(receipt.number),
    tracked: await city.track(receipt),
    again: await city.withdraw(receipt),
  };
}

describe('a complaint that is taken back', () => {
  test.each(stories)('%s: all timers end, nobody hears of it any more, and the history says who and when', (title) => {
    const { then, later } = seen.get(title) ?? {};
    expect(then?.said.status).toBe(202);
    expect(then?.history.complaint).toMatchObject({ stage: 'closed', status: 'withdrawn' });
    const taken = then?.history.entries.filter(({ action }) => action === 'withdrawal-said');
    expect(taken).toMatchObject([{ actor: { kind: 'petitioner' }, at: then?.history.signals.at(-1)?.at }]);
    expect(then?.listed).not.toContain(then?.receipt.number);
    expect(then?.queued).not.toContain(then?.receipt.number);

    expect(later?.outbox).toEqual(then?.outbox);
    expect(later?.history.notices.filter(({ status }) => status !== 'accepted')).toEqual([]);
    expect(later?.tracked.body).toMatchObject({ status: 'withdrawn', answers: [] });
    expect(later?.again).toMatchObject({ status: 409, body: { code: 'complaint-closed' } });
  });
});
