import { GetCommand, QueryCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CityHoliday } from '#functions/aws/city-table.ts';
import type { Item } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { hear } from '#functions/tasks/hear.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import type { Said, Signal } from '#schemas/signal.ts';
import { at, complaintAt, deskWith, dueAt, itemsOf, number, official, pk, signalOf } from '#test/functions/samples.ts';

const settings = {
  COMPLAINT_TABLE: 'complaints',
  CITY_TABLE: 'city',
  IDENTITY_TABLE: 'identities',
  STATISTICS_TABLE: 'statistics',
};
const mock = mockClient(dynamo);
/** The items of the complaint by sort key, and the days that the city decreed. */
const items = new Map<string, Item>();
const identities = new Map<string, Item>();
let holidays: CityHoliday[];
let version = 0;

const now = Instant.parse('2026-11-30T01:00:00.000Z');
const by = { role: 'official', id: official } as const;
const extension: Said = { kind: 'extension', period: { unit: 'days', count: 7 }, reason: '현장 조사' };
const request: Said = { kind: 'supplement-request', text: '주소', termDays: 10 };

function commit({ TransactItems = [] }: TransactWriteCommandInput): object {
  for (const { Put, Delete } of TransactItems) {
    if (Put?.Item !== undefined && Put.TableName === 'identities') identities.set(String(Put.Item.pk), Put.Item);
    else if (Put?.Item !== undefined) items.set(String(Put.Item.sk), Put.Item);
    if (Delete !== undefined) items.delete(String(Delete.Key?.sk));
  }
  return {};
}

/** A complaint to which one thing was said that is not heard. */
function keep(complaint: Complaint, said: Said, changes: Partial<Signal> = {}): void {
  for (const item of itemsOf(complaint, deskWith({ said: 2, heard: 1 }))) items.set(String(item.sk), item);
  items.set('signal#000002', { pk, signal: signalOf(2, said, { at: now, by, ...changes }) });
}

beforeEach(() => {
  mock.reset();
  items.clear();
  identities.clear();
  holidays = [];
  version += 1;
  mock.on(QueryCommand).callsFake(() => ({ Items: [...items.values()] }));
  mock.on(QueryCommand, { TableName: 'city' }).callsFake(() => ({
    Items: holidays.map((holiday) => ({ holiday })),
  }));
  mock.on(GetCommand).callsFake(({ TableName, Key }) => ({
    Item: TableName === 'city' ? { version } : items.get(Key.sk),
  }));
  mock.on(TransactWriteCommand).callsFake(commit);
});

const run = () => hear(settings, { number, execution: `${number}-1`, at: now });
const each = (prefix: string, member: string): unknown[] =>
  [...items].flatMap(([sk, item]) => (sk.startsWith(prefix) ? [item[member]] : []));
const told = () => each('audit#', 'audit').at(-1);

describe('what is heard of a deadline', () => {
  it('moves it, adds an entry to the ledger, and tells both dates to the audit trail', async () => {
    keep(complaintAt('answer'), extension);
    const outlook = await run();
    expect(outlook).toMatchObject({ stage: 'answer', deadline: { dueAt: '2026-12-10T09:00:00.000Z' } });
    // The start was kept when it was assigned.
    expect(each('ledger#', 'ledger')).toMatchObject([{ kind: 'extension' }]);
    expect(told()).toMatchObject({
      action: 'signal-applied',
      facts: { signal: 2, said: 'extension', dueAtBefore: dueAt, dueAt: '2026-12-10T09:00:00.000Z' },
    });
    expect(items.get('complaint')).toMatchObject({ dueAt: '2026-12-10T09:00:00.000Z' });
  });

  it('adds to a ledger that the complaint carries only what is new', async () => {
    const start = { kind: 'start', at, basis: 'statutory', period: { unit: 'days', count: 7 } };
    keep(complaintAt('answer', { ledger: [start] }), extension);
    await run();
    expect(each('ledger#', 'ledger')).toMatchObject([{ kind: 'extension' }]);
  });

  it('plans the notice under the signal that brought it about', async () => {
    keep(complaintAt('answer'), extension);
    await run();
    expect(each('notice#', 'notice')).toMatchObject([
      { step: 'extension', round: 1, to: { role: 'petitioner' }, signal: 2, status: 'planned' },
    ]);
  });

  it('lists a case whose clock stands under the end of the term', async () => {
    keep(complaintAt('answer'), request);
    await run();
    expect(items.get('complaint')).toMatchObject({
      handler: official,
      dueAt: '2026-12-10T15:00:00.000Z',
      listed: { status: 'awaiting-supplement', pausedAt: now },
    });
    expect(told()).not.toHaveProperty('facts.dueAt');
  });

  it('is counted by the days that the city decreed', async () => {
    const on = SeoulDate.parse('2026-12-10');
    holidays = [{ id: on, on, name: '임시공휴일', source: '국무회의', knownAt: at }];
    keep(complaintAt('answer'), request);
    await run();
    // The term of ten days would end on that day.
    expect(items.get('complaint')).toMatchObject({
      complaint: { supplement: { untilAt: '2026-12-11T15:00:00.000Z' } },
    });
  });

  it('reads no calendar where nothing moves', async () => {
    keep(complaintAt('answer'), { kind: 'answer', text: '고쳤습니다' });
    await run();
    expect(mock.commandCalls(QueryCommand, { TableName: 'city' })).toHaveLength(0);
    expect(told()).not.toHaveProperty('facts.dueAt');
  });

  it('that is refused changes nothing but the signal', async () => {
    const before = complaintAt('answer');
    keep(before, extension, { at: Instant.parse('2026-12-01T09:00:00.001Z') });
    await run();
    expect(items.get('complaint')?.complaint).toEqual(before);
    expect(items.get('signal#000002')?.signal).toMatchObject({
      status: 'refused',
      refusal: { code: 'deadline-passed', message: `complaint ${number} was due at ${dueAt}` },
    });
    expect([each('ledger#', 'ledger'), each('notice#', 'notice')]).toEqual([[], []]);
  });
});

