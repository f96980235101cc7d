import { GetCommand, PutCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportList } from '#functions/api/exports/export-list.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { ExportBody } from '#schemas/export.ts';
import { at, number, sdkError } from '#test/functions/samples.ts';

const settings = {
  COMPLAINT_TABLE: 'complaints',
  CITY_TABLE: 'city',
  STATISTICS_TABLE: 'statistics',
  EMERGENCY_TABLE: 'messages',
  DELIVERY_TABLE: 'deliveries',
};
const caller = { id: 'operator-1', groups: ['operator'] } as const;
const body = ExportBody.parse({ of: { list: 'operator-queue' }, format: 'csv', reason: '주간 회의' });

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
  mock.on(GetCommand).resolves({});
  mock.on(PutCommand).resolves({});
  mock.on(QueryCommand, { TableName: 'city' }).resolves({ Items: [] });
});

const need = { number, since: at, execution: `${number}-1`, state: 'Classify', error: '=1+1' };

/** A queue of so many needs, given as many at once as are asked for. */
function queueOf(count: number): void {
  mock.on(QueryCommand, { IndexName: 'ByWork' }).callsFake(({ Limit = 1, ExclusiveStartKey }: QueryCommandInput) => {
    const begun = Number(ExclusiveStartKey?.begun ?? 0);
    const end = Math.min(count, begun + Limit);
    return {
      Items: Array.from({ length: end - begun }, () => ({ need })),
      ...(end < count ? { LastEvaluatedKey: { begun: String(end) } } : {}),
    };
  });
}

const records = () => mock.commandCalls(PutCommand).map(({ args }) => args[0].input.Item?.record);

describe('a list taken out', () => {
  it.each([0, 1, 4_999, 5_000])('of %i rows is given whole, and recorded before', async (count) => {
    queueOf(count);
    const reply = await exportList(settings, { at, caller, body });
    const rows = String(reply.body).split('\r\n').slice(1, -1);
    expect(rows).toHaveLength(count);
    for (const row of rows) expect(row).toMatch(/,"'=1\+1"$/);
    expect(records()).toMatchObject([{ by: 'operator-1', of: body.of, rows: count, reason: body.reason, at }]);
  });

  it('of more is refused, and nothing is recorded', async () => {
    queueOf(5_001);
    await expect(exportList(settings, { at, caller, body })).rejects.toMatchObject({ code: 'export-too-large' });
    expect(records()).toEqual([]);
  });

  it('is not given when it cannot be recorded', async () => {
    queueOf(1);
    mock.on(PutCommand).rejects(sdkError('ThrottlingException'));
    await expect(exportList(settings, { at, caller, body })).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('is read only for those whose list it is', async () => {
    const official = { id: 'official-water-1', groups: ['official'] } as const;
    await expect(exportList(settings, { at, caller: official, body })).rejects.toMatchObject({ code: 'wrong-group' });
    expect(mock.calls()).toEqual([]);
  });
});
