import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListStateMachinesCommand, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshAssembly } from '#infra/fresh-assembly.ts';
import type { History } from '#schemas/api/auditor.ts';
import type { ListedComplaint } from '#schemas/api/official-case.ts';
import { forEach } from '#test/journeys/at-once.ts';
import type { Message } from '#test/journeys/city.ts';
import { officialsOf, partOf, rateAnswers, workOff } from './city-at-work.ts';
import { CityProcess, freePort } from './city-process.ts';
import { filings } from './filings.ts';
import { seededChance } from './seeded-chance.ts';
import { type Aftermath, file, type Kill, storm } from './storm.ts';
import { StubbornCity } from './stubborn-city.ts';

/*
 *   500 filings, 8 at once ───────────────────────────► each repeated under its key until it is answered
 *      ▲ kill -9 of the group    ▲ of the city alone       50 and 10 times, some while the city starts
 *   a holiday is decreed, 60 days and more go by ───────────────────────────► officials silent for weeks, then at work, a tenth never; 6 more deaths
 */

const seed = Number(process.env.KILL_STORM_SEED ?? Date.now() % 1_000_000);
const chance = seededChance(seed);
const home = mkdtempSync(join(tmpdir(), 'daedap-storm-'));
const monday = '2026-11-23T00:00:00.000Z';
const wanted = filings(Number(process.env.STORM_FILINGS ?? 500));
/** Decreed while all complaints are open, and the city dies of it. */
const decreedOn = '2026-11-27';

/** Fifty of the group, ten of the city alone; ten of the fifty while it starts, of which two while it makes its home. */
const kills: readonly Kill[] = Array.from({ length: 60 }, (_, index) => {
  if (index < 2) return { whom: 'group', when: 'starting', afterMs: chance(2_500) };
  if (index % 6 === 3 && index > 10) return { whom: 'group', when: 'starting', afterMs: chance(700) };
  return { whom: index % 6 === 5 ? 'alone' : 'group', when: 'up', afterMs: chance(500) };
});

let started: CityProcess;
let city: StubbornCity;
let aftermath: Aftermath;

beforeAll(async () => {
  process.stdout.write(`kill storm: KILL_STORM_SEED=${seed}\n`);
  const root = resolve(import.meta.dirname, '../..');
  await freshAssembly({ root, out: join(root, 'cdk.out') });
  started = new CityProcess(home, await freePort(), monday);
  city = new StubbornCity(started.url);
  aftermath = await storm(city, started, kills, wanted);
  const [fastest, median, slowest] = [0, 0.5, 0.999].map((part) => {
    const sorted = aftermath.startMs.toSorted((a, b) => a - b);
    return sorted[Math.floor(part * sorted.length)]?.toFixed(0);
  });
  process.stdout.write(`kill storm: ${city.repeats} repeats; starts ${fastest}, ${median}, ${slowest} ms\n`);
}, 900_000);

afterAll(async () => {
  await started.killGroup();
  rmSync(home, { recursive: true, force: true });
});

const receipts = () => [...aftermath.receipts.values()];
const numbers = () => receipts().map(({ number }) => number);

/** Moves the clock to the instant, and has the city killed meanwhile; whoever moves it says it again. */
async function toDespiteDeath(instant: string): Promise<void> {
  await Promise.all([city.to(instant), dieSoon()]);
}

async function dieSoon(): Promise<void> {
  await sleep(chance(1_500));
  await started.killGroup();
  started.spawn();
  await started.healthy();
}

describe('after 50 deaths of the city with its database and 10 without it, while the filings went in', () => {
  test('the next start has ended each database that was left alone', () => {
    expect(aftermath.orphansLeft).toEqual([]);
  });

  test('every number that was given answers to its access code', async () => {
    await city.rest();
    expect(new Set(numbers()).size).toBe(wanted.length);
    await forEach(receipts(), async (receipt) => {
      expect((await city.track(receipt)).status, receipt.number).toBe(200);
    });
  });

  test('a repeat of each key gets the same answer', async () => {
    await forEach([...aftermath.receipts], async ([filing, receipt]) => {
      expect(await file(city, filing)).toEqual(receipt);
    });
  });
});

