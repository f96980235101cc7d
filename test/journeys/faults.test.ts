import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Receipt } from '#schemas/api/citizen.ts';
import { AwsSide, busy, inWaiting } from './aws-side.ts';
import { type City, type Message, openCity, unsureFiling } from './city.ts';
import { type Failure, failuresIn, ofSteps, ofWaits, permanent, retried, steps, story, waits } from './failures.ts';

// Stories of many complaints over many days, on a machine that may have other things to do: 180_000 (3 minutes).
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

/** A complaint to which something happens: a failure at a state. */
type Struck = { readonly receipt: Receipt; readonly state: string; readonly failure: Failure };

const AT_ONCE = 8;

async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}

/** Sets a failure of a state, for one complaint: so often, or until faults are taken away. */
async function strike(number: string, state: string, { by }: Failure, count?: number): Promise<void> {
  const where = waits.includes(state) ? inWaiting(number) : { ...busy(state), input: number };
  await city.fault({ ...where, ...by, ...(count === undefined ? {} : { count }) });
}

/** Files a complaint without letting its execution begin. */
async function fileHeld(count: number): Promise<Receipt[]> {
  await city.fault(busy('Relay'));
  const filed = await each(Array.from({ length: count }), async () => (await city.file(unsureFiling)).body);
  await city.noFaults();
  return filed;
}

const stageOf = async (number: string): Promise<string> => (await city.history(number)).complaint.stage;

/** The central desk says what they are: every complaint that still waits for that. */
async function classifyAll(): Promise<void> {
  const listed = await city.list('operator-1');
  await each(listed, async ({ number }) => {
    const { body, etag } = await city.case('operator-1', number);
    if (body.signals.length > 0) return;
    expect((await city.classify('operator-1', number, etag)).status).toBe(202);
  });
}

/** The officials answer whatever stands on their lists. */
async function answerAll(): Promise<void> {
  const { people } = (await city.ask<{ people: { id: string }[] }>('GET', '/_local/people')).body;
  const officials = people.filter(({ id }) => id.startsWith('official-gangnam-office'));
  await each(officials, async ({ id }) => {
    for (const { number } of await city.list(id)) {
      const { body, etag } = await city.case(id, number);
      if (body.signals.some(({ kind }) => kind === 'answer')) continue;
      expect((await city.answer(id, number, etag)).status).toBe(202);
    }
  });
}

/** Every petitioner who was answered rates it. */
async function rateAll(receipts: readonly Receipt[]): Promise<void> {
  await each(receipts, async (receipt) => {
    const { status, signals } = (await city.track(receipt)).body;
    if (status !== 'answered' || signals.length > 0) return;
    expect((await city.rate(receipt, 5)).status).toBe(202);
  });
}

/** Classified, answered and rated, whatever of it is still to do. */
async function toTheEnd(receipts: readonly Receipt[]): Promise<void> {
  for (const act of [classifyAll, answerAll, () => rateAll(receipts)]) {
    await act();
    await city.advance('PT1M');
  }
}

/** That complaints came to their end, in so many executions, and nothing happened to them twice. */
async function checkEnds(receipts: readonly Receipt[], executions: number): Promise<void> {
  const { messages } = (await city.ask<{ messages: Message[] }>('GET', '/_local/outbox')).body;
  const told = messages.map(({ to, text }) => `${to} ${text}`);
  expect(told.toSorted()).toEqual([...new Set(told)].toSorted());
  await each(receipts, (receipt) => checkEnd(receipt, executions));
}

async function checkEnd({ number }: Receipt, executions: number): Promise<void> {
  const found = await city.history(number);
  expect(found.complaint).toMatchObject({ stage: 'closed', status: 'closed', score: 5 });
  expect(found.executions).toEqual(Array.from({ length: executions }, (_, n) => `${number}-${n + 1}`));
  const told = found.notices.map(({ step, status }) => `${step} ${status}`);
  expect(told.toSorted()).toEqual([...new Set(told)].toSorted());
  const acts = found.entries.map(({ action, facts }) => `${action} ${facts.rung ?? facts.signal ?? ''}`);
  const once = acts.filter((act) => !/^(history-read|needs-a-person|resumed|taken-up-again|handed-over)/.test(act));
  expect(once.toSorted()).toEqual([...new Set(once)].toSorted());
}

