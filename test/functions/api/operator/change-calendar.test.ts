import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { callOffHoliday, putHoliday } from '#functions/api/operator/change-calendar.ts';
import type { CityHoliday } from '#functions/aws/city-table.ts';
import { openShards } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';

const settings = {
  COMPLAINT_TABLE: 'complaints',
  CITY_TABLE: 'city',
  CALENDAR_QUEUE_URL: 'https://sqs.example/calendar',
  USER_POOL_ID: 'pool',
  PRIVATE_TARGETS: 'none',
} as const;
const database = mockClient(dynamo);
const queue = mockClient(SQSClient);

/** Tuesday 24 November, 10:00 in Seoul. */
const at = Instant.parse('2026-11-24T01:00:00.000Z');
const earlier = Instant.parse('2026-11-20T01:00:00.000Z');
const body = { name: '임시공휴일', source: '국무회의 의결' };
const kept = (on: string, changes: Partial<CityHoliday> = {}): CityHoliday => {
  const day = SeoulDate.parse(on);
  return { id: day, on: day, ...body, knownAt: earlier, ...changes };
};

beforeEach(() => {
  database.reset();
  queue.reset();
  database.onAnyCommand().resolves({});
  queue.on(SendMessageBatchCommand).resolves({});
});

const asked = (on: string) => ({
  at,
  caller: { id: 'operator-1', groups: ['operator' as const] },
  params: { date: SeoulDate.parse(on) },
  query: undefined,
  accessCode: undefined,
  transferCode: undefined,
  idempotencyKey: undefined,
  ifMatch: undefined,
});
const put = (on: string) => putHoliday(settings, { ...asked(on), body });
const callOff = (on: string) => callOffHoliday(settings, { ...asked(on), body: undefined });
const stands = (holiday: CityHoliday) => database.on(GetCommand).resolves({ Item: { holiday } });
const written = (): unknown => database.commandCalls(PutCommand)[0]?.args[0].input.Item;
const delays = (): (number | undefined)[] =>
  queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ DelaySeconds }) => DelaySeconds);

describe('a day decreed off', () => {
  it('is known from now on, is kept with who did it, and is told to all, now and once more', async () => {
    expect(await put('2026-11-27')).toEqual({ body: { on: '2026-11-27', ...body, knownAt: at } });
    expect(written()).toEqual({
      pk: 'holiday',
      sk: '2026-11-27',
      holiday: kept('2026-11-27', { knownAt: at }),
      by: 'operator-1',
      at,
    });
    expect(delays()).toEqual([...Array(openShards).fill(0), ...Array(openShards).fill(300)]);
  });

  it('is in the table before it is told', async () => {
    database.on(UpdateCommand).callsFake(() => {
      expect(queue.calls()).toHaveLength(0);
      return {};
    });
    await put('2026-11-27');
    expect(delays()).not.toEqual([]);
  });

  it.each([
    ['repeated keeps since when it is known', kept('2026-11-27'), earlier],
    ['after it was called off is known anew', kept('2026-11-27', { calledOffAt: earlier }), at],
  ])('%s', async (_, before, knownAt) => {
    stands(before);
    expect((await put('2026-11-27')).body).toEqual({ on: '2026-11-27', ...body, knownAt });
  });

  it.each([
    ['2026-11-23', 'day-begun', '2026-11-23 has passed, today is 2026-11-24'],
    ['2026-11-28', 'day-off-already', '2026-11-28 is a Saturday, a Sunday or a public holiday'],
    ['2026-12-25', 'day-off-already', '2026-12-25 is a Saturday, a Sunday or a public holiday'],
  ])('%s is refused: %s', async (on, code, message) => {
    await expect(put(on)).rejects.toMatchObject({ name: 'Refused', code, message });
    expect([database.calls(), queue.calls()]).toEqual([[], []]);
  });

  it('beyond the years of the holiday rules is a fault of the request', async () => {
    await expect(put('2051-01-02')).rejects.toMatchObject({
      name: 'RequestInvalid',
      faults: [{ path: '/path/date', expected: 'the calendar covers 2014 to 2050; a day of 2051 was asked for' }],
    });
  });

  it('can be today, and tomorrow', async () => {
    for (const on of ['2026-11-24', '2026-11-25']) expect((await put(on)).body).toMatchObject({ on });
  });
});

describe('a day called off', () => {
  it('stays in the calendar with the instant since when it no longer counts, and is told to all', async () => {
    stands(kept('2026-11-25'));
    const { id: _id, ...shown } = kept('2026-11-25', { calledOffAt: at });
    expect(await callOff('2026-11-25')).toEqual({ body: shown });
    expect(written()).toMatchObject({ holiday: kept('2026-11-25', { calledOffAt: at }), by: 'operator-1', at });
    expect(delays()).toHaveLength(2 * openShards);
  });

  it('a second time keeps the first instant', async () => {
    stands(kept('2026-11-27', { calledOffAt: earlier }));
    expect((await callOff('2026-11-27')).body).toMatchObject({ calledOffAt: earlier });
  });

  it.each(['2026-11-24', '2026-11-23'])('is refused once it has begun: %s', async (on) => {
    stands(kept(on));
    await expect(callOff(on)).rejects.toMatchObject({
      code: 'day-begun',
      message: `${on} has begun, today is 2026-11-24`,
    });
    expect([written(), queue.calls()]).toEqual([undefined, []]);
  });

  it('is refused where the city decreed none', async () => {
    await expect(callOff('2026-11-27')).rejects.toMatchObject({
      code: 'not-found',
      message: 'the city has decreed no day off on 2026-11-27',
    });
  });
});
