import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt } from '#schemas/api/citizen.ts';
import { officialsOf, partOf, rateAnswers, workOff } from './city-at-work.ts';
import { type CityProcess, isAlive } from './city-process.ts';
import type { KeyedFiling } from './filings.ts';
import type { StubbornCity } from './stubborn-city.ts';

/** A death by SIGKILL: of the whole process group or of the city alone, so long after it was started or was up. */
export type Kill = {
  readonly whom: 'group' | 'alone';
  readonly when: 'starting' | 'up';
  readonly afterMs: number;
};

/** What a storm leaves to be judged. */
export type Aftermath = {
  readonly receipts: ReadonlyMap<KeyedFiling, Receipt>;
  /** Processes of the city before that still ran when the next one was up. */
  readonly orphansLeft: readonly number[];
  /** Real milliseconds from each start to health. */
  readonly startMs: readonly number[];
};

const AT_ONCE = 8;
/** One complaint in so many is answered and rated while the storm goes on, by one official in so many. */
const ANSWERED_PART = 5;
const OFFICIALS_PART = 4;
/** Between their looks at their lists; officials who look all the time would be most of the storm's work. */
const PAUSE_MS = 500;

/**
 * Lets all filings in, eight at a time, while the city is killed and started again; each kill has its share of them.
 * Officials answer some meanwhile. Ends when all is filed; the city then is up.
 */
export async function storm(
  city: StubbornCity,
  started: CityProcess,
  kills: readonly Kill[],
  wanted: readonly KeyedFiling[],
): Promise<Aftermath> {
  const receipts = new Map<KeyedFiling, Receipt>();
  const startMs: number[] = [];
  const orphansLeft: number[] = [];
  let orphans: number[] = [];
  let letIn = 0;
  let isOver = false;
  const waiting = [...wanted];

  const up = async (): Promise<void> => {
    startMs.push(await started.healthy());
    orphansLeft.push(...orphans.splice(0).filter(isAlive));
  };
  const fileAll = async (): Promise<void> => {
    for (let filing = waiting.shift(); filing !== undefined; filing = waiting.shift()) {
      while (wanted.length - waiting.length > letIn) await sleep(5);
      receipts.set(filing, await file(city, filing));
    }
  };
  const answerSome = async (): Promise<void> => {
    const some = (await officialsOf(city)).filter((_, index) => index % OFFICIALS_PART === 0);
    const isChosen = ({ number }: { number: string }): boolean => partOf(number, ANSWERED_PART) === 0;
    while (!isOver) {
      await workOff(city, some, isChosen);
      await rateAnswers(city, [...receipts.values()].filter(isChosen));
      await sleep(PAUSE_MS);
    }
  };
  let work: Promise<unknown> | undefined;
  for (const [index, { whom, when, afterMs }] of kills.entries()) {
    started.spawn();
    if (when === 'up') {
      await up();
      letIn = Math.ceil((wanted.length * (index + 1)) / kills.length);
      work ??= handled(Promise.all([...Array.from({ length: AT_ONCE }, fileAll), answerSome()]));
    }
    await Promise.race([sleep(afterMs), work ?? sleep(afterMs)]);
    if (whom === 'group') await started.killGroup();
    else orphans = await started.killAlone();
  }
  started.spawn();
  await up();
  letIn = wanted.length;
  while (receipts.size < wanted.length) await Promise.race([sleep(20), work]);
  isOver = true;
  await work;
  return { receipts, orphansLeft, startMs };
}

/** Files until it is answered. */
export async function file(city: StubbornCity, { key, body }: KeyedFiling): Promise<Receipt> {
  const token = await city.token('app-web');
  const { status, body: receipt } = await city.ask<Receipt>('POST', '/v1/complaints', { token, key, body });
  if (status !== 201) throw new Error(`filing ${key}: ${status} ${JSON.stringify(receipt)}`);
  return receipt;
}

/** Its fault is heard when it is awaited, not before. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
