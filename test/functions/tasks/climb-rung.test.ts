import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { Item } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { climbRung } from '#functions/tasks/climb-rung.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import { Notice, type Recipient } from '#schemas/notice.ts';
import type { RungInput } from '#schemas/tasks/rung.ts';
import {
  at,
  complaintAt,
  deskWith,
  dueAt,
  itemsOf,
  lead,
  number,
  official,
  outside,
  pk,
  sdkError,
  signalOf,
  table,
} from '#test/functions/samples.ts';

type RungId = z.infer<typeof RungInput>['rung'];

const mock = mockClient(dynamo);
/** The items of the complaint by sort key; a Put that says `attribute_not_exists` finds what is there. */
const items = new Map<unknown, Item>();

function commit({ TransactItems = [] }: TransactWriteCommandInput): object {
  const puts = TransactItems.flatMap(({ Put }) => (Put === undefined ? [] : [Put]));
  const reasons = puts.map(({ Item: item, ConditionExpression: condition }) => ({
    Code: condition === 'attribute_not_exists(pk)' && items.has(item?.sk) ? 'ConditionalCheckFailed' : 'None',
  }));
  if (reasons.some(({ Code }) => Code !== 'None')) {
    throw new TransactionCanceledException({ message: 'x', $metadata: {}, CancellationReasons: reasons });
  }
  for (const { Item: item } of puts) items.set(item?.sk, structuredClone(item ?? {}));
  return {};
}

const keep = (complaint: Complaint, desk = deskWith()): void => {
  for (const item of itemsOf(complaint, desk)) items.set(item.sk, item);
};

beforeEach(() => {
  mock.reset();
  items.clear();
  mock.on(QueryCommand).callsFake(() => ({ Items: [...items.values()] }));
  mock.on(TransactWriteCommand).callsFake(commit);
});

const climb = () =>
  climbRung(
    { COMPLAINT_TABLE: table, STATISTICS_TABLE: 'statistics' },
    'RemindOfficial',
    { number, execution: `${number}-1`, at, rung: 'remind-official-50' },
    ({ person }) => (person === undefined ? { role: 'lead', id: lead } : { role: 'official', id: person }),
  );

/** Climbs a rung of the ladder as its step does, so long after its time. */
const climbLate = (rung: RungId, to: Recipient, millis = 0) => {
  const climbedAt = toInstant(toMillis(dueAt) + millis);
  return climbRung(
    { COMPLAINT_TABLE: table, STATISTICS_TABLE: 'statistics' },
    'Step',
    { number, execution: `${number}-1`, at: climbedAt, rung },
    () => to,
  );
};
const toLead = { role: 'lead', id: lead } as const;
const rung = (id: RungId, step: string) => ({ id, step, at: dueAt });
const ladder = [
  rung('escalate-to-lead', 'EscalateToLead'),
  rung('escalate-to-audit-office', 'EscalateToAuditOffice'),
  rung('tell-progress', 'TellProgress'),
];

const notices = () => [...items.values()].flatMap(({ notice }) => (notice === undefined ? [] : [notice]));

