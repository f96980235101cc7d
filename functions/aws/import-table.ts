import { GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { FiledRow, Import, ImportCounts, type ImportId } from '#schemas/import.ts';
import { asTransient, commit, dynamo } from './dynamo.ts';

/** Partition of all that is kept of one import. */
const importKey = (id: ImportId): string => `import#${id}`;

const partKey = (part: number): string => `part#${String(part).padStart(6, '0')}`;

const PROGRESS = 'progress';

/** What is the city's own and no import's: the secret by which rows are known again. */
const SECRET = { pk: 'imports', sk: 'secret' } as const;

/**
 * Keeps a new import.
 *
 * @returns false when there is one of this id
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepImport(table: string, made: Import): Promise<boolean> {
  const Item = { pk: importKey(made.id), sk: 'import', import: made };
  const { done } = await commit(
    [{ Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } }],
    `keeping import ${made.id}`,
  );
  return done;
}

/** An import as it is now. */
export async function readImport(table: string, id: ImportId): Promise<Import | undefined> {
  return readItem(table, { pk: importKey(id), sk: 'import' }, (item) => Import.parse(item.import));
}

/**
 * Changes an import under the version that was read.
 *
 * @returns false when it was changed meanwhile: read again and decide again
 * @throws TransientFault when DynamoDB was busy
 */
export async function changeImport(table: string, before: Import, after: Import): Promise<boolean> {
  const changed = { ...after, version: before.version + 1 };
  const { done } = await commit(
    [
      {
        Put: {
          TableName: table,
          Item: { pk: importKey(before.id), sk: 'import', import: changed },
          ConditionExpression: '#import.#version = :before',
          ExpressionAttributeNames: { '#import': 'import', '#version': 'version' },
          ExpressionAttributeValues: { ':before': before.version },
        },
      },
    ],
    `changing import ${before.id}`,
  );
  return done;
}

/**
 * Keeps what the rows of a part came to, and counts them; a part that was kept before is neither kept nor counted again.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepFiledPart(
  table: string,
  id: ImportId,
  part: number,
  rows: readonly FiledRow[],
): Promise<void> {
  const pk = importKey(id);
  const filed = rows.filter(({ isNew }) => isNew).length;
  await commit(
    [
      {
        Put: {
          TableName: table,
          Item: { pk, sk: partKey(part), part, rows },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      {
        Update: {
          TableName: table,
          Key: { pk, sk: PROGRESS },
          UpdateExpression: 'ADD filed :filed, filedBefore :before',
          ExpressionAttributeValues: { ':filed': filed, ':before': rows.length - filed },
        },
      },
    ],
    `keeping part ${part} of import ${id}`,
  );
}

const Progress = ImportCounts.pick({ filed: true, filedBefore: true });

/** How many rows were filed so far, and how many of them an earlier import had filed. */
export async function readProgress(table: string, id: ImportId): Promise<z.infer<typeof Progress>> {
  const read = await readItem(table, { pk: importKey(id), sk: PROGRESS }, ({ filed, filedBefore }) =>
    Progress.parse({ filed, filedBefore }),
  );
  return read ?? { filed: 0, filedBefore: 0 };
}

const FiledPart = z.object({ part: z.int().min(0), rows: z.array(FiledRow) });
export type FiledPart = z.infer<typeof FiledPart>;

/** Whether a part was filed. */
export async function isPartFiled(table: string, id: ImportId, part: number): Promise<boolean> {
  return (await readItem(table, { pk: importKey(id), sk: partKey(part) }, () => true)) ?? false;
}

/** What the rows of an import came to, part by part. */
export async function readFiledParts(table: string, id: ImportId): Promise<FiledPart[]> {
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :part)',
      ExpressionAttributeValues: { ':pk': importKey(id), ':part': 'part#' },
    },
  );
  const parts: FiledPart[] = [];
  try {
    for await (const { Items = [] } of pages) parts.push(...Items.map((item) => FiledPart.parse(item)));
  } catch (error) {
    throw asTransient(error, `reading parts of import ${id}`);
  }
  return parts;
}

/**
 * The city's secret by which rows are known again: whoever reads the hashes alone finds out by trying nothing of a row.
 *
 * @param fresh what it becomes if there is none yet
 * @throws TransientFault when DynamoDB was busy
 */
export async function secretOfRows(table: string, fresh: string): Promise<string> {
  const read = (): Promise<string | undefined> => readItem(table, SECRET, ({ secret }) => z.string().parse(secret));
  const kept = await read();
  if (kept !== undefined) return kept;
  try {
    const ConditionExpression = 'attribute_not_exists(pk)';
    await dynamo.send(new PutCommand({ TableName: table, Item: { ...SECRET, secret: fresh }, ConditionExpression }));
    return fresh;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException'))
      throw asTransient(error, 'keeping the secret of rows');
  }
  return (await read()) ?? fresh;
}

async function readItem<T>(
  table: string,
  key: { pk: string; sk: string },
  read: (item: Record<string, unknown>) => T,
): Promise<T | undefined> {
  try {
    const { Item: item } = await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return item === undefined ? undefined : read(item);
  } catch (error) {
    throw asTransient(error, `reading ${key.sk} of ${key.pk}`);
  }
}
