import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { ExportRecord } from '#schemas/export.ts';
import { type Page, type PageOf, pageOf } from './complaint-lists.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** The partition of a month’s exports. */
const monthKey = (month: string): string => `exports#${month}`;

/**
 * Keeps that a list was taken out, before it is.
 *
 * @param month in Seoul, like 2026-11
 * @throws TransientFault when DynamoDB was busy; the same call can succeed later
 */
export async function keepExport(table: string, month: string, record: ExportRecord): Promise<void> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: table,
        Item: { pk: monthKey(month), sk: `${record.at}#${record.id}`, record },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    throw asTransient(error, `keeping export ${record.id}`);
  }
}

/** A month's exports, in order. */
export async function listExports(table: string, month: string, of: PageOf): Promise<Page<ExportRecord>> {
  const { items, ...rest } = await pageOf(
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': monthKey(month) },
    },
    of,
  );
  return { ...rest, items: items.map(({ record }) => ExportRecord.parse(record)) };
}
