import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { CaseFact, type Cell, type Measures, RoundFact } from '#schemas/statistics.ts';
import type { Item } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';
import { statisticsKey } from './statistics-writes.ts';

/** Numbers with the cell they belong to; a cell can come in several parts. */
export type CountedCell = { readonly cell: Cell; readonly measures: Measures };

/** A case as it is counted, under its number. */
export type CountedCase = { readonly number: ComplaintNumber; readonly fact: CaseFact };

/** A round as the score counts it, under its complaint's number. */
export type CountedRound = { readonly number: ComplaintNumber; readonly round: RoundFact };

type Range = { readonly from?: string; readonly to?: string };

async function readPartition(table: string, pk: string, { from, to }: Range = {}): Promise<Item[]> {
  const items: Item[] = [];
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: from === undefined ? 'pk = :pk' : 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': pk, ...(from === undefined ? {} : { ':from': from, ':to': to }) },
    },
  );
  try {
    for await (const page of pages) items.push(...(page.Items ?? []));
  } catch (error) {
    throw asTransient(error, `reading ${pk} of the statistics`);
  }
  return items;
}

/** How a case is counted now, `undefined` when it is not; read consistently. */
export async function readCaseFact(
  table: string,
  { number, day, district }: { readonly number: string; readonly day: string; readonly district: string },
): Promise<CaseFact | undefined> {
  try {
    const Key = { pk: statisticsKey.cases(day.slice(0, 7), district), sk: number };
    const { Item: item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return item === undefined ? undefined : CaseFact.parse(item.fact);
  } catch (error) {
    throw asTransient(error, `reading how complaint ${number} is counted`);
  }
}

type Known = { readonly changes: number; readonly cells: readonly CountedCell[] };

/** What a warm function has read: the cells of a month and district, with the number of changes they were read under. */
const known = new Map<string, Known>();
/** More cells than these are not kept in mind, 300_000: about 100 MB. */
const KNOWN_AT_MOST = 300_000;

/**
 * The cells of a month. A warm function reads how often each district's changed, and those again that did.
 *
 * The changes are read before the cells: what changes in between is read twice, never missed. What is given is a part for each
 * district; one that did not change since it was read last is the same object.
 *
 * @param month    `2026-11`
 * @param district only its cells; left out: those of all districts
 */
export async function readCells(table: string, month: string, district?: string): Promise<(readonly CountedCell[])[]> {
  const changed = await readChanges(table, month);
  return Promise.all(
    [...changed]
      .filter(([of]) => district === undefined || of === district)
      .map(([of, changes]) => readKnown(table, { month, district: of, changes })),
  );
}

/** How often the cells of each district changed in a month. */
async function readChanges(table: string, month: string): Promise<Map<string, number>> {
  const changed = new Map<string, number>();
  for (const { sk, changes } of await readPartition(table, statisticsKey.changes(month))) {
    const of = String(sk).split('#')[0] ?? '';
    changed.set(of, (changed.get(of) ?? 0) + Number(changes));
  }
  return changed;
}

/** The districts of which anything was received in a month, by id; complaints without one stand under `none`. */
export async function districtsCounted(table: string, month: string): Promise<string[]> {
  return [...(await readChanges(table, month)).keys()].toSorted();
}

async function readKnown(
  table: string,
  { month, district, changes }: { month: string; district: string; changes: number },
): Promise<readonly CountedCell[]> {
  const pk = statisticsKey.cells(month, district);
  const key = `${table} ${pk}`;
  const before = known.get(key);
  if (before?.changes === changes) return before.cells;
  const cells = (await readPartition(table, pk)).map((item) => countedCell(district, item));
  known.delete(key);
  const size = [...known.values()].reduce((sum, { cells: { length } }) => sum + length, cells.length);
  if (size > KNOWN_AT_MOST) known.clear();
  known.set(key, { changes, cells });
  return cells;
}

function countedCell(district: string, { pk: _pk, sk, ...numbers }: Item): CountedCell {
  const [day, ward, field, department, channel, kind] = String(sk).split('#');
  // Ours alone writes them, thousands are read at once: parsed by hand where a schema would be ten times slower.
  return {
    cell: { day, district, ward, field, department, channel, kind } as Cell,
    measures: numbers as Measures,
  };
}

const CASE = z.object({ sk: ComplaintNumber, fact: CaseFact });

/**
 * Cases of a month and district, by number: by the day of their receipt.
 *
 * @param after the last number that was given before
 */
export async function* readCases(
  table: string,
  {
    month,
    district,
    after,
  }: { readonly month: string; readonly district: string; readonly after?: string | undefined },
): AsyncGenerator<CountedCase> {
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: {
        ':pk': statisticsKey.cases(month, district),
        ...(after === undefined ? {} : { ':after': after }),
      },
    },
  );
  try {
    for await (const { Items = [] } of pages) yield* Items.map(countedCase);
  } catch (error) {
    throw asTransient(error, `reading the cases of ${month} in ${district}`);
  }
}

/** The cases that somebody may not know of, whoever that is. */
export async function readBarring(table: string): Promise<CountedCase[]> {
  return (await readPartition(table, statisticsKey.barring)).filter(({ fact }) => fact !== undefined).map(countedCase);
}

function countedCase(item: Item): CountedCase {
  const { sk: number, fact } = CASE.parse(item);
  return { number, fact };
}

/** A department's rounds that count in a month, by complaint number. */
export async function readRounds(table: string, month: string, department: string): Promise<CountedRound[]> {
  const items = await readPartition(table, statisticsKey.rounds(month, department));
  return items
    .filter(({ round }) => round !== undefined)
    .map(({ sk, round }) => ({
      number: ComplaintNumber.parse(String(sk).split('#')[0]),
      round: RoundFact.parse(round),
    }));
}
