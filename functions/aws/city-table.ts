import { GetCommand, PutCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Absence } from '#schemas/absence.ts';
import { DecreedHoliday } from '#schemas/calendar.ts';
import { Department } from '#schemas/department.ts';
import { Institution } from '#schemas/institution.ts';
import { Kind } from '#schemas/kind.ts';
import { Person } from '#schemas/person.ts';
import { RoutingRule } from '#schemas/routing-rule.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** What the city table holds, and the schema of each. A decreed holiday's id is its day, an absence's who is absent. */
const schemas = {
  department: Department,
  kind: Kind,
  person: Person,
  rule: RoutingRule,
  institution: Institution,
  holiday: DecreedHoliday.extend({ id: z.string() }),
  absence: Absence,
} as const;

type Sort = keyof typeof schemas;
type Of<S extends Sort> = z.infer<(typeof schemas)[S]>;

/** A decreed holiday as the city keeps it. */
export type CityHoliday = Of<'holiday'>;

/** One record of the city, `undefined` when there is none of this id. */
export async function readCity<S extends Sort>(table: string, sort: S, id: string): Promise<Of<S> | undefined> {
  try {
    const { Item: item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: { pk: sort, sk: id }, ConsistentRead: true }),
    );
    return item === undefined ? undefined : (schemas[sort].parse(item[sort]) as Of<S>);
  } catch (error) {
    throw asTransient(error, `reading ${sort} ${id}`);
  }
}

/** All records of one sort, by id. */
export async function listCity<S extends Sort>(table: string, sort: S): Promise<Of<S>[]> {
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      // As new as the version that was read before it.
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': sort },
    },
  );
  const records: Of<S>[] = [];
  try {
    for await (const { Items = [] } of pages) {
      for (const item of Items) records.push(schemas[sort].parse(item[sort]) as Of<S>);
    }
  } catch (error) {
    throw asTransient(error, `listing every ${sort}`);
  }
  return records;
}

/** The city as the rules take it: all of it. */
export type WholeCity = {
  readonly kinds: Kind[];
  readonly departments: Department[];
  readonly people: Person[];
  readonly holidays: CityHoliday[];
  readonly rules: RoutingRule[];
};

/** Where it stands how often the city was changed; whoever has this version need not read the rest again. */
const VERSION = { pk: 'city', sk: 'version' } as const;

/** Where it stands which state of the calendar was last carried to the open complaints. */
const CARRIED = { pk: 'city', sk: 'calendar' } as const;

/** The mark of the calendar that was last carried to the open complaints, `undefined` before the first. */
export async function readCarried(table: string): Promise<string | undefined> {
  try {
    const { Item: item } = await dynamo.send(new GetCommand({ TableName: table, Key: CARRIED, ConsistentRead: true }));
    return typeof item?.mark === 'string' ? item.mark : undefined;
  } catch (error) {
    throw asTransient(error, 'reading which calendar was carried');
  }
}

/** Keeps the mark of the calendar whose carrying is queued. */
export async function keepCarried(table: string, mark: string): Promise<void> {
  try {
    await dynamo.send(new PutCommand({ TableName: table, Item: { ...CARRIED, mark } }));
  } catch (error) {
    throw asTransient(error, 'keeping which calendar was carried');
  }
}

/** What a warm function has read, by sort, each with the version it was read under. */
const known = new Map<string, { readonly version: unknown; readonly records: unknown }>();

/**
 * The whole city as it is now. A warm function reads one small item, and the rest only when an operator changed something.
 *
 * The version is read before the rest: what changes in between is read twice, never missed.
 */
export async function readWholeCity(table: string): Promise<WholeCity> {
  const version = await readVersion(table);
  const [kinds, departments, people, holidays, rules] = await Promise.all([
    listKnown(table, 'kind', version),
    listKnown(table, 'department', version),
    listKnown(table, 'person', version),
    listKnown(table, 'holiday', version),
    listKnown(table, 'rule', version),
  ]);
  return { kinds, departments, people, holidays, rules };
}

/** The days that the city's operators decreed, as they are now, those called off among them; read as readWholeCity does. */
export async function readHolidays(table: string): Promise<CityHoliday[]> {
  return listKnown(table, 'holiday', await readVersion(table));
}

/** Everybody's absences, past ones among them, and, if there are any, the people as they are now; read as readWholeCity does. */
export async function readAbsences(table: string): Promise<{ absences: Absence[]; people: Person[] }> {
  const version = await readVersion(table);
  const absences = await listKnown(table, 'absence', version);
  return { absences, people: absences.length === 0 ? [] : await listKnown(table, 'person', version) };
}

async function listKnown<S extends Sort>(table: string, sort: S, version: unknown): Promise<Of<S>[]> {
  const key = `${table} ${sort}`;
  const before = known.get(key);
  if (before !== undefined && before.version === version) return before.records as Of<S>[];
  const records = await listCity(table, sort);
  known.set(key, { version, records });
  return records;
}

async function readVersion(table: string): Promise<unknown> {
  try {
    const { Item: item } = await dynamo.send(new GetCommand({ TableName: table, Key: VERSION, ConsistentRead: true }));
    return item?.version;
  } catch (error) {
    throw asTransient(error, 'reading the version of the city');
  }
}

/**
 * Keeps a record of the city, new or instead of the one with its id; `by` and `at` tell who did it when.
 *
 * The version rises after the record is kept: cut off in between, the caller has no answer yet and says it again.
 */
export async function keepCity<S extends Sort>(
  table: string,
  sort: S,
  record: Of<S>,
  told: { by: string; at: string },
): Promise<void> {
  try {
    await dynamo.send(new PutCommand({ TableName: table, Item: { pk: sort, sk: record.id, [sort]: record, ...told } }));
    await dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: VERSION,
        UpdateExpression: 'ADD version :one',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
  } catch (error) {
    throw asTransient(error, `keeping ${sort} ${record.id}`);
  }
}
