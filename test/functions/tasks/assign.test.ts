import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CityHoliday } from '#functions/aws/city-table.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { log } from '#functions/middleware/log.ts';
import { assign } from '#functions/tasks/assign.ts';
import { type Complaint, Complaint as ComplaintSchema } from '#schemas/complaint.ts';
import { Deadline } from '#schemas/deadline.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { complaintAt, deskWith, dueAt, itemsOf, number, at as receivedAt } from '#test/functions/samples.ts';
import departments from '../../../city/departments.json' with { type: 'json' };
import kinds from '../../../city/kinds.json' with { type: 'json' };
import people from '../../../city/people.json' with { type: 'json' };

const settings = { COMPLAINT_TABLE: 'complaints', CITY_TABLE: 'city', STATISTICS_TABLE: 'statistics' };
const mock = mockClient(dynamo);
let holidays: CityHoliday[];
let version = 0;

/** Assigned on Wednesday 25 November at 10:00, after a person classified for two days. */
const now = Instant.parse('2026-11-25T01:00:00.000Z');
const day = (on: string, knownAt: string, calledOffAt?: string): CityHoliday => ({
  id: on,
  on: SeoulDate.parse(on),
  name: '임시공휴일',
  source: '국무회의',
  knownAt: Instant.parse(knownAt),
  ...(calledOffAt === undefined ? {} : { calledOffAt: Instant.parse(calledOffAt) }),
});
const deadline = Deadline.parse({
  basis: 'statutory',
  dueAt,
  period: { unit: 'days', count: 7 },
  provisional: false,
});
const classification = { kind: 'complaint', topic: 'water', isSimple: false, confidence: 1, isSure: true, terms: [] };
const classified = complaintAt('classified', { assignment: undefined, classification });

beforeEach(() => {
  mock.reset();
  holidays = [];
  version += 1;
  const city: Record<string, object[]> = {
    department: departments.map((department) => ({ department })),
    person: people.map((person) => ({ person })),
    kind: kinds.map((kind) => ({ kind })),
  };
  mock.on(QueryCommand).callsFake(() => ({ Items: itemsOf(classified, deskWith()) }));
  mock.on(QueryCommand, { TableName: 'city' }).callsFake(({ ExpressionAttributeValues: values }) => ({
    Items: { ...city, holiday: holidays.map((holiday) => ({ holiday })) }[String(values[':pk'])] ?? [],
  }));
  mock.on(GetCommand).callsFake(() => ({ Item: { version } }));
  mock.on(TransactWriteCommand).resolves({});
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const run = (given = deadline) =>
  assign(settings, { number, execution: `${number}-1`, at: now, deadline: given, rungs: [] });
const kept = () =>
  mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems?.flatMap(({ Put }) => Put?.Item ?? []) ?? [];
const assigned = (): Complaint => ComplaintSchema.parse(kept().find(({ sk }) => sk === 'complaint')?.complaint);

describe('an assignment', () => {
  const daysOff = ['2028-04-12'];
  const start = { kind: 'start', at: receivedAt, basis: 'statutory', period: { unit: 'days', count: 7 }, daysOff };

  it('begins the ledger with the deadline that was chosen, and its ladder', async () => {
    const outlook = await run();
    expect(assigned()).toMatchObject({ stage: 'answer', status: 'assigned', deadline, ledger: [start] });
    expect(kept().flatMap(({ ledger }) => (ledger === undefined ? [] : [ledger]))).toEqual([start]);
    expect(outlook.rungs.map(({ id }) => id)).toEqual([
      'remind-official-50',
      'remind-official-80',
      'escalate-to-lead',
      'escalate-to-director',
      'escalate-to-audit-office',
      'tell-progress',
    ]);
  });

  // The deadline was chosen by what was known when the complaint was classified.
  it.each<[string, CityHoliday, string, string]>([
    ['decreed', day('2026-11-27', '2026-11-24T01:00:00.000Z'), 'decreed-holiday', '2026-12-02T09:00:00.000Z'],
    [
      'called off',
      day('2026-11-27', '2026-11-20T01:00:00.000Z', '2026-11-24T01:00:00.000Z'),
      'called-off-holiday',
      '2026-12-01T09:00:00.000Z',
    ],
  ])('counts a day that was %s since the receipt, and records it', async (_, holiday, kind, due) => {
    holidays = [holiday];
    const chosenAt = kind === 'called-off-holiday' ? Instant.parse('2026-12-02T09:00:00.000Z') : dueAt;
    const outlook = await run({ ...deadline, dueAt: chosenAt });
    expect(outlook.deadline?.dueAt).toBe(due);
    expect(assigned().ledger).toMatchObject([
      { ...start, daysOff: expect.arrayContaining(daysOff) },
      { kind, at: '2026-11-24T01:00:00.000Z', on: '2026-11-27' },
    ]);
    expect(kept().find(({ sk }) => String(sk).startsWith('audit#'))).toMatchObject({
      audit: { action: 'assigned', facts: { dueAt: due } },
    });
  });

  it('counts nothing that becomes known later', async () => {
    holidays = [day('2026-11-27', '2026-11-25T01:00:00.001Z')];
    await run();
    expect(assigned()).toMatchObject({ deadline: { dueAt }, ledger: [start] });
  });

  it('puts a case into the operator’s queue whose ladder had ended while somebody classified', async () => {
    const short = Deadline.parse({ ...deadline, period: { unit: 'working-hours', count: 1 } });
    const later = Instant.parse('2026-12-04T01:00:00.000Z');
    await assign(settings, { number, execution: `${number}-1`, at: later, deadline: short, rungs: [] });
    expect(kept().find(({ sk }) => sk === 'need')).toMatchObject({
      need: { number, since: later, state: 'AwaitAnswer', error: 'Unanswered' },
    });
  });

  it('warns of a date beyond the confirmed calendar', async () => {
    const late = complaintAt('classified', {
      assignment: undefined,
      classification,
      receivedAt: '2027-12-24T00:00:00.000Z',
    });
    mock.on(QueryCommand, { TableName: 'complaints' }).callsFake(() => ({ Items: itemsOf(late, deskWith()) }));
    await run();
    expect(assigned().deadline).toMatchObject({ provisional: true });
    expect(log.warn).toHaveBeenCalledWith('due date is provisional', { complaintNumber: number });
  });
});
