import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CityHoliday } from '#functions/aws/city-table.ts';
import { type Item, openShards } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { carryCalendar, lookAtCalendar } from '#functions/calendar/carry-calendar.ts';
import { log } from '#functions/middleware/log.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import type { Desk } from '#schemas/desk.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { at, complaintAt, deskWith, itemsOf, number, pk, sdkError } from '#test/functions/samples.ts';

const settings = {
  COMPLAINT_TABLE: 'complaints',
  CITY_TABLE: 'city',
  CALENDAR_QUEUE_URL: 'https://sqs.example/calendar',
};
const database = mockClient(dynamo);
const queue = mockClient(SQSClient);

/** The items of one complaint by sort key, the days that the city decreed, and its version: it rises with each test. */
const items = new Map<string, Item>();
let holidays: CityHoliday[];
let version = 0;
/** What the index gives as open: the keys of a page, and of the next one. */
let listed: { Items: Item[]; LastEvaluatedKey?: Item };

const now = Instant.parse('2026-11-24T01:00:00.000Z');
const holiday = (on: string): CityHoliday => ({
  id: on,
  on: SeoulDate.parse(on),
  name: '임시공휴일',
  source: '국무회의',
  knownAt: now,
});
const canceled = (): never => {
  throw new TransactionCanceledException({
    message: 'of a test',
    $metadata: {},
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
  });
};

function commit({ TransactItems = [] }: TransactWriteCommandInput): object {
  for (const { Update, Put } of TransactItems) {
    const values = Update?.ExpressionAttributeValues ?? {};
    const desk = items.get('desk') ?? {};
    if (Update !== undefined && desk.version !== values[':version']) canceled();
    if (Update !== undefined) {
      const more = { version: values[':next'], entries: values[':entry'], said: values[':signal'] };
      items.set('desk', { ...desk, ...more });
    }
    if (Put?.Item !== undefined) items.set(String(Put.Item.sk), Put.Item);
  }
  return {};
}

function keep(complaint: Complaint, desk: Desk = deskWith()): void {
  for (const item of itemsOf(complaint, desk)) items.set(String(item.sk), item);
}

beforeEach(() => {
  database.reset();
  queue.reset();
  items.clear();
  version += 1;
  holidays = [holiday('2026-11-27')];
  listed = { Items: [{ pk }] };
  database.on(QueryCommand).callsFake(() => listed);
  database.on(QueryCommand, { TableName: 'city' }).callsFake(() => ({
    Items: holidays.map((each) => ({ holiday: each })),
  }));
  database.on(GetCommand).callsFake(({ TableName, Key }) => {
    if (TableName === 'city') return { Item: { version } };
    return Key.pk === pk ? { Item: items.get(Key.sk) } : {};
  });
  database.on(TransactWriteCommand).callsFake(commit);
  queue.on(SendMessageBatchCommand).resolves({});
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const carry = (cursor?: string) => carryCalendar(settings, { at: now, shard: 5, ...(cursor && { cursor }) });
const said = (): unknown[] => [...items.values()].flatMap(({ signal }) => (signal === undefined ? [] : [signal]));
const queued = (): unknown[] =>
  queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ MessageBody }) => JSON.parse(MessageBody ?? ''));

