import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NotQuiet } from '#local/clock/quiet.ts';
import { day, hour, monday, type Town, town } from '../town.ts';

let place: Town;
beforeEach(async () => {
  place = await town();
});
afterEach(() => place.close());

describe('the clock', () => {
  test('stands where it was told, moves by a duration or to an instant, and says what it fired', async () => {
    expect((await place.control('clock')).body).toEqual({ now: '2026-11-23T00:00:00.000Z', running: false });
    const fired: number[] = [];
    for (const after of [hour, 2 * hour, 30 * hour])
      place.clock.at(monday + after, () => fired.push(place.clock.now() - monday));
    expect((await place.control('clock', { advance: 'PT26H' })).body).toEqual({
      now: place.at(26 * hour),
      fired: expect.any(Number),
    });
    expect(fired).toEqual([hour, 2 * hour]);
    expect((await place.control('clock', { to: place.at(40 * hour) })).body).toMatchObject({
      now: place.at(40 * hour),
    });
    expect((await place.control('clock', { advance: 'P60D' })).body).toMatchObject({
      now: place.at(40 * hour + 60 * day),
    });
    expect((await place.control('clock', { advance: 'PT0S' })).body).toMatchObject({ fired: 0 });
  });

  test('is made to run and to stand', async () => {
    expect((await place.control('clock', { running: true })).body).toMatchObject({ running: true });
    expect((await place.control('clock', { running: false })).body).toMatchObject({ running: false });
  });

  test('refuses a second advance while one is under way', async () => {
    let release: () => void = () => {};
    let second: Promise<{ status: number; body: unknown }> | undefined;
    place.clock.at(monday + hour, () => {
      release = place.quiet.begin('a slow clerk');
      second = place.control('clock', { advance: 'PT1H' });
      void second.then(() => release());
    });
    expect((await place.control('clock', { advance: 'PT2H' })).status).toBe(200);
    expect(await second).toMatchObject({ status: 409, body: { code: 'advance-under-way' } });
  });

  test('that finds no rest says what is busy', async () => {
    place.clock.advanceTo = () => Promise.reject(new NotQuiet(['a slow clerk', 'sqs.SendMessage ×2']));
    expect(await place.control('clock', { advance: 'PT1H' })).toMatchObject({
      status: 503,
      body: {
        code: 'not-quiet',
        busy: ['a slow clerk', 'sqs.SendMessage ×2'],
        detail: expect.stringContaining('a slow clerk'),
      },
    });
  });

  test.each([
    ['no JSON', 'advance!', 'expected a JSON object, found advance!'],
    ['nothing', '', 'expected a JSON object, found nothing'],
    ['no member', {}, 'expected exactly one of advance, to, running; found none'],
    ['two members', { advance: 'PT1H', to: 'x' }, 'expected exactly one of advance, to, running; found advance, to'],
    [
      'no duration',
      { advance: '26 hours' },
      'expected advance to be an ISO 8601 duration such as PT26H or P60D, found "26 hours"',
    ],
    ['a number', { advance: 26 }, 'found 26'],
    ['a negative duration', { advance: '-PT1H' }, 'time does not go back'],
    [
      'an instant that is past',
      { to: '2026-11-22T00:00:00Z' },
      'time does not go back: it is 2026-11-23T00:00:00.000Z',
    ],
    ['no instant', { to: 'tomorrow' }, 'expected to to be an instant'],
    ['no yes or no', { running: 'yes' }, 'expected running to be true or false, found "yes"'],
    ['too far', { advance: 'P101Y' }, 'at most 100 years'],
  ])('%s is refused with what was expected', async (_name, body, detail) => {
    const answer = await place.control('clock', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { type: 'about:blank', status: 400, code: expect.any(String), detail: expect.stringContaining(detail) },
    });
  });
});

describe('faults', () => {
  test('strike as often as they were set and can be taken back', async () => {
    await place.control('faults', { service: 'dynamodb', operation: 'ListTables', kind: 'throttle', count: 1 });
    const client = new DynamoDBClient(place.sdk);
    await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    await place.control('faults', { service: 'dynamodb', operation: '*', kind: 'error' });
    expect((await place.control('faults', undefined, 'DELETE')).body).toEqual({ faults: [] });
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });

  test.each([
    [{ service: 'moon', operation: 'X', kind: 'error' }, 'expected service to be one of dynamodb'],
    [{ service: 'sqs', operation: 'sendMessage', kind: 'error' }, 'expected operation to be a name such as PutItem'],
    [
      { service: 'sqs', operation: '*', kind: 'explode' },
      'expected kind to be one of throttle, error, delay, drop-answer',
    ],
    [
      { service: 'sqs', operation: '*', kind: 'error', count: 0 },
      'expected count to be a whole number above 0, found 0',
    ],
    [{ service: 'sqs', operation: '*', kind: 'error', rate: 2 }, 'expected rate to be a number above 0, at most 1'],
    [{ service: 'sqs', operation: '*', kind: 'error', colour: 'red' }, 'a fault has no colour'],
  ])('%j is refused', async (fault, detail) => {
    expect(await place.control('faults', fault)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining(detail) },
    });
  });
});

describe('the rest', () => {
  test('says that the city is ready and where the SDK finds it', async () => {
    expect((await place.control('health')).status).toBe(200);
    const { body } = await place.control('endpoint');
    expect(body).toEqual({
      endpoint: place.url,
      region: 'ap-northeast-2',
      credentials: { accessKeyId: expect.any(String), secretAccessKey: expect.any(String) },
    });
  });

  test('counts calls since it was told to begin anew', async () => {
    await place.aws('sqs', 'ListQueues', {});
    expect((await place.control('stats')).body).toMatchObject({ calls: { 'sqs.ListQueues': 1 } });
    await place.control('stats', undefined, 'DELETE');
    expect((await place.control('stats')).body).toMatchObject({ calls: {} });
  });

  test('an unknown path names those there are, a wrong method those that work', async () => {
    expect(await place.control('moon')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('health, clock, outbox') },
    });
    expect(await place.control('people', undefined, 'PUT')).toMatchObject({
      status: 405,
      body: { detail: '/_local/people answers GET, found PUT' },
    });
  });
});