describe('a rung', () => {
  it('is climbed once, however often its step is called', async () => {
    keep(complaintAt('answer'));
    const first = await climb();
    expect(await climb()).toEqual(first);
    expect(notices()).toHaveLength(1);
    expect(items.get('complaint')?.complaint).toMatchObject({ rungsDone: ['remind-official-50'] });
  });

  it('climbed while a person classified is climbed again under the deadline that was then assigned', async () => {
    const { person: _person, ...centralDesk } = complaintAt('answer').assignment ?? {};
    keep(complaintAt('classification', { assignment: centralDesk }));
    await climb();
    // A person says what it is, Assign begins a new ladder: the same rung lies ahead once more, in the same round.
    items.set('complaint', { pk, sk: 'complaint', changedBy: 8, complaint: complaintAt('answer') });
    await climb();
    expect(notices()).toEqual([
      expect.objectContaining({ step: 'remind-official-50', to: { role: 'lead', id: lead } }),
      expect.objectContaining({ step: 'remind-official-50', to: { role: 'official', id: official } }),
    ]);
  });

  it('gives way to what was said and not heard, so that nobody is reported late whose answer was kept', async () => {
    keep(complaintAt('answer'), deskWith({ said: 2, heard: 1 }));
    items.set('signal', { pk, sk: 'signal#000002', signal: signalOf(2, { kind: 'withdrawal' }) });
    await expect(climb()).rejects.toMatchObject({
      name: 'Unheard',
      message: `complaint ${number} has signals that were not heard`,
    });
    expect(mock.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  it('is climbed while an institution outside is asked: who sent the case stays accountable', async () => {
    keep(complaintAt('acceptance', { outside }));
    await climb();
    expect(notices()).toMatchObject([{ step: 'remind-official-50', to: { role: 'official', id: official } }]);
  });

  it('of a complaint that was answered is a person’s to look at', async () => {
    keep(complaintAt('respond'));
    await expect(climb()).rejects.toMatchObject({
      name: 'StageUnexpected',
      message: `complaint ${number} is at 'respond', where RemindOfficial has nothing to do`,
    });
  });
});

describe('a rung that was missed while the system stood still', () => {
  it.each([
    ['after half an hour is told by itself', 30 * 60_000, undefined],
    ['a moment later is told in a digest', 30 * 60_000 + 1, dueAt],
  ])('and climbed %s', async (_, millis, missedAt) => {
    keep(complaintAt('answer', { rungs: ladder }));
    await climbLate('escalate-to-lead', toLead, millis);
    expect(notices()).toMatchObject([{ step: 'escalate-to-lead', to: toLead }]);
    expect(Notice.parse(notices()[0]).missedAt).toBe(missedAt);
  });

  it('and is the petitioner’s is told by itself: nobody keeps a digest for them', async () => {
    keep(complaintAt('answer', { rungs: ladder }));
    await climbLate('tell-progress', { role: 'petitioner' }, 86_400_000);
    expect(notices()).toMatchObject([{ step: 'tell-progress', to: { role: 'petitioner' } }]);
    expect(notices()[0]).not.toHaveProperty('missedAt');
  });
});

describe('the last rung that escalates', () => {
  const need = () => items.get('need')?.need;

  it('puts the complaint into the operator’s queue: nobody is left to tell', async () => {
    keep(complaintAt('answer', { rungs: ladder }));
    await climbLate('escalate-to-lead', toLead);
    expect(need()).toBeUndefined();
    await climbLate('escalate-to-audit-office', { role: 'audit-office' });
    expect(need()).toEqual({
      number,
      since: dueAt,
      execution: `${number}-1`,
      state: 'AwaitAnswer',
      error: 'Unanswered',
    });
    expect(items.get('need')).toMatchObject({ work: 'needs-a-person', since: dueAt });
  });

  it('puts it there once: what is told after it leaves the queue as it is', async () => {
    const done = ['escalate-to-lead', 'escalate-to-audit-office'];
    keep(complaintAt('answer', { rungs: ladder, rungsDone: done }));
    await climbLate('tell-progress', { role: 'petitioner' });
    expect(need()).toBeUndefined();
  });

  it('does not hide why a halted complaint is in the queue', async () => {
    keep(complaintAt('answer', { rungs: ladder, rungsDone: ['escalate-to-lead'] }), deskWith({ halted: true }));
    await climbLate('escalate-to-audit-office', { role: 'audit-office' });
    expect(need()).toBeUndefined();
  });

  it('is none while the clock stands', async () => {
    const rungs = [rung('supplement-term-2-ended', 'RemindOfficial')];
    keep(complaintAt('answer', { rungs, pausedAt: at, supplement: { asked: 2, untilAt: dueAt } }));
    await climbLate('supplement-term-2-ended', { role: 'official', id: official });
    expect(need()).toBeUndefined();
    expect(notices()).toMatchObject([{ step: 'supplement-term-2-ended', to: { role: 'official', id: official } }]);
  });
});

describe('a rung of somebody absent', () => {
  const deputy = 'official-water-2';
  const tables = { COMPLAINT_TABLE: table, CITY_TABLE: 'city', STATISTICS_TABLE: 'statistics' };
  const absence = { id: official, deputy, fromAt: at, untilAt: dueAt };
  const person = (id: string) => ({ person: { id, name: '박여울', groups: ['official'], department: 'water' } });
  const climbAt = (climbedAt: Instant) =>
    climbRung(
      tables,
      'RemindOfficial',
      { number, execution: `${number}-1`, at: climbedAt, rung: 'remind-official-50' },
      () => ({ role: 'official', id: official }),
    );
  beforeEach(() => {
    const city: Record<string, object[]> = { absence: [{ absence }], person: [official, deputy].map(person) };
    mock.on(GetCommand).resolves({ Item: { version: 1 } });
    mock.on(QueryCommand, { TableName: 'city' }).callsFake(({ ExpressionAttributeValues: values }) => ({
      Items: city[String(values[':pk'])] ?? [],
    }));
  });

  it('is told to their deputy, in whose digest it stands when it was missed', async () => {
    keep(complaintAt('answer', { rungs: [{ id: 'remind-official-50', step: 'RemindOfficial', at }] }));
    await climbAt(toInstant(toMillis(dueAt) - 1));
    expect(notices()).toMatchObject([{ to: { role: 'official', id: deputy, for: official }, missedAt: at }]);
    expect([...items.values()].find(({ notice }) => notice !== undefined)?.work).toBe(`digest#${deputy}`);
  });

  it('is told to them again from the instant at which they are back', async () => {
    keep(complaintAt('answer'));
    await climbAt(dueAt);
    expect(notices()).toMatchObject([{ to: { role: 'official', id: official } }]);
    expect(Notice.parse(notices()[0]).to).not.toHaveProperty('for');
  });

  it('is not climbed while nobody can say who is absent: it is tried again', async () => {
    keep(complaintAt('answer'));
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(climbAt(dueAt)).rejects.toMatchObject({ name: 'TransientFault' });
    expect(notices()).toEqual([]);
  });

  it('that is the petitioner’s asks nothing of the city', async () => {
    keep(complaintAt('answer', { rungs: ladder }));
    const input = { number, execution: `${number}-1`, at: dueAt, rung: 'tell-progress' } as const;
    await climbRung(tables, 'TellProgress', input, () => ({ role: 'petitioner' }));
    expect(notices()).toMatchObject([{ to: { role: 'petitioner' } }]);
    expect(mock.commandCalls(GetCommand)).toHaveLength(0);
  });
});
