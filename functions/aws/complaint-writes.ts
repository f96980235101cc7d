import type { Actor, AuditEntry } from '#schemas/audit-entry.ts';
import type { Desk } from '#schemas/desk.ts';
import type { Instant } from '#schemas/instant.ts';
import { type Item, sortKey } from './complaint-items.ts';

/** What is told to the audit trail with every change; its number comes from the desk. */
export type Telling = {
  readonly at: Instant;
  readonly actor: Actor;
  readonly action: string;
  readonly facts?: AuditEntry['facts'];
};

/** An idempotency key in use: what it was used for, and the answer it got. */
export type KeptKey = {
  readonly key: string;
  readonly bodyHash: string;
  readonly answer: Item;
  /** Epoch seconds of the request; a key that expired before it counts as unused, the table forgets late. */
  readonly usedAt: number;
  /** Epoch seconds from which the table may forget it. */
  readonly expiresAt: number;
};

/** An item as a transaction puts it; `isNew`: only if there is none. */
export const put = (table: string, item: Item, isNew = true) => ({
  Put: {
    TableName: table,
    Item: item,
    ...(isNew ? { ConditionExpression: 'attribute_not_exists(pk)' } : {}),
  },
});

/** The audit entry of a change, under the number that the desk has given it. */
export const audited = (
  table: string,
  pk: string,
  { entries: entry, tellsApp }: Pick<Desk, 'entries' | 'tellsApp'>,
  { at, actor, action, facts = {} }: Telling,
) => put(table, { pk, sk: sortKey.audit(entry, tellsApp === true), audit: { entry, at, actor, action, facts } });

/** An idempotency key as it is kept, if it was not used before or has expired. */
export const keyed = (table: string, { key, bodyHash, answer, usedAt, expiresAt }: KeptKey) => ({
  Put: {
    TableName: table,
    Item: { pk: `idempotency#${key}`, sk: 'idempotency', bodyHash, answer, expiresAt },
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :usedAt',
    ExpressionAttributeValues: { ':usedAt': usedAt },
  },
});
