import { beforeAll, describe, expect, test } from 'vitest';
import { log } from '#functions/middleware/log.ts';
import { complaintNumber } from '#rules/complaint-number.ts';
import { SeoulDate } from '#schemas/instant.ts';
import type { Notice } from '#schemas/notice.ts';
import { noticeOf, official } from '#test/functions/samples.ts';
import { seededChance } from './seeded-chance.ts';
import { SenderWorld } from './sender-world.ts';

/*
 *   2,000 notices of 500 complaints, each event brought 1 to 5 times and out of order, eight looks at once
 *      ▲ the sender dies 200 times, at any call to table, queue or provider: before its effect, or before its answer
 *   one send in twenty is refused
 */

const seed = Number(process.env.NOTICE_KILLS_SEED ?? Date.now() % 1_000_000);
const chance = seededChance(seed);

const steps = [
  ['reception', '접수되었습니다'],
  ['assignment', '답변드립니다'],
  ['new-case', '배정, 처리기한'],
  ['result', '답변이 등록되었습니다'],
] as const;

const planned = steps.map(([step], index) =>
  noticeOf(20 + 10 * index, {
    step,
    to: step === 'new-case' ? { role: 'official', id: official } : { role: 'petitioner' },
  }),
);

const numbers = Array.from({ length: 500 }, (_, index) =>
  complaintNumber({ receivedOn: SeoulDate.parse('2026-11-23'), serial: index * 7_919 + 1 }),
);

/** Plays the whole of it. */
async function played(deaths: number, times: () => number, refusals: number): Promise<SenderWorld> {
  const world = new SenderWorld(chance);
  world.refusals = refusals;
  for (const number of numbers) world.plan(number, planned, times);
  await world.run(deaths);
  return world;
}

/** The texts that went out for a complaint, as steps, in order. */
function arrived({ sent }: SenderWorld): Map<string, string[]> {
  const byNumber = new Map<string, string[]>();
  for (const { text } of sent) {
    const number = /\d{8}-\w{6}-\w/.exec(text)?.[0] ?? '';
    const step = steps.find(([, words]) => text.includes(words))?.[0] ?? text;
    byNumber.set(number, [...(byNumber.get(number) ?? []), step]);
  }
  return byNumber;
}

const ledgerOf = (world: SenderWorld, number: string): Notice[] => [...(world.notices.get(number)?.values() ?? [])];

describe('after the sender died 200 times while 2,000 notices went out', () => {
  let world: SenderWorld;
  beforeAll(async () => {
    process.stdout.write(`notice kills: NOTICE_KILLS_SEED=${seed}\n`);
    log.setLogLevel('SILENT');
    world = await played(200, () => 1 + chance(5), 0.05);
  }, 120_000);

  test('it has died that often', () => {
    expect(world.deaths).toBe(200);
  });

  test('none is missing: each has come to its end in the ledger', () => {
    const ends = Object.groupBy(
      numbers.flatMap((number) => ledgerOf(world, number)),
      ({ status }) => status,
    );
    const { accepted = [], uncertain = [], ...others } = ends;
    expect(others).toEqual({});
    expect(accepted.length + uncertain.length).toBe(2_000);
    expect(uncertain.length).toBeGreaterThan(0);
    expect(uncertain.every(({ undeliveredAt }) => undeliveredAt !== undefined)).toBe(true);
    process.stdout.write(
      `notice kills: ${accepted.length} accepted, ${uncertain.length} uncertain, ${world.sent.length} sent\n`,
    );
  });

  test('none went out twice, and each that was accepted went out', () => {
    const sent = arrived(world);
    for (const number of numbers) {
      const told = sent.get(number) ?? [];
      expect(told.length, number).toBe(new Set(told).size);
      for (const { step, status } of ledgerOf(world, number)) {
        if (status === 'accepted') expect(told, `${number} ${step}`).toContain(step);
      }
    }
  });

  test('what the petitioner was told came in its order', () => {
    const order = steps.map(([step]) => step as string);
    for (const [number, told] of arrived(world)) {
      const toPetitioner = told.filter((step) => step !== 'new-case').map((step) => order.indexOf(step));
      expect(toPetitioner, number).toEqual(toPetitioner.toSorted((a, b) => a - b));
    }
  });
});

describe('every event brought one to five times and out of order', () => {
  test('leaves the same ledger as each brought once, and the same messages', async () => {
    const outcome = (world: SenderWorld) =>
      numbers.map((number) => [
        number,
        ledgerOf(world, number).map(({ step, status, tries }) => [step, status, tries]),
      ]);
    const once = await played(0, () => 1, 0);
    const often = await played(0, () => 1 + chance(5), 0);
    expect(outcome(often)).toEqual(outcome(once));
    const texts = ({ sent }: SenderWorld) => sent.map(({ to, text }) => `${to} ${text}`).toSorted();
    expect(texts(often)).toEqual(texts(once));
    expect(once.sent).toHaveLength(2_000);
  });
});