describe('after 60 days', () => {
  let histories: History[];
  let messages: Message[];

  beforeAll(async () => {
    const officials = await officialsOf(city);
    const answerThenRate = async (mine?: (listed: ListedComplaint) => boolean): Promise<void> => {
      while ((await workOff(city, officials, mine)) > 0) await city.rest();
      await rateAnswers(
        city,
        receipts().filter(({ number }) => partOf(number, 2) === 0),
      );
    };
    await Promise.all([city.decree('PUT', decreedOn), dieSoon()]);
    await toDespiteDeath('2026-11-23T08:00:00.000Z');
    await toDespiteDeath('2026-11-24T01:00:00.000Z');
    await answerThenRate(({ number }) => partOf(number, 3) === 0);
    await toDespiteDeath('2026-11-27T01:00:00.000Z');
    await toDespiteDeath('2026-12-04T01:00:00.000Z');
    await toDespiteDeath('2026-12-14T01:00:00.000Z');
    // A tenth of them nobody ever answers, of those whose ladder ends within the sixty days.
    await answerThenRate(({ number, dueAt }) => partOf(number, 10) !== 0 || dueAt > '2027-01-01');
    await toDespiteDeath('2027-01-01T01:00:00.000Z');
    await city.to('2027-01-25T01:00:00.000Z');
    messages = (await city.ask<{ messages: Message[] }>('GET', '/_local/outbox')).body.messages;
    histories = [];
    await forEach(numbers(), async (number) => histories.push(await city.history(number)));
  }, 900_000);

  test('each complaint is closed or stands in the operator’s queue', async () => {
    const inQueue = new Set((await city.queue()).map(({ number }) => number));
    const stuck = histories.filter(({ number, complaint }) => complaint.stage !== 'closed' && !inQueue.has(number));
    expect(stuck).toEqual([]);
    expect(inQueue.size).toBeGreaterThan(0);
    process.stdout.write(`kill storm: ${inQueue.size} in the operator's queue\n`);
  });

  test('each has exactly one execution, and none is there without a complaint', async () => {
    const { body } = await city.ask<{ endpoint: string; region: string; credentials: never }>(
      'GET',
      '/_local/endpoint',
    );
    const client = new SFNClient(body);
    const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
    const ofComplaints = stateMachines.find(({ name }) => name?.includes('ComplaintMachine'));
    const stateMachineArn = ofComplaints?.stateMachineArn;
    const names: string[] = [];
    for await (const page of paginateListExecutions({ client }, { stateMachineArn })) {
      for (const { name, status } of page.executions ?? []) names.push(`${name} ${status}`);
    }
    expect(names.sort()).toEqual(
      histories
        .map(({ number, complaint }) => `${number}-1 ${complaint.stage === 'closed' ? 'SUCCEEDED' : 'RUNNING'}`)
        .sort(),
    );
    expect(histories.filter(({ executions }) => executions.length !== 1)).toEqual([]);
  });

  test('no notice stands twice in the outbox, and each in the ledger has come to its end', () => {
    const sent = messages.map(({ to, text }) => `${to} ${text}`);
    expect(sent.filter((each, index) => sent.indexOf(each) !== index)).toEqual([]);
    const ends = Object.groupBy(
      histories.flatMap(({ notices }) => notices),
      ({ status }) => status,
    );
    // What leads read each morning is no complaint's notice.
    const told = messages.filter(({ text }) => !text.includes('부서 민원'));
    const { accepted = [], uncertain = [], unreachable = [], ...others } = ends;
    expect(others).toEqual({});
    // The audit office's topic has one subscriber in the sample city, so that each notice is one message.
    expect(told.length).toBeGreaterThanOrEqual(accepted.length);
    expect(told.length).toBeLessThanOrEqual(accepted.length + uncertain.length);
    process.stdout.write(
      `kill storm: ${accepted.length} notices accepted, ${uncertain.length} uncertain, ${unreachable.length} unreachable, ${told.length} in the outbox\n`,
    );
  });

  test('each deadline that a decree touched counts it once, and its petitioner was told once', () => {
    // Those that were answered while the storm went on had no date to lose any more.
    const isOpen = (answeredAt = '9999'): boolean => answeredAt > '2026-11-23T01';
    const touched = histories.filter(
      ({ clock, complaint }) => (clock?.lines[0]?.dueAt ?? '') > `${decreedOn}T` && isOpen(complaint.answeredAt),
    );
    expect(touched.length).toBeGreaterThan(0);
    for (const { number, ledger, notices } of touched) {
      expect(ledger.filter(({ kind }) => kind === 'decreed-holiday').length, number).toBe(1);
      const told = notices.filter(({ step }) => step === 'due-date-moved').length;
      expect(told, number).toBeLessThanOrEqual(1);
    }
    process.stdout.write(`kill storm: ${touched.length} deadlines were moved by a decree\n`);
  });

  test('each audit trail is without a gap', () => {
    for (const { number, entries } of histories) {
      expect(
        entries.map(({ entry }) => entry),
        number,
      ).toEqual(entries.map((_, index) => index + 1));
    }
  });
});
