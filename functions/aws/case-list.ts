import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { CursorUnknown } from '#schemas/errors.ts';
import { complaintKey, type Item, numberOf, sortKey } from './complaint-items.ts';
import type { Page, PageOf } from './complaint-lists.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** How far a handler's cases were given: the due instant and number of the last one, or nothing more to give. */
const Position = z.union([z.tuple([z.string(), z.string()]), z.literal('end')]);
type Position = z.infer<typeof Position>;

/** The cursor of a list over several handlers: each one's position by their id; who is missing is at the beginning. */
const Positions = z.record(z.string(), Position);
type Positions = z.infer<typeof Positions>;

function positionsOf(cursor: string | undefined): Positions {
  if (cursor === undefined) return {};
  try {
    return Positions.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new CursorUnknown({ cause: error });
  }
}

/** A case in the index: its line, under whom it stands, and when it is due. */
type Indexed = { readonly handler: string; readonly dueAt: string; readonly number: string; readonly listed: Item };

/** A page of one handler's cases after a position, and whether more follow. */
type Part = { readonly cases: readonly Indexed[]; readonly goesOn: boolean };

/**
 * The open cases listed under any of the handlers, the one due first on top; each with its handler and its own due instant.
 *
 * @param handlers asked each for itself and put together in order; one who joined since the last page is given from the beginning
 * @throws CursorUnknown; TransientFault when DynamoDB was busy
 */
export async function listByHandlers(
  table: string,
  handlers: readonly string[],
  { limit, cursor }: PageOf,
): Promise<Page<Item>> {
  const before = positionsOf(cursor);
  const parts = await Promise.all(handlers.map((handler) => partOf(table, handler, before[handler], limit)));
  const cases = parts
    .flatMap((part) => part.cases)
    .sort((a, b) => compare(a.dueAt, b.dueAt))
    .slice(0, limit);
  const after: Positions = Object.fromEntries(
    handlers.flatMap((handler, index): [string, Position][] => {
      const taken = cases.filter((one) => one.handler === handler);
      const part = parts[index];
      if (part !== undefined && !part.goesOn && taken.length === part.cases.length) return [[handler, 'end']];
      const last = taken.at(-1);
      const position: Position | undefined = last === undefined ? before[handler] : [last.dueAt, last.number];
      return position === undefined ? [] : [[handler, position]];
    }),
  );
  const items = cases.map(({ handler, dueAt, listed }) => ({ ...listed, dueAt, handler }));
  if (handlers.every((handler) => after[handler] === 'end')) return { items };
  return { items, cursor: Buffer.from(JSON.stringify(after)).toString('base64url') };
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

async function partOf(table: string, handler: string, after: Position | undefined, limit: number): Promise<Part> {
  if (after === 'end') return { cases: [], goesOn: false };
  try {
    const { Items = [], LastEvaluatedKey: last } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'ByHandler',
        KeyConditionExpression: '#handler = :handler',
        ExpressionAttributeNames: { '#handler': 'handler' },
        ExpressionAttributeValues: { ':handler': handler },
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: keyOf(handler, after) }),
      }),
    );
    return { cases: Items.flatMap((item) => indexed(handler, item)), goesOn: last !== undefined };
  } catch (error) {
    if (after !== undefined && error instanceof Error && error.name === 'ValidationException') {
      throw new CursorUnknown({ cause: error });
    }
    throw asTransient(error, 'listing by ByHandler');
  }
}

const keyOf = (handler: string, [dueAt, number]: Exclude<Position, 'end'>): Item => ({
  pk: complaintKey(number),
  sk: itemListedFor(handler),
  handler,
  dueAt,
});

/** Which item of a complaint stands in the index: its own for a person, others for a department and an institution. */
function itemListedFor(handler: string): string {
  if (handler.startsWith('department#')) return sortKey.finding;
  return handler.startsWith('institution#') ? sortKey.outside : sortKey.complaint;
}

function indexed(handler: string, item: Item): Indexed[] {
  const { dueAt, listed } = item;
  if (typeof dueAt !== 'string' || typeof listed !== 'object' || listed === null) return [];
  return [{ handler, dueAt, number: numberOf(item), listed: { ...listed } }];
}