describe('the errors caused here', () => {
  test('are all that a state retries', () => {
    expect(new Set([...ofSteps, ...ofWaits].map(({ error }) => error))).toEqual(retried);
  });
});

const failuresOf = (state: string): readonly Failure[] => (waits.includes(state) ? ofWaits : ofSteps);

describe('a Task that fails once', () => {
  test('is tried again and the case goes on, whatever the error', async () => {
    const receipts = await fileHeld(ofSteps.length);
    const errors = receipts.map(({ number }, n) => ({
      number,
      ofStep: ofSteps[n] ?? permanent.ofStep,
      ofWait: ofWaits[n % ofWaits.length] ?? permanent.ofWait,
    }));
    const strikeWaits = () => each(errors, ({ number, ofWait }) => strike(number, 'AwaitAnswer', ofWait, 1));
    await each(errors, async ({ number, ofStep }) => {
      for (const state of story) if (steps.includes(state)) await strike(number, state, ofStep, 1);
    });
    await strikeWaits();
    await city.advance('PT1M');
    await strikeWaits();
    await classifyAll();
    // The last rung, after which the petitioner is told of the progress: thirty days.
    await city.to('2026-12-24T00:00:00.000Z');
    await strikeWaits();
    await answerAll();
    await city.advance('PT1M');
    await rateAll(receipts);
    await city.advance('PT1M');
    const failures = await each(errors, async ({ number, ofStep, ofWait }) => {
      const expected = story.map((state) => `${state} ${(waits.includes(state) ? ofWait : ofStep).error}`);
      const found = new Set(failuresIn(await aws.events(`${number}-1`)));
      return { expected: expected.toSorted(), found: [...found].toSorted() };
    });
    for (const { expected, found } of failures) expect(found).toEqual(expected);
    await checkEnds(receipts, 1);
    expect(await city.queue()).toEqual([]);
  });
});

describe('a Task that fails for ever', () => {
  const rungs = story.filter((state) => /^(Remind|Escalate|Tell)/.test(state));

  test.each([
    ['on the straight way', story.filter((state) => !rungs.includes(state)), '2026-12-28T00:00:00.000Z', 'PT1M'],
    ['on the ladder', rungs, '2026-12-28T01:00:00.000Z', 'P32D'],
  ] as const)(
    '%s leaves the case in the operator’s queue with state and error; resumed, it comes to its end',
    async (_where, states, from, silence) => {
      await city.to(from);
      const planned = states.flatMap((state) =>
        [...failuresOf(state), waits.includes(state) ? permanent.ofWait : permanent.ofStep].map((failure) => ({
          state,
          failure,
        })),
      );
      const receipts = await fileHeld(planned.length);
      const struck = receipts.map((receipt, n) => ({
        receipt,
        ...(planned[n] ?? { state: '', failure: permanent.ofStep }),
      }));
      // The fault of a wait bears no state's name: it is set when only that wait is ahead.
      const strikeAll = async (isNow: (state: string) => boolean): Promise<void> => {
        const now = struck.filter(({ state }) => isNow(state));
        await each(now, ({ receipt, state, failure }) => strike(receipt.number, state, failure));
      };
      await strikeAll((state) => state === 'AskForClassification' || steps.includes(state));
      await city.advance('PT1M');
      await strikeAll((state) => state === 'AwaitAnswer');
      await classifyAll();
      await city.advance(silence);
      await strikeAll((state) => state === 'AwaitRating');
      await answerAll();
      await city.advance('PT1M');
      await rateAll(receipts);
      await city.advance('PT1M');

      // A complaint that did close needs nobody, though nobody learnt that it did.
      const isClosed = ({ state, failure }: Struck): boolean => state === 'Close' && failure.hasEffect === true;
      const needy = struck.filter((one) => !isClosed(one));
      const rows = (await city.queue()).map(({ execution, state, error }) => `${execution} ${state} ${error}`);
      expect(rows.toSorted()).toEqual(
        needy.map(({ receipt: { number }, state, failure: { error } }) => `${number}-1 ${state} ${error}`).toSorted(),
      );

      await city.noFaults();
      await each(needy, async ({ receipt }) => expect((await city.resume(receipt.number)).status).toBe(202));
      await city.advance('PT1M');
      await toTheEnd(receipts);
      expect(await city.queue()).toEqual([]);
      await checkEnds(
        needy.map(({ receipt }) => receipt),
        2,
      );
      await checkEnds(
        struck.filter(isClosed).map(({ receipt }) => receipt),
        1,
      );
    },
  );

  test('also where the fault is in handing over to a person: then the failed execution itself calls one', async () => {
    await city.to('2027-02-15T00:00:00.000Z');
    const failures = [...ofSteps, permanent.ofStep];
    const receipts = await fileHeld(failures.length);
    await each(receipts, ({ number }) => strike(number, 'Classify', permanent.ofStep));
    for (const [n, { number }] of receipts.entries()) {
      await strike(number, 'NeedsAPerson', failures[n] ?? permanent.ofStep);
    }
    await city.advance('PT1M');
    await city.noFaults();
    await city.advance('PT1H');
    const queue = await city.queue();
    expect(queue.map(({ number }) => number).toSorted()).toEqual(receipts.map(({ number }) => number).toSorted());
    for (const [n, { number }] of receipts.entries()) {
      const { state, error } = queue.find((need) => need.number === number) ?? {};
      const expected = failures[n]?.hasEffect === true ? 'Classify CityRecordMissing' : 'FAILED NeedsAPerson';
      expect(`${state} ${error}`).toBe(expected);
    }
    await each(receipts, ({ number }) => city.resume(number));
    await city.advance('PT1M');
    await toTheEnd(receipts);
    await checkEnds(receipts, 2);
  });
});

