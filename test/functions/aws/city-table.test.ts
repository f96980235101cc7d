import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type CityHoliday,
  keepCarried,
  keepCity,
  listCity,
  readAbsences,
  readCarried,
  readCity,
  readHolidays,
  readWholeCity,
} from '#functions/aws/city-table.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { Absence } from '#schemas/absence.ts';
import { TransientFault } from '#schemas/errors.ts';
import { SeoulDate } from '#schemas/instant.ts';
import { Kind } from '#schemas/kind.ts';
import { at, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
});

const kindOf = (id: string): Kind =>
  Kind.parse({ id, name: '질의', nameEn: 'Inquiry', period: { unit: 'days', count: 7 }, source: '시행령 제14조' });
const inquiry = kindOf('inquiry');

describe('a record of the city', () => {
  it('is read consistently by its sort and id', async () => {
    mock.on(GetCommand).resolves({ Item: { pk: 'kind', sk: 'inquiry', kind: inquiry, by: 'operator-1', at } });
    expect(await readCity('city', 'kind', 'inquiry')).toEqual(inquiry);
    expect(mock.call(0).args[0].input).toEqual({
      TableName: 'city',
      Key: { pk: 'kind', sk: 'inquiry' },
      ConsistentRead: true,
    });
  });

  it('that does not exist is undefined', async () => {
    mock.on(GetCommand).resolves({});
    expect(await readCity('city', 'person', 'nobody')).toBeUndefined();
  });

  it('is kept whole, with who kept it when, and then raises the city’s version', async () => {
    mock.onAnyCommand().resolves({});
    await keepCity('city', 'kind', inquiry, { by: 'operator-1', at });
    expect(mock.calls().map(({ args }) => args[0].input)).toEqual([
      { TableName: 'city', Item: { pk: 'kind', sk: 'inquiry', kind: inquiry, by: 'operator-1', at } },
      {
        TableName: 'city',
        Key: { pk: 'city', sk: 'version' },
        UpdateExpression: 'ADD version :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    ]);
  });

  it('that was kept, while its version could not be raised, is not told as kept', async () => {
    mock.on(PutCommand).resolves({});
    mock.on(UpdateCommand).rejects(sdkError('ThrottlingException'));
    await expect(keepCity('city', 'kind', inquiry, { by: 'operator-1', at })).rejects.toMatchObject({
      name: 'TransientFault',
      message: 'keeping kind inquiry: ThrottlingException',
    });
  });
});

describe('a list of the city', () => {
  it('is every record of its sort, read consistently, over all pages', async () => {
    const more = { pk: 'kind', sk: 'inquiry' };
    // The SDK's paginator writes into its input, so each is copied when it is sent.
    const sent: unknown[] = [];
    mock.on(QueryCommand).callsFake((input: object) => {
      sent.push({ ...input });
      return sent.length === 1
        ? { Items: [{ kind: inquiry }], LastEvaluatedKey: more }
        : { Items: [{ kind: kindOf('proposal') }] };
    });
    expect((await listCity('city', 'kind')).map(({ id }) => id)).toEqual(['inquiry', 'proposal']);
    const query = {
      TableName: 'city',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'kind' },
    };
    expect(sent).toEqual([query, { ...query, ExclusiveStartKey: more }]);
  });
});

describe('the whole city', () => {
  /** The tables' contents: what stands under the version, and the kinds. */
  const keep = (version: number | undefined, ...kinds: Kind[]): void => {
    mock.reset();
    mock.on(GetCommand).resolves(version === undefined ? {} : { Item: { version } });
    mock.on(QueryCommand).resolves({ Items: [] });
    mock
      .on(QueryCommand, { ExpressionAttributeValues: { ':pk': 'kind' } })
      .resolves({ Items: kinds.map((kind) => ({ kind })) });
  };

  it('is read once while its version stays, and anew when it rises', async () => {
    keep(1, inquiry);
    expect(await readWholeCity('city')).toEqual({
      kinds: [inquiry],
      departments: [],
      people: [],
      holidays: [],
      rules: [],
    });
    expect(mock.call(0).args[0].input).toEqual({
      TableName: 'city',
      Key: { pk: 'city', sk: 'version' },
      ConsistentRead: true,
    });
    expect(mock.commandCalls(QueryCommand)).toHaveLength(5);

    keep(1, inquiry, kindOf('proposal'));
    expect((await readWholeCity('city')).kinds).toHaveLength(1);
    expect(mock.commandCalls(QueryCommand)).toHaveLength(0);

    keep(2, inquiry, kindOf('proposal'));
    expect((await readWholeCity('city')).kinds).toHaveLength(2);
  });

  it('of another table is another city', async () => {
    keep(2);
    expect((await readWholeCity('other')).kinds).toEqual([]);
  });

  it('that was changed while it was read is read again: the version is read first', async () => {
    keep(5, inquiry);
    // An operator keeps another kind after the version was read: it is in the list, and the version rises after it.
    mock.on(QueryCommand).callsFake(() => {
      mock.on(GetCommand).resolves({ Item: { version: 6 } });
      return { Items: [] };
    });
    await readWholeCity('changing');
    keep(6, inquiry, kindOf('proposal'));
    expect((await readWholeCity('changing')).kinds).toHaveLength(2);
  });

  it('that was never changed by an operator is read, too', async () => {
    keep(undefined, inquiry);
    expect((await readWholeCity('fresh')).kinds).toEqual([inquiry]);
  });

  it('whose version cannot be read now is a transient fault, however much is known of it', async () => {
    keep(1, inquiry);
    await readWholeCity('city');
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(readWholeCity('city')).rejects.toMatchObject({
      name: 'TransientFault',
      message: 'reading the version of the city: ThrottlingException',
    });
  });
});

describe('the days that the city decreed', () => {
  const decreed: CityHoliday = {
    id: '2026-12-28',
    on: SeoulDate.parse('2026-12-28'),
    name: '임시공휴일',
    source: '국무회의',
    knownAt: at,
  };
  const called = { ...decreed, calledOffAt: at };
  /** What stands in a table under its version; each test has a table of its own, because a warm function forgets none. */
  const keep = (version: number, ...days: CityHoliday[]): void => {
    mock.reset();
    mock.on(GetCommand).resolves({ Item: { version } });
    mock.on(QueryCommand).resolves({ Items: [] });
    mock
      .on(QueryCommand, { ExpressionAttributeValues: { ':pk': 'holiday' } })
      .resolves({ Items: days.map((holiday) => ({ pk: 'holiday', sk: holiday.id, holiday, by: 'operator-1', at })) });
  };

  it('are read alone, consistently, behind the version of the city', async () => {
    keep(1, decreed);
    expect(await readHolidays('decreeing')).toEqual([decreed]);
    expect(mock.calls().map(({ args }) => args[0].input)).toMatchObject([
      { TableName: 'decreeing', Key: { pk: 'city', sk: 'version' }, ConsistentRead: true },
      { TableName: 'decreeing', ExpressionAttributeValues: { ':pk': 'holiday' }, ConsistentRead: true },
    ]);
  });

  it('are read anew only when the version rises, each sort for itself', async () => {
    keep(1, decreed);
    await readHolidays('warm');
    expect(await readHolidays('warm')).toEqual([decreed]);
    expect(mock.commandCalls(QueryCommand)).toHaveLength(1);
    // The rest of the city was never read under this version, the days were.
    expect((await readWholeCity('warm')).holidays).toEqual([decreed]);
    expect(mock.commandCalls(QueryCommand)).toHaveLength(5);
    keep(2, called);
    expect(await readHolidays('warm')).toEqual([called]);
  });

  it('are kept whole under their day, those called off too', async () => {
    keep(1);
    await keepCity('city', 'holiday', called, { by: 'operator-1', at });
    expect(mock.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: 'city',
      Item: { pk: 'holiday', sk: '2026-12-28', holiday: called, by: 'operator-1', at },
    });
    expect(mock.commandCalls(UpdateCommand)).toHaveLength(1);
  });

  it('cannot be told while the version cannot be read', async () => {
    mock.on(GetCommand).rejects(sdkError('ThrottlingException'));
    await expect(readHolidays('warm')).rejects.toMatchObject({
      name: 'TransientFault',
      message: 'reading the version of the city: ThrottlingException',
    });
  });
});

describe('absences', () => {
  const absence = Absence.parse({ id: 'official-water-1', deputy: 'official-water-2', fromAt: at, untilAt: at });
  const keep = (version: number, ...absences: Absence[]): void => {
    mock.reset();
    mock.on(GetCommand).resolves({ Item: { version } });
    mock.on(QueryCommand).resolves({ Items: [] });
    mock
      .on(QueryCommand, { ExpressionAttributeValues: { ':pk': 'absence' } })
      .resolves({ Items: absences.map((one) => ({ pk: 'absence', sk: one.id, absence: one })) });
  };
  const sorts = () =>
    mock.commandCalls(QueryCommand).map(({ args }) => args[0].input.ExpressionAttributeValues?.[':pk']);

  it('are read behind the version of the city, and the people with them', async () => {
    keep(1, absence);
    expect(await readAbsences('absent')).toEqual({ absences: [absence], people: [] });
    expect(mock.call(0).args[0].input).toMatchObject({ Key: { pk: 'city', sk: 'version' }, ConsistentRead: true });
    expect(sorts()).toEqual(['absence', 'person']);
    await readAbsences('absent');
    expect(mock.commandCalls(GetCommand)).toHaveLength(2);
    expect(sorts()).toHaveLength(2);
  });

  it('that are none need no people', async () => {
    keep(1);
    expect(await readAbsences('present')).toEqual({ absences: [], people: [] });
    expect(sorts()).toEqual(['absence']);
  });

  it('are kept under who is absent, and raise the version', async () => {
    mock.onAnyCommand().resolves({});
    await keepCity('city', 'absence', absence, { by: 'lead-water', at });
    expect(mock.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: 'city',
      Item: { pk: 'absence', sk: 'official-water-1', absence, by: 'lead-water', at },
    });
    expect(mock.commandCalls(UpdateCommand)).toHaveLength(1);
  });
});

