import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { takeBack } from '#functions/tasks/take-back.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import type { Complaint } from '#schemas/complaint.ts';
import {
  at,
  complaintAt,
  deskWith,
  dueAt,
  itemsOf,
  number,
  official,
  outside,
  pk,
  table,
} from '#test/functions/samples.ts';

const mock = mockClient(dynamo);

const keep = (complaint: Complaint, desk = deskWith()): void => {
  mock.on(QueryCommand, { TableName: table }).resolves({ Items: itemsOf(complaint, desk) });
};

beforeEach(() => {
  mock.reset();
  mock.on(QueryCommand).resolves({ Items: [] });
  mock.on(GetCommand).resolves({});
  mock.on(TransactWriteCommand).resolves({});
});

const settings = { COMPLAINT_TABLE: table, CITY_TABLE: 'city', STATISTICS_TABLE: 'statistics' };
const endedAt = toInstant(toMillis(at) + 5 * 86_400_000);
const run = () => takeBack(settings, { number, execution: `${number}-1`, at: endedAt, rung: 'acceptance-term-ended' });
const writes = () => mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? [];
const written = (sk: string) => writes().find(({ Put }) => Put?.Item?.sk === sk)?.Put?.Item;

describe('a case whose institution kept silent', () => {
  it('is back with whoever sent it, off the institution’s list, and they are told', async () => {
    keep(complaintAt('acceptance', { outside }));
    expect(await run()).toMatchObject({ stage: 'answer', deadline: { dueAt } });
    expect(written('complaint')).toMatchObject({
      complaint: { stage: 'answer', rungsDone: ['acceptance-term-ended'], outside },
      handler: official,
    });
    expect(written('audit#000007')?.audit).toMatchObject({
      at: endedAt,
      action: 'transfer-taken-back',
      facts: { institution: 'seoul-police', asked: 1, reason: 'silence' },
    });
    expect(written('notice#000070')?.notice).toMatchObject({
      step: 'transfer-returned',
      to: { role: 'official', id: official },
    });
    expect(writes()).toContainEqual({ Delete: { TableName: table, Key: { pk, sk: 'outside' } } });
    expect(writes()[0]?.Put?.ConditionExpression).toContain('#said = #heard');
  });

  it('is taken back once, however often the step is called', async () => {
    keep(complaintAt('answer', { outside, rungsDone: ['acceptance-term-ended'] }));
    expect(await run()).toMatchObject({ stage: 'answer' });
    expect(mock.commandCalls(TransactWriteCommand)).toEqual([]);
  });

  it('gives way to what was said and not heard: it may be the acceptance', async () => {
    keep(complaintAt('acceptance', { outside }), deskWith({ said: 2, heard: 1 }));
    await expect(run()).rejects.toMatchObject({ name: 'Unheard' });
  });

  it.each(['answer', 'close'] as const)('that stands at %s is a person’s to look at', async (stage) => {
    keep(complaintAt(stage));
    await expect(run()).rejects.toMatchObject({
      name: 'StageUnexpected',
      message: `complaint ${number} is at '${stage}', where TakeBack has nothing to do`,
    });
  });
});
