import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import { City } from '#test/journeys/city.ts';
import { sayFor, transferOutside } from '#test/journeys/outside.ts';
import {
  answer,
  definitionOf,
  definitionToday,
  fileUntilTheyWait,
  historyOf,
  openCityWith,
  recorded,
  versions,
  type Waiting,
} from './city-of-version.ts';

/** What happened, without what differs from complaint to complaint. */
const storyOf = (events: readonly HistoryEvent[]): string[] =>
  events.map(({ type, stateEnteredEventDetails }) =>
    stateEnteredEventDetails === undefined ? String(type) : `${type} ${stateEnteredEventDetails.name}`,
  );

/** The members of what each step answered, by step: `Assign.deadline`. */
function membersAnswered(events: readonly HistoryEvent[]): string[] {
  let step = '';
  return events.flatMap(({ stateEnteredEventDetails, taskSucceededEventDetails }) => {
    step = stateEnteredEventDetails?.name ?? step;
    const { Payload }: { Payload?: object } = JSON.parse(taskSucceededEventDetails?.output ?? '{}');
    return Object.keys(Payload ?? {}).map((member) => `${step}.${member}`);
  });
}

/** Reads a recorded file of events. */
const eventsOf = (version: string, state: string): HistoryEvent[] =>
  JSON.parse(recorded(version, `${state}.json`)).events;

describe.each(versions)('executions that began by the workflow of %s', (version) => {
  /** As it was recorded, marked so that it is told from today's even while they are equal. */
  const definition = recorded(version, 'definition.asl.json').replace(
    '"One complaint',
    `"Of ${version}: one complaint`,
  );
  let home: string;
  let cloud: Cloud;
  let city: City;
  let waiting: Waiting;
  let transferred: Receipt;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'daedap-upgrade-'));
    cloud = await openCityWith(definition, home);
    waiting = await fileUntilTheyWait(new City(cloud.url));
    ({ receipt: transferred } = await new City(cloud.url).assigned());
  });
  afterAll(async () => {
    await cloud.close();
    rmSync(home, { recursive: true, force: true });
  });

  const upgrade = async (): Promise<void> => {
    await cloud.close();
    cloud = await openCityWith(definitionToday(), home);
    city = new City(cloud.url);
  };
  const statusOf = async (receipt: Receipt): Promise<string> => (await city.track(receipt)).body.status;
  const rate = async (receipt: Receipt): Promise<void> => {
    expect((await city.rate(receipt, 4)).status).toBe(202);
    await city.rest();
  };
  const lastEvent = async (receipt: Receipt) => (await historyOf(city, receipt)).at(-1)?.type;

  test('take the recorded way into their wait, and find every member of every answer that they knew', async () => {
    const before = new City(cloud.url);
    for (const [state, receipt] of Object.entries(waiting)) {
      const [then, now] = [eventsOf(version, state), await historyOf(before, receipt)];
      expect(storyOf(now), state).toEqual(storyOf(then));
      expect(membersAnswered(now), state).toEqual(expect.arrayContaining(membersAnswered(then)));
    }
  });

  test('keep their definition over the upgrade, while what is filed now begins by today’s', async () => {
    await upgrade();
    for (const [state, receipt] of Object.entries(waiting)) {
      expect(await definitionOf(cloud, receipt), state).toContain(`Of ${version}: one complaint`);
    }
    const { body: receipt } = await city.file();
    await city.rest();
    expect(await definitionOf(cloud, receipt)).not.toContain(`Of ${version}`);
  });

  test('are rated, answered and classified by today’s functions, and closed', async () => {
    await rate(waiting.AwaitRating);
    await answer(city, waiting.AwaitAnswer);
    await rate(waiting.AwaitAnswer);
    const { etag } = await city.case('operator-1', waiting.AskForClassification.number);
    await city.classify('operator-1', waiting.AskForClassification.number, etag);
    await city.rest();
    await answer(city, waiting.AskForClassification);
    await rate(waiting.AskForClassification);
    for (const receipt of [waiting.AwaitRating, waiting.AwaitAnswer, waiting.AskForClassification]) {
      expect([await statusOf(receipt), await lastEvent(receipt)]).toEqual(['closed', 'ExecutionSucceeded']);
    }
  });

  test('that are transferred outside need an operator, who brings them on by today’s workflow', async () => {
    const { number } = transferred;
    const person = await city.personNamed(number);
    await transferOutside(city, person, number, { institution: 'seoul-police', reason: '소관' });
    expect(await city.queue()).toMatchObject([{ number, state: 'WhichWay?', error: 'StageUnexpected' }]);
    expect((await city.resume(number)).status).toBe(202);
    await city.rest();
    await sayFor(city, 'police-1', number, 'acceptance', { body: { reference: '7' } });
    expect(await statusOf(transferred)).toBe('transferred');
    expect(await city.queue()).toEqual([]);
  });

  test('climb every rung by today’s functions when nobody answers, and close when the rating’s window does', async () => {
    await city.advance('P30D');
    const { notices } = await city.history(waiting.Unanswered.number);
    expect(notices.map(({ step }) => step)).toEqual(
      expect.arrayContaining([
        'remind-official-50',
        'remind-official-80',
        'escalate-to-lead',
        'escalate-to-director',
        'escalate-to-audit-office',
      ]),
    );
    await answer(city, waiting.Unanswered);
    await city.advance('P30D');
    expect([await statusOf(waiting.Unanswered), await lastEvent(waiting.Unanswered)]).toEqual([
      'closed',
      'ExecutionSucceeded',
    ]);
    // The one that was filed today, which nobody answers either.
    expect((await city.queue()).map(({ error }) => error)).toEqual(['Unanswered']);
  });
});

test('every function that a recorded version calls is still in the template, under its name', () => {
  const placeholders = (text: string): string[] => [
    ...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => String(name))),
  ];
  const today = placeholders(definitionToday());
  for (const version of versions) {
    expect(today, version).toEqual(expect.arrayContaining(placeholders(recorded(version, 'definition.asl.json'))));
  }
});
