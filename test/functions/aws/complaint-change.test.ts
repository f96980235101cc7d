import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Change, keepChange } from '#functions/aws/complaint-change.ts';
import { openShard } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import type { Desk } from '#schemas/desk.ts';
import { Instant } from '#schemas/instant.ts';
import {
  at,
  complaintAt,
  deskWith,
  dueAt,
  lead,
  number,
  official,
  pk,
  sdkError,
  signalOf,
  table,
} from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
  mock.on(TransactWriteCommand).resolves({});
});

const sent = () => mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];

const telling = {
  at,
  actor: { kind: 'step', step: 'Assign', execution: `${number}-1` },
  action: 'assigned',
} as const;
const desk = deskWith({ version: 4, said: 1, heard: 1, entries: 6 });
const change = (more: Partial<Change> = {}): Change => ({ desk, isSeen: false, telling, ...more });
const put = (Item: object) => ({ Put: { TableName: table, Item } });
const putNew = (Item: object) => ({
  Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' },
});

describe('a change', () => {
  it('moves the desk as it was read and is told to the audit trail', async () => {
    expect(await keepChange(table, number, change())).toEqual({ done: true });
    expect(sent()).toEqual([
      {
        Put: {
          TableName: table,
          Item: { pk, sk: 'desk', ...desk, entries: 7 },
          ConditionExpression: '#entries = :entries AND #said = :said AND #heard = :heard',
          ExpressionAttributeNames: { '#entries': 'entries', '#said': 'said', '#heard': 'heard' },
          ExpressionAttributeValues: { ':entries': 6, ':said': 1, ':heard': 1 },
        },
      },
      putNew({ pk, sk: 'audit#000007', audit: { entry: 7, ...telling, facts: {} } }),
    ]);
  });

  it('that waits for all said to be heard says so to DynamoDB too', async () => {
    await keepChange(table, number, change({ onlyIfHeard: true }));
    expect(sent()[0]?.Put?.ConditionExpression).toBe(
      '#entries = :entries AND #said = :said AND #heard = :heard AND #said = #heard',
    );
  });

  it.each([
    [true, 5],
    [false, 4],
  ])('that an official sees (%s) leaves the desk at version %i', async (isSeen, version) => {
    await keepChange(table, number, change({ isSeen }));
    expect(sent()[0]?.Put?.Item).toMatchObject({ version });
  });

  it('replaces the complaint it was made from, with its listing and its shard of the open ones; without them it leaves both indexes', async () => {
    const over3 = { ConditionExpression: 'changedBy = :changedBy', ExpressionAttributeValues: { ':changedBy': 3 } };
    const replace = (item: object) => ({ Put: { ...put(item).Put, ...over3 } });
    const after = complaintAt('answer');
    const listing = { handler: official, dueAt, listed: { number } };
    await keepChange(table, number, change({ complaint: { after, changedBy: 3, listing } }));
    expect(sent().at(-1)).toEqual(
      replace({
        pk,
        sk: 'complaint',
        changedBy: 7,
        complaint: after,
        handler: official,
        dueAt,
        listed: { number },
        work: openShard(number),
        since: dueAt,
      }),
    );
    mock.resetHistory();
    await keepChange(table, number, change({ complaint: { after, changedBy: 3, listing: undefined } }));
    expect(sent().at(-1)).toEqual(replace({ pk, sk: 'complaint', changedBy: 7, complaint: after }));
  });

  it('replaces the signal that was heard and adds the answer, which must be the first of its round', async () => {
    const signal = signalOf(2, { kind: 'answer', text: '고쳤습니다' }, { status: 'applied' });
    const answer = { round: 1, text: '고쳤습니다', at, by: official, isLate: false };
    await keepChange(table, number, change({ signal, answer }));
    expect(sent().slice(2)).toEqual([put({ pk, sk: 'signal#000002', signal }), putNew({ pk, sk: 'answer#1', answer })]);
  });

  it('adds ledger entries and planned notices under the number of its audit entry', async () => {
    const ledger = [{ kind: 'start', at, basis: 'same-day' }] as const;
    const notices = [
      { step: 'assignment', round: 1, to: { role: 'petitioner' } },
      { step: 'new-case', round: 1, to: { role: 'official', id: official } },
    ] as const;
    await keepChange(table, number, change({ ledger, notices }));
    const planned = { plannedAt: at, status: 'planned', attempt: 0 };
    expect(sent().slice(2)).toEqual([
      putNew({ pk, sk: 'ledger#000070', ledger: ledger[0] }),
      putNew({ pk, sk: 'notice#000070', notice: { ...notices[0], order: 70, ...planned } }),
      putNew({ pk, sk: 'notice#000071', notice: { ...notices[1], order: 71, ...planned } }),
    ]);
  });

  it('plans a notice of a missed rung for its recipient’s digest, in the order of the rungs', async () => {
    const notices = [
      { step: 'escalate-to-lead', round: 1, to: { role: 'lead', id: lead }, missedAt: dueAt },
      { step: 'escalate-to-audit-office', round: 1, to: { role: 'audit-office' }, missedAt: dueAt },
    ] as const;
    await keepChange(table, number, change({ notices }));
    const planned = { plannedAt: at, status: 'planned', attempt: 0 };
    expect(sent().slice(2)).toEqual([
      putNew({
        pk,
        sk: 'notice#000070',
        notice: { ...notices[0], order: 70, ...planned },
        work: `digest#${lead}`,
        since: dueAt,
      }),
      putNew({
        pk,
        sk: 'notice#000071',
        notice: { ...notices[1], order: 71, ...planned },
        work: 'digest#audit-office',
        since: dueAt,
      }),
    ]);
  });

  it('can plan the same rung again in one round: first for who classifies, then for who answers', async () => {
    const notices = [{ step: 'remind-official-50', round: 1, to: { role: 'lead', id: lead } }] as const;
    await keepChange(table, number, change({ notices }));
    await keepChange(table, number, change({ notices, desk: deskWith({ entries: 9 }) }));
    const keys = mock
      .commandCalls(TransactWriteCommand)
      .map(({ args }) => args[0].input.TransactItems?.at(-1)?.Put?.Item?.sk);
    expect(keys).toEqual(['notice#000070', 'notice#000100']);
  });

  it('that asks for the next execution leaves an item for the relay, once for each', async () => {
    await keepChange(table, number, change({ deskAfter: { execution: 2 } }));
    expect(sent().at(-1)).toEqual(putNew({ pk, sk: 'execution#2', askedAt: at }));
  });

  it('lists a transfer for its institution while it waits, and takes it off the list', async () => {
    const listing = { handler: 'institution#seoul-police', dueAt, listed: { number }, asked: 2 };
    await keepChange(table, number, change({ outside: listing }));
    expect(sent().at(-1)).toEqual(put({ pk, sk: 'outside', ...listing }));
    mock.resetHistory();
    await keepChange(table, number, change({ outside: 'removed' }));
    expect(sent().at(-1)).toEqual({ Delete: { TableName: table, Key: { pk, sk: 'outside' } } });
  });

  it('puts a need into the operator’s queue, and takes it out', async () => {
    const need = { number, since: at, execution: `${number}-1`, state: 'Assign', error: 'CityRecordMissing' };
    await keepChange(table, number, change({ need }));
    expect(sent().at(-1)).toEqual(put({ pk, sk: 'need', need, work: 'needs-a-person', since: at }));
    mock.resetHistory();
    await keepChange(table, number, change({ need: 'removed' }));
    expect(sent().at(-1)).toEqual({ Delete: { TableName: table, Key: { pk, sk: 'need' } } });
  });
});