describe('what is heard of a case that nobody answered', () => {
  const need = { number, since: dueAt, execution: `${number}-1`, state: 'AwaitAnswer', error: 'Unanswered' };
  const rungs = [{ id: 'escalate-to-audit-office', step: 'EscalateToAuditOffice', at: dueAt }];
  const unanswered = complaintAt('answer', { rungs, rungsDone: ['escalate-to-audit-office'] });

  beforeEach(() => {
    items.set('need', { pk, sk: 'need', need });
  });

  it('takes it off the operator’s queue when it is the answer', async () => {
    keep(unanswered, { kind: 'answer', text: '고쳤습니다' });
    await run();
    expect(items.has('need')).toBe(false);
  });

  it('leaves it there when it was refused', async () => {
    keep(unanswered, extension, { at: Instant.parse('2026-12-02T00:00:00.000Z') });
    await run();
    expect(items.get('need')?.need).toEqual(need);
  });
});

describe('a classification that is heard', () => {
  const asked = complaintAt('classification', { assignment: undefined });
  const sayKind = (complaintKind: 'complaint' | 'public-interest'): void => {
    const said: Said = { kind: 'classification', complaintKind, topic: 'water', isSimple: false };
    keep(asked, said, { by: { role: 'operator', id: 'operator-1' } });
    const period = { unit: 'days', count: 7 };
    const kind = { id: complaintKind, name: '민원', nameEn: 'Complaint', period, source: '민원처리법' };
    mock.on(GetCommand, { TableName: 'city', Key: { pk: 'kind', sk: complaintKind } }).resolves({ Item: { kind } });
  };

  it('moves the petitioner into the identity table when the kind protects its reporter, and says so', async () => {
    sayKind('public-interest');
    await run();
    expect(items.get('complaint')?.complaint).toMatchObject({ stage: 'classified', identity: 'protected' });
    expect(items.has('petitioner')).toBe(false);
    expect(identities.get(pk)).toMatchObject({ sk: 'petitioner', petitioner: { name: '김하나' } });
    expect(told()).toMatchObject({ facts: { said: 'classification', identity: 'protected' } });
    expect(JSON.stringify([...items.values()])).not.toMatch(/김하나|1012345678/);
  });

  it('leaves them where they are when it does not, and does not look at them', async () => {
    sayKind('complaint');
    await run();
    expect(items.get('complaint')?.complaint).toMatchObject({ stage: 'classified', identity: 'named' });
    expect(items.has('petitioner')).toBe(true);
    expect(identities.size).toBe(0);
    expect(mock.commandCalls(GetCommand, { Key: { pk, sk: 'petitioner' } })).toHaveLength(0);
    expect(told()).not.toHaveProperty('facts.identity');
  });

  it('is tried again when the petitioner is not there: nothing is changed meanwhile', async () => {
    sayKind('public-interest');
    items.delete('petitioner');
    await expect(run()).rejects.toMatchObject({
      name: 'TransientFault',
      message: `complaint ${number} has no petitioner`,
    });
    expect(items.get('complaint')?.complaint).toEqual(asked);
  });
});