describe('an execution stopped from outside', () => {
  test('is in the queue by the rule on its status, and a resume takes it up where it stood', async () => {
    await city.to('2027-02-16T00:00:00.000Z');
    const { body: receipt } = await city.file();
    await city.rest();
    const { number } = receipt;
    await aws.stop(`${number}-1`);
    await city.rest();
    expect(await city.queue()).toMatchObject([
      { number, execution: `${number}-1`, state: 'ABORTED', error: 'Stopped' },
    ]);
    // What is said meanwhile is kept, and heard by the next execution.
    const person = await city.personNamed(number);
    const { etag } = await city.case(person, number);
    expect((await city.answer(person, number, etag)).status).toBe(202);
    await city.rest();
    expect(await stageOf(number)).toBe('answer');
    expect((await city.resume(number)).body).toEqual({ number, execution: 2 });
    expect(await city.resume(number)).toMatchObject({ status: 409, body: { code: 'nothing-to-resume' } });
    await city.rest();
    expect(await stageOf(number)).toBe('rating');
    await toTheEnd([receipt]);
    await checkEnds([receipt], 2);
    expect(await city.queue()).toEqual([]);
  });
});

describe('an execution that grows too old', () => {
  test('hands over to the next, though handing over fails once, for ever, or without its answer', async () => {
    await city.to('2027-02-17T00:00:00.000Z');
    const once = await fileHeld(ofSteps.length);
    const forEver = await fileHeld(ofSteps.length + 1);
    for (const [n, { number }] of once.entries()) {
      await strike(number, 'Continue', ofSteps[n] ?? permanent.ofStep, 1);
    }
    const failures = [...ofSteps, permanent.ofStep];
    for (const [n, { number }] of forEver.entries()) {
      await strike(number, 'Continue', failures[n] ?? permanent.ofStep);
    }
    await city.advance('PT1M');
    await classifyAll();
    await city.advance('P301D');
    // Nobody answered any of them: that stands there too, where nothing worse does.
    const queue = (await city.queue()).filter(({ error }) => error !== 'Unanswered');
    const needy = forEver.filter((_, n) => failures[n]?.hasEffect !== true);
    expect(queue.map(({ number }) => number).toSorted()).toEqual(needy.map(({ number }) => number).toSorted());
    for (const [n, { number }] of forEver.entries()) {
      if (failures[n]?.hasEffect === true) continue;
      const need = queue.find((other) => other.number === number);
      expect(need).toMatchObject({ state: 'Continue', error: failures[n]?.error });
    }
    await city.noFaults();
    await each(needy, ({ number }) => city.resume(number));
    await city.advance('PT1M');
    await toTheEnd([...once, ...forEver]);
    await checkEnds([...once, ...forEver], 2);
    expect(await city.queue()).toEqual([]);
  });
});
