import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMIT_POINTS } from '#local/journal/commit-points.ts';
import { freePort } from '../city-process.ts';
import { seededChance } from '../seeded-chance.ts';
import { type History, historyOf, sorted, waits, withoutAttempts } from './histories.ts';
import { lap, MONDAY_MS, notedCalls } from './lap.ts';
import { StubbornClient } from './stubborn-client.ts';
import { TownProcess } from './town-process.ts';

/*
 *   laps, one after the other ─────────────────────────────────► each execution's story must be that of the first lap
 *        ▲ SIGKILL before and after each commit point   ▲ 200 times at random, half of them among faults
 */

/** 30 seconds, real: a point not reached by then was never hit. */
const LONGEST_TO_HIT_MS = 30_000;
const RANDOM_KILLS = Number(process.env.RANDOM_KILLS ?? 200);
const seed = Number(process.env.COMMIT_POINTS_SEED ?? Date.now() % 1_000_000);
const chance = seededChance(seed);
const folder = mkdtempSync(join(tmpdir(), 'daedap-points-'));

let town: TownProcess;
let client: StubbornClient;
let reference: History;
let laps = 1;

beforeAll(async () => {
  process.stdout.write(`commit points: COMMIT_POINTS_SEED=${seed}\n`);
  town = new TownProcess(join(folder, 'home'), await freePort());
  client = new StubbornClient(town.url);
  town.spawn();
  await town.healthy();
  const [name = ''] = await lap(client, town.home, 0, 1);
  reference = await historyOf(client, name);
  await town.kill();
});

afterAll(async () => {
  await town.bury();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs laps until `work` is done and the lap under way has ended; gives the names of their executions. */
async function lapsDuring(work: Promise<unknown>, executions: number): Promise<string[]> {
  const names: string[] = [];
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    names.push(...(await Promise.race([lap(client, town.home, laps, executions), failing(done)])));
    laps += 1;
  }
  await done;
  // What a repeated attempt put off ends now.
  await client.control('clock', { to: new Date(MONDAY_MS + laps * 7_200_000).toISOString() });
  return names;
}

/** Never resolves; rejects as the work does. */
function failing(work: Promise<unknown>): Promise<never> {
  return new Promise((_, failed) => work.catch(failed));
}

/** What a call was given, by call: made again, it is given the same. */
function contradictions(): string[] {
  const given = new Map<string, string>();
  return notedCalls(town.home).flatMap((call) => {
    if (call.execution === undefined) return [];
    const key = `${call.execution} ${call.state} ${call.token ?? ''}`;
    const text = JSON.stringify(call);
    const known = given.get(key) ?? text;
    given.set(key, known);
    return known === text ? [] : [`${known} then ${text}`];
  });
}

test('the story that must survive is whole', () => {
  expect(reference.status).toBe('SUCCEEDED');
  expect(reference.told.length).toBeGreaterThan(50);
  expect(waits(reference.told)).toEqual([60_000, 60_000, 7_000, 7_000, 600_000]);
});

describe('killed before and after each commit point', () => {
  const neverHit: string[] = [];
  let names: string[] = [];

  beforeAll(async () => {
    const killAtEach = async (): Promise<void> => {
      const points = COMMIT_POINTS.filter((point) => point !== 'sign-in key');
      for (const crashAt of points.flatMap((point) => [`${point}:1:before`, `${point}:1:after`])) {
        if (crashAt.startsWith('resumed')) await dieAt('call-answered:1:before', neverHit);
        await dieAt(crashAt, neverHit);
      }
      town.spawn();
      await town.healthy();
    };
    names = await lapsDuring(killAtEach(), 2);
    // Its key is made when the pool is new.
    for (const when of ['before', 'after']) {
      const fresh = new TownProcess(join(folder, `key-${when}`), await freePort());
      fresh.spawn(`sign-in key:1:${when}`);
      if (!(await fresh.dies(LONGEST_TO_HIT_MS))) neverHit.push(`sign-in key:1:${when}`);
      fresh.spawn();
      await fresh.healthy();
      await fresh.bury();
    }
  }, 1_800_000);

  test('every point was hit', () => expect(neverHit).toEqual([]));

  test('no execution is lost, none has an event twice, each timer fires at its own instant', async () => {
    process.stdout.write(`commit points: ${names.length} executions in ${laps} laps\n`);
    for (const name of names) {
      const { status, ids, told } = await historyOf(client, name);
      expect(status, name).toBe('SUCCEEDED');
      expect(ids, name).toEqual(ids.map((_, index) => index + 1));
      expect(sorted(told), name).toEqual(sorted(reference.told));
    }
  });

  test('a call made again was given the same', () => expect(contradictions()).toEqual([]));
});

describe('killed at random moments, half of them among throttles and dropped answers', () => {
  let names: string[] = [];

  beforeAll(async () => {
    const killAtRandom = async (): Promise<void> => {
      for (let kill = 0; kill < RANDOM_KILLS; kill += 1) {
        await town.kill();
        town.spawn();
        await town.healthy();
        if (kill % 2 === 1) await causeFaults();
        await sleep(chance(700));
      }
      await town.kill();
      town.spawn();
      await town.healthy();
    };
    names = await lapsDuring(killAtRandom(), 20);
  }, 1_800_000);

  test('no execution is lost, no history is torn, each wait lasts as long as it should', async () => {
    process.stdout.write(`commit points: ${names.length} executions, ${RANDOM_KILLS} random deaths\n`);
    for (const name of names) {
      const { status, ids, told } = await historyOf(client, name);
      expect(status, name).toBe('SUCCEEDED');
      expect(ids, name).toEqual(ids.map((_, index) => index + 1));
      expect(withoutAttempts(told), name).toEqual(withoutAttempts(reference.told));
      expect(waits(told), name).toEqual(waits(reference.told));
    }
  });

  test('a call made again was given the same', () => expect(contradictions()).toEqual([]));
});

async function dieAt(crashAt: string, neverHit: string[]): Promise<void> {
  town.spawn(crashAt);
  if (await town.dies(LONGEST_TO_HIT_MS)) return;
  neverHit.push(crashAt);
  await town.kill();
}

/** Calls of functions and of Step Functions are refused, or their answers lost. Gone with the next death. */
async function causeFaults(): Promise<void> {
  for (const [service, operation, kind] of [
    ['lambda', 'Invoke', 'throttle'],
    ['lambda', 'Invoke', 'drop-answer'],
    ['states', 'StartExecution', 'drop-answer'],
  ])
    await client.control('faults', { service, operation, kind, rate: 0.2 });
}
