import { GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { Department } from '#schemas/department.ts';
import { Kind } from '#schemas/kind.ts';
import { Person } from '#schemas/person.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** What the city table holds, and the schema of each. */
const schemas = { department: Department, kind: Kind, person: Person } as const;

type Sort = keyof typeof schemas;
type Of<S extends Sort> = z.infer<(typeof schemas)[S]>;

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
    { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': sort } },
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

/** Keeps a record of the city, new or instead of the one with its id; `by` and `at` tell who did it when. */
export async function keepCity<S extends Sort>(
  table: string,
  sort: S,
  record: Of<S>,
  told: { by: string; at: string },
): Promise<void> {
  try {
    await dynamo.send(new PutCommand({ TableName: table, Item: { pk: sort, sk: record.id, [sort]: record, ...told } }));
  } catch (error) {
    throw asTransient(error, `keeping ${sort} ${record.id}`);
  }
}
