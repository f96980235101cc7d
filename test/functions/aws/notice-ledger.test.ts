import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { closeDigest, moveNotice, openDigest, workOf } from '#functions/aws/notice-ledger.ts';
import { Notice } from '#schemas/notice.ts';
import { at, dueAt, lead, noticeOf, number, pk, sdkError, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const before = noticeOf(20, { attempt: 1 });
const after = noticeOf(20, { attempt: 2, status: 'sending', channel: 'sms' });
const move = () => moveNotice(table, number, before, after);

describe('a notice in the ledger', () => {
  it('moves only from the state and the attempt it was read in', async () => {
    mock.on(UpdateCommand).resolves({});
    expect(await move()).toBe(true);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: table,
      Key: { pk, sk: 'notice#000020' },
      ConditionExpression: 'notice.#status = :status AND notice.attempt = :attempt',
      UpdateExpression: 'SET notice = :notice',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': 'planned', ':attempt': 1, ':notice': after },
    });
  });

  it('that somebody else moved meanwhile stays as it is', async () => {
    mock.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} }));
    expect(await move()).toBe(false);
  });

  it('that cannot be moved now is a transient fault', async () => {
    mock.on(UpdateCommand).rejects(sdkError('ProvisionedThroughputExceededException'));
    await expect(move()).rejects.toMatchObject({
      name: 'TransientFault',
      message: `recording notice reception of complaint ${number}: ProvisionedThroughputExceededException`,
    });
  });
});

describe('a notice that somebody has to look for', () => {
  const missed = noticeOf(20, { step: 'escalate-to-lead', to: { role: 'lead', id: lead }, missedAt: dueAt });
  const index = { '#status': 'status', '#work': 'work', '#since': 'since' };
  const written = async (from: Notice, to: Notice) => {
    mock.on(UpdateCommand).resolves({});
    await moveNotice(table, number, from, to);
    const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } =
      mock.commandCalls(UpdateCommand)[0]?.args[0].input ?? {};
    return [UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues];
  };

  it.each(Notice.shape.status.options)(
    'that was missed and becomes %s leaves its digest only when nothing more is to come',
    async (status) => {
      const [update, names] = await written(missed, { ...missed, status });
      const isOnItsWay = status === 'planned' || status === 'sending';
      expect([update, names]).toEqual(
        isOnItsWay
          ? ['SET notice = :notice', { '#status': 'status' }]
          : ['SET notice = :notice REMOVE #work, #since', index],
      );
    },
  );

  it('that is held back, or was not delivered, stands in the index of work since then', async () => {
    const held = { ...before, heldUntil: dueAt };
    const [update, names, values] = await written(before, held);
    expect([update, names]).toEqual(['SET notice = :notice, #work = :work, #since = :since', index]);
    expect(values).toMatchObject({ ':work': 'held', ':since': dueAt });
    expect(workOf({ ...held, status: 'failed', undeliveredAt: at })).toEqual({ work: 'undelivered', since: at });
    expect(workOf({ ...missed, status: 'failed', undeliveredAt: at })).toEqual({ work: 'undelivered', since: at });
  });

  it('that was missed, not delivered, and is sent anew stands in its digest again', async () => {
    const failed: Notice = { ...missed, status: 'failed', undeliveredAt: at };
    const [, , values] = await written(failed, missed);
    expect(values).toMatchObject({ ':work': `digest#${lead}`, ':since': dueAt });
  });

  it('that was delivered after all leaves the index', async () => {
    const listed: Notice = { ...before, status: 'sending', undeliveredAt: at };
    const [update] = await written(listed, { ...before, status: 'accepted' });
    expect(update).toBe('SET notice = :notice REMOVE #work, #since');
  });
});

describe('a digest', () => {
  const to = { role: 'lead', id: lead } as const;
  const open = () => openDigest(table, to, `${number} 20`, at);

  it('is opened by one notice, which can open it again, and stands in the index of work', async () => {
    mock.on(PutCommand).resolves({});
    expect(await open()).toBe(true);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: table,
      Item: { pk: `digest#${lead}`, sk: 'digest', to, openedBy: `${number} 20`, work: 'digest', since: at },
      ConditionExpression: 'attribute_not_exists(pk) OR openedBy = :by',
      ExpressionAttributeValues: { ':by': `${number} 20` },
    });
  });

  it('that another notice opened is theirs', async () => {
    mock.on(PutCommand).rejects(new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} }));
    expect(await open()).toBe(false);
  });

  it('is closed by its key, whether or not it is open', async () => {
    mock.on(DeleteCommand).resolves({});
    await closeDigest(table, { role: 'audit-office' });
    expect(mock.call(0).args[0].input).toEqual({
      TableName: table,
      Key: { pk: 'digest#audit-office', sk: 'digest' },
    });
  });

  it.each([
    ['opening', open],
    ['closing', () => closeDigest(table, to)],
  ])('makes %s it a transient fault while the table is busy', async (what, call) => {
    mock.onAnyCommand().rejects(sdkError('ThrottlingException'));
    await expect(call()).rejects.toMatchObject({
      name: 'TransientFault',
      message: `${what} digest#${lead}: ThrottlingException`,
    });
  });
});
