import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, GetCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { AuditEntry } from '#schemas/audit-entry.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { Notice } from '#schemas/notice.ts';
import type { PersonId } from '#schemas/person.ts';
import { complaintKey, type Item, parsed, sortKey } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** What is needed to tell a complaint's app: the audit trail after the entry it was last told of (`told`, 0 before the first). */
export type Telling = { readonly app: PersonId; readonly told: number; readonly audit: readonly AuditEntry[] };

const TOLD = z.object({ told: z.int() });

/**
 * A complaint's app, and what it was not told yet; `undefined` when there is no such complaint.
 *
 * @param mayBeTold asked before the audit trail is read: most complaints are of apps that are told nothing
 * @throws TransientFault when DynamoDB was busy
 */
export async function readTelling(
  table: string,
  number: string,
  mayBeTold: (app: PersonId) => boolean,
): Promise<Telling | undefined> {
  const pk = complaintKey(number);
  try {
    const { Item: item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: { pk, sk: sortKey.complaint }, ConsistentRead: true }),
    );
    if (item === undefined) return undefined;
    const app = parsed.complaint(item).channelApp;
    if (!mayBeTold(app)) return undefined;
    const { Item: cursor } = await dynamo.send(
      new GetCommand({ TableName: table, Key: { pk, sk: sortKey.app }, ConsistentRead: true }),
    );
    const told = cursor === undefined ? 0 : TOLD.parse(cursor).told;
    return { app, told, audit: await readAudit(table, number, told + 1) };
  } catch (error) {
    throw asTransient(error, `reading what to tell of complaint ${number}`);
  }
}

/**
 * A complaint's audit trail from an entry on, in its order.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function readAudit(table: string, number: string, from: number): Promise<AuditEntry[]> {
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': complaintKey(number),
        ':from': sortKey.audit(from, false),
        ':to': sortKey.audit(999_999, true),
      },
    },
  );
  const entries: AuditEntry[] = [];
  try {
    for await (const { Items = [] } of pages) entries.push(...Items.map(({ audit }) => AuditEntry.parse(audit)));
  } catch (error) {
    throw asTransient(error, `reading the audit trail of complaint ${number}`);
  }
  return entries;
}

/**
 * Keeps up to which entry the app was told; it only rises.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepTold(table: string, number: string, told: number): Promise<void> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: complaintKey(number), sk: sortKey.app },
        ConditionExpression: 'attribute_not_exists(told) OR told < :told',
        UpdateExpression: 'SET told = :told',
        ExpressionAttributeValues: { ':told': told },
      }),
    );
  } catch (error) {
    // Somebody else has told as much or more.
    if (error instanceof ConditionalCheckFailedException) return;
    throw asTransient(error, `keeping what was told of complaint ${number}`);
  }
}

/**
 * A notice and the app of its complaint; `undefined` when there is no such notice.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function readNoticeOfApp(
  table: string,
  number: string,
  order: number,
): Promise<{ app: PersonId; notice: Notice } | undefined> {
  const pk = complaintKey(number);
  const Keys = [sortKey.complaint, sortKey.notice(order)].map((sk) => ({ pk, sk }));
  let items: Item[];
  try {
    const request = { RequestItems: { [table]: { Keys, ConsistentRead: true } } };
    const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(new BatchGetCommand(request));
    if (table in UnprocessedKeys) throw new TransientFault(`reading notice ${order} of ${number}: no time`, undefined);
    items = Responses[table] ?? [];
  } catch (error) {
    throw asTransient(error, `reading notice ${order} of complaint ${number}`);
  }
  const complaint = items.find(({ sk }) => sk === sortKey.complaint);
  const notice = items.find(({ sk }) => sk !== sortKey.complaint);
  if (complaint === undefined || notice === undefined) return undefined;
  return { app: parsed.complaint(complaint).channelApp, notice: parsed.notice(notice) };
}
