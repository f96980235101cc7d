import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { AwsSide, busy, inWaiting } from './aws-side.ts';
import { type City, openCity, sevenDays } from './city.ts';
import { type Failure, failuresIn, ofSteps, ofWaits, permanent } from './failures.ts';
import { transferOutside } from './outside.ts';

vi.setConfig({ testTimeout: 180_000 });

let city: City;
let aws: AwsSide;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
  aws = await AwsSide.of(city);
});
afterEach(() => city.noFaults());
afterAll(async () => {
  aws.close();
  await close();
});

/** Of the errors that every state retries alike, three: the first story has them all. */
const someOfSteps = ofSteps.filter((_, n) => n % 4 === 0);
const someOfWaits = ofWaits.slice(0, 1);

/** A case, and who has it. */
type Case = { readonly number: string; readonly person: string };

/** A way beside the straight one: its wait and its step, how a case comes to where it begins, begins it, and has ended it. */
type Way = {
  readonly wait: string;
  readonly step: string;
  readonly prepare: (each: Case) => Promise<Case>;
  readonly begin: (each: Case) => Promise<unknown>;
  readonly lasts: string;
  readonly check: (number: string, executions: number) => Promise<void>;
};

const passOn = async ({ number, person }: Case, department: string): Promise<Case> => {
  await city.sayAs(person, number, 'transfer', { department, reason: '소관' });
  return { number, person: await city.personNamed(number) };
};
const refuse = ({ number, person }: Case) => city.sayAs(person, number, 'refusal', { reason: '소관 아님' });

const ways: readonly [string, Way][] = [
  [
    'a transfer outside',
    {
      wait: 'AwaitAcceptance',
      step: 'TakeBack',
      prepare: async (each) => each,
      begin: ({ number, person }) =>
        transferOutside(city, person, number, { institution: 'seoul-police', reason: '소관', termDays: 1 }),
      lasts: 'P2D',
      // It came back by silence: once, and told once.
      check: async (number, executions) => {
        const found = await city.history(number);
        expect(found.complaint.stage).toBe('answer');
        expect(found.executions).toHaveLength(executions);
        expect(found.entries.filter(({ action }) => action === 'transfer-taken-back')).toHaveLength(1);
        expect(found.notices.filter(({ step }) => step === 'transfer-returned')).toHaveLength(1);
      },
    },
  ],
  [
    'an adjudication',
    {
      wait: 'AwaitDecision',
      step: 'Adjudicate',
      prepare: async (each) => {
        await refuse(await passOn(each, 'parks'));
        return passOn(each, 'tax');
      },
      begin: refuse,
      lasts: 'PT1H',
      // It lies on the desk, which was told once, and whose decision is heard.
      check: async (number, executions) => {
        const found = await city.history(number);
        expect(found.complaint.stage).toBe('adjudication');
        expect(found.executions).toHaveLength(executions);
        expect(found.entries.filter(({ action }) => action === 'adjudication-asked')).toHaveLength(1);
        expect(found.notices.filter(({ step }) => step === 'adjudication-asked')).toHaveLength(1);
        await city.sayAs('operator-1', number, 'transfer', { department: 'housing', reason: '조정' });
        expect(await city.personNamed(number)).toMatch(/^official-housing-/);
      },
    },
  ],
];

async function ready({ prepare }: Way, count: number): Promise<Case[]> {
  const cases: Case[] = [];
  for (let n = 0; n < count; n += 1) {
    const { receipt, person } = await city.assigned(sevenDays);
    cases.push(await prepare({ number: receipt.number, person }));
  }
  return cases;
}

/** Sets a failure for one complaint: of its next wait, or of the step. */
const strike = (number: string, { step }: Way, state: string, { by }: Failure, count?: number) =>
  city.fault({
    ...(state === step ? { ...busy(state), input: number } : inWaiting(number)),
    ...by,
    ...(count === undefined ? {} : { count }),
  });

describe.each(ways)('a Task of %s', (_, way) => {
  test('that fails once is tried again', async () => {
    const cases = await ready(way, someOfSteps.length);
    const errors = cases.map((each, n) => ({
      ...each,
      ofStep: someOfSteps[n] ?? permanent.ofStep,
      ofWait: ofWaits[n % ofWaits.length] ?? permanent.ofWait,
    }));
    for (const { number, ofStep, ofWait } of errors) {
      await strike(number, way, way.step, ofStep, 1);
      await strike(number, way, way.wait, ofWait, 1);
    }
    for (const each of errors) await way.begin(each);
    await city.advance(way.lasts);
    for (const { number, ofStep, ofWait } of errors) {
      const found = new Set(failuresIn(await aws.events(`${number}-1`)));
      expect(found).toEqual(new Set([`${way.wait} ${ofWait.error}`, `${way.step} ${ofStep.error}`]));
      await way.check(number, 1);
    }
    expect((await city.queue()).filter(({ error }) => error !== 'Unanswered')).toEqual([]);
  });

  test('that fails for ever leaves the case in the operator’s queue, and resumed it goes on', async () => {
    const { now } = (await city.ask<{ now: string }>('GET', '/_local/clock')).body;
    await city.to(new Date(Date.parse(now) + 14 * 86_400_000).toISOString());
    const planned = [
      ...[...someOfWaits, permanent.ofWait].map((failure) => ({ state: way.wait, failure })),
      ...[...someOfSteps, permanent.ofStep].map((failure) => ({ state: way.step, failure })),
    ];
    const cases = await ready(way, planned.length);
    const struck = planned.map((each, n) => ({ ...each, ...(cases[n] ?? { number: '', person: '' }) }));
    for (const { number, state, failure } of struck) await strike(number, way, state, failure);
    for (const each of struck) await way.begin(each);
    await city.advance(way.lasts);
    const queue = (await city.queue()).filter(({ error }) => error !== 'Unanswered');
    const rows = queue.map(({ execution, state, error }) => `${execution} ${state} ${error}`);
    expect(rows.toSorted()).toEqual(
      struck.map(({ number, state, failure: { error } }) => `${number}-1 ${state} ${error}`).toSorted(),
    );
    await city.noFaults();
    for (const { number } of struck) expect((await city.resume(number)).status).toBe(202);
    await city.advance('PT1M');
    for (const { number } of struck) await way.check(number, 2);
  });
});