describe('a busy table', () => {
  const calls: [string, () => Promise<unknown>][] = [
    ['reading kind inquiry', () => readCity('city', 'kind', 'inquiry')],
    ['listing every kind', () => listCity('city', 'kind')],
    ['keeping kind inquiry', () => keepCity('city', 'kind', inquiry, { by: 'operator-1', at })],
  ];

  it.each(calls)('makes %s a transient fault', async (what, call) => {
    mock.onAnyCommand().rejects(sdkError('ThrottlingException'));
    const fault = await call().catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(TransientFault);
    expect(fault).toMatchObject({ message: `${what}: ThrottlingException` });
  });

  it.each(calls)('that refuses %s for good is let through', async (_, call) => {
    mock.onAnyCommand().rejects(sdkError('AccessDeniedException'));
    await expect(call()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('the calendar that was carried last', () => {
  it('is kept and read by its mark', async () => {
    mock.onAnyCommand().resolves({});
    expect(await readCarried('city')).toBeUndefined();
    await keepCarried('city', '2026-11-27 2028-04-12');
    expect(mock.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: 'city',
      Item: { pk: 'city', sk: 'calendar', mark: '2026-11-27 2028-04-12' },
    });
    mock.on(GetCommand).resolves({ Item: { mark: '2028-04-12' } });
    expect(await readCarried('city')).toBe('2028-04-12');
    mock.reset();
    mock.onAnyCommand().rejects(sdkError('ThrottlingException'));
    await expect(readCarried('city')).rejects.toBeInstanceOf(TransientFault);
    await expect(keepCarried('city', '')).rejects.toBeInstanceOf(TransientFault);
  });
});