describe('a change that hides the petitioner', () => {
  const petitioner = { name: '김하나', phone: '+821012345678', notifyBy: ['sms' as const] };

  it('moves them into the other table, in the same transaction and only as they were read', async () => {
    await keepChange(table, number, change({ movesApart: { petitioner, into: 'identities' } }));
    expect(sent().slice(2)).toEqual([
      {
        Put: {
          TableName: 'identities',
          Item: { pk, sk: 'petitioner', petitioner },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      {
        Delete: {
          TableName: table,
          Key: { pk, sk: 'petitioner' },
          ConditionExpression: 'petitioner = :petitioner',
          ExpressionAttributeValues: { ':petitioner': petitioner },
        },
      },
    ]);
  });
});

describe('the desk after a change', () => {
  const later = Instant.parse('2026-11-24T00:00:00.000Z');
  const cases: [string, Partial<Desk>, Change['deskAfter'], string | undefined][] = [
    ['with nothing left waits for no relay', { work: 'relay', since: at }, {}, undefined],
    ['with something unheard waits for the relay since then', { said: 2, work: 'relay', since: at }, {}, at],
    ['whose last signal was heard waits no more', { said: 2, work: 'relay', since: at }, { heard: 2 }, undefined],
    ['that waits for its next execution waits since the hand-over', {}, { execution: 2 }, later],
    ['that was not started waits since it was filed', { started: 0, work: 'relay', since: at }, {}, at],
    ['that was just started waits no more', { started: 0, work: 'relay', since: at }, { started: 1 }, undefined],
    ['that is halted is the operator’s', { said: 2, work: 'relay', since: at }, { halted: true }, undefined],
    ['that is resumed waits for its next execution', { halted: true }, { halted: false, execution: 2 }, later],
    ['that is closed waits for nothing', { work: 'relay', since: at }, { open: false }, undefined],
  ];

  it.each(cases)('%s', async (_, before, deskAfter, since) => {
    const told = { ...telling, at: later };
    await keepChange(table, number, change({ desk: deskWith(before), telling: told, ...(deskAfter && { deskAfter }) }));
    const kept = sent()[0]?.Put?.Item;
    expect([kept?.work, kept?.since]).toEqual(since === undefined ? [undefined, undefined] : ['relay', since]);
    expect(kept).toMatchObject({ ...deskAfter });
  });
});

describe('a change of a case that moved meanwhile', () => {
  it('changes nothing and says which members failed', async () => {
    const reasons = [{ Code: 'ConditionalCheckFailed' }, { Code: 'ConditionalCheckFailed' }];
    mock
      .on(TransactWriteCommand)
      .rejects(new TransactionCanceledException({ message: 'x', $metadata: {}, CancellationReasons: reasons }));
    expect(await keepChange(table, number, change())).toEqual({ done: false, failed: [0, 1] });
  });

  it('that cannot be kept now is a transient fault', async () => {
    mock.on(TransactWriteCommand).rejects(sdkError('ServiceUnavailable'));
    await expect(keepChange(table, number, change())).rejects.toMatchObject({
      name: 'TransientFault',
      message: `changing complaint ${number}: ServiceUnavailable`,
    });
  });
});