describe('a change of the calendar', () => {
  it('is said to every complaint of the page that does not know of it, by the calendar', async () => {
    keep(complaintAt('answer'));
    await carry();
    const { id: _id, ...decreed } = holiday('2026-11-27');
    expect(said()).toEqual([
      { number: 2, at: now, by: { role: 'calendar' }, said: { kind: 'decreed-holiday', ...decreed }, status: 'said' },
    ]);
    expect(items.get('audit#000007')?.audit).toEqual({
      entry: 7,
      at: now,
      actor: { kind: 'calendar' },
      action: 'decreed-holiday-said',
      facts: { signal: 2, on: '2026-11-27' },
    });
    expect(queued()).toEqual([]);
  });

  it('is said once, however often it is carried before the execution hears it', async () => {
    keep(complaintAt('answer'));
    await carry();
    await carry();
    expect(said()).toHaveLength(1);
  });

  it('of several days is said day by day', async () => {
    holidays = ['2026-11-26', '2026-11-27', '2026-11-30'].map(holiday);
    keep(complaintAt('answer'));
    await carry();
    expect(said()).toMatchObject(holidays.map(({ on }) => ({ said: { on } })));
  });

  it.each([
    ['is closed', complaintAt('closed'), deskWith({ open: false })],
    ['was answered', complaintAt('rating'), deskWith()],
    ['knows of it', complaintAt('answer', { receivedAt: Instant.parse('2026-11-25T00:00:00.000Z') }), deskWith()],
  ])('is not said to a complaint that %s', async (_, complaint, desk) => {
    keep(complaint, desk);
    await carry();
    expect(said()).toEqual([]);
  });

  it('carried after a later one brings nothing back that was called off since', async () => {
    const calledOffAt = toInstant(toMillis(now) + 60_000);
    holidays = [{ ...holiday('2026-11-27'), calledOffAt }, holiday('2026-11-26')];
    keep(complaintAt('answer'));
    await carry();
    expect(said()).toMatchObject([{ at: calledOffAt, said: { kind: 'decreed-holiday', on: '2026-11-26' } }]);
  });

  it('goes on with the next page', async () => {
    listed = { Items: [], LastEvaluatedKey: { pk, sk: 'complaint', work: 'open-5', since: at } };
    await carry();
    const [next] = queued() as { cursor: string }[];
    expect(next).toEqual({ at: now, shard: 5, cursor: expect.any(String) });
    await carry(next?.cursor);
    expect(database.commandCalls(QueryCommand).at(-1)?.args[0].input.ExclusiveStartKey).toEqual(
      listed.LastEvaluatedKey,
    );
  });

  it('is said again alone to a complaint that could not be told; the others are told', async () => {
    const other = ComplaintNumber.parse('20261123-000000-0');
    listed = { Items: [{ pk: `complaint#${other}` }, { pk }] };
    keep(complaintAt('answer'));
    database.on(GetCommand, { Key: { pk: `complaint#${other}`, sk: 'desk' } }).rejects(sdkError('ThrottlingException'));
    await carry();
    expect(said()).toHaveLength(1);
    expect(queued()).toEqual([{ at: now, number: other }]);
  });

  it('can be said to one complaint alone', async () => {
    keep(complaintAt('answer'));
    await carryCalendar(settings, { at: now, number });
    expect(said()).toHaveLength(1);
    expect(database.commandCalls(QueryCommand, { IndexName: 'ByWork' })).toHaveLength(0);
  });

  it('waits where a complaint moves again and again', async () => {
    keep(complaintAt('answer'));
    database.on(TransactWriteCommand).callsFake(canceled);
    await expect(carryCalendar(settings, { at: now, number })).rejects.toMatchObject({
      name: 'TransientFault',
      message: `complaint ${number} is not told of the calendar after 20 laps`,
    });
  });
});

describe('the daily look at the calendar', () => {
  it('carries the days off known now through all open complaints, if they are not those that were carried last', async () => {
    await lookAtCalendar(settings, now);
    expect(queued()).toEqual([{ at: now, shard: 0, andAll: true }]);
    const [kept] = database.commandCalls(PutCommand).map(({ args }) => args[0].input.Item);
    expect(kept).toMatchObject({ pk: 'city', sk: 'calendar', mark: expect.stringContaining('2026-11-27') });
    expect(log.warn).not.toHaveBeenCalled();

    database.on(GetCommand, { TableName: 'city', Key: { pk: 'city', sk: 'calendar' } }).resolves({ Item: kept });
    queue.resetHistory();
    await lookAtCalendar(settings, toInstant(toMillis(now) + 30 * 86_400_000));
    expect(queued()).toEqual([]);
  });

  it('goes through the parts one after the other, as far as nobody is in them', async () => {
    listed = { Items: [] };
    await carryCalendar(settings, { at: now, shard: 3, andAll: true });
    expect(database.commandCalls(QueryCommand, { IndexName: 'ByWork' })).toHaveLength(openShards - 3);
    expect(queued()).toEqual([]);
    keep(complaintAt('answer'));
    listed = { Items: [{ pk }] };
    await carryCalendar(settings, { at: now, shard: 3, andAll: true });
    expect(queued()).toEqual([{ at: now, shard: 4, andAll: true }]);
  });

  it('warns half a year before the confirmed years end', async () => {
    await lookAtCalendar(settings, Instant.parse('2027-08-01T18:00:00.000Z'));
    expect(log.warn).toHaveBeenCalledWith('calendar ends too early', { knownUntilYear: 2027 });
  });
});
