import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { listMyComplaints } from '#functions/api/official/list-my-complaints.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { at, dueAt, number, pk } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
const settings = { COMPLAINT_TABLE: 'complaints', CITY_TABLE: 'city', FILE_BUCKET: 'files' };
const line = {
  number,
  status: 'in-classification',
  stage: 'classification',
  channel: 'web',
  department: 'central-desk',
  receivedAt: at,
};
const listed = (...lines: object[]): void => {
  mock
    .on(QueryCommand, { TableName: 'complaints' })
    .resolves({ Items: lines.map((each) => ({ pk, sk: 'complaint', handler: 'central-desk', listed: each, dueAt })) });
};
const barred = { people: ['operator-1'], departments: ['water'] };

beforeEach(() => {
  mock.reset();
  mock.on(QueryCommand, { TableName: 'city' }).resolves({ Items: [] });
  mock.on(GetCommand).callsFake(({ Key: { sk } }) => ({
    Item: {
      person: { id: sk, name: '장보람', groups: ['operator'], department: sk === 'operator-3' ? 'water' : 'parks' },
    },
  }));
});

// Seven days of eight working hours.
const remainingMinutes = 3360;

const list = async (id: string): Promise<unknown> => {
  const { body } = await listMyComplaints(settings, {
    at,
    caller: { id, groups: ['operator'] },
    query: { limit: 50 },
  });
  return (body as { items: unknown }).items;
};

describe('the list of the central desk', () => {
  it.each(['operator-1', 'operator-3'])('leaves out a report that bars %s', async (id) => {
    listed(line, { ...line, kind: 'corruption', barred });
    expect(await list(id)).toEqual([{ ...line, dueAt, remainingMinutes }]);
  });

  it('shows it to the others, without saying who is barred', async () => {
    listed({ ...line, kind: 'corruption', barred });
    expect(await list('operator-2')).toEqual([{ ...line, kind: 'corruption', dueAt, remainingMinutes }]);
  });

  it('reads nothing of the caller where nobody is barred', async () => {
    listed(line);
    expect(await list('operator-1')).toEqual([{ ...line, dueAt, remainingMinutes }]);
    expect(mock.commandCalls(GetCommand).filter(({ args: [{ input }] }) => input.Key?.pk === 'person')).toEqual([]);
  });
});
