import { createHash } from 'node:crypto';
import { listDeliveries } from '#functions/aws/delivery-table.ts';
import { listRegistrations } from '#functions/aws/registry-table.ts';
import { counted, type Gathered, gathered, type List, listsOf } from '#rules/emergency/audience.ts';
import type { EmergencyMessage, MessageId } from '#schemas/emergency-message.ts';
import type { ListedRegistration } from '#schemas/registration.ts';

type Tables = { readonly REGISTRY_TABLE: string; readonly DELIVERY_TABLE: string };

/** Whom a message goes to now, and the hash by which they are known to be these. */
export type HashedAudience = Gathered & { readonly hash: string };

/**
 * Finds out whom a message goes to: the registered of its districts, or exactly those who got the message that it follows.
 *
 * @throws TransientFault when a table was busy
 */
export async function gatherAudience(tables: Tables, { content, first }: EmergencyMessage): Promise<HashedAudience> {
  const found =
    first === undefined
      ? gathered(content, await Promise.all(listsOf(content).map((list) => readList(tables.REGISTRY_TABLE, list))))
      : await whoGot(tables.DELIVERY_TABLE, first);
  return { ...found, hash: createHash('sha256').update(found.ids.join('\n')).digest('hex') };
}

async function readList(table: string, list: string): Promise<List> {
  const lines: ListedRegistration[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRegistrations(table, list, cursor);
    lines.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { list, lines };
}

/** Those who got a message, and those who may have got it: a correction that comes alone does less harm than one that is missing. */
async function whoGot(table: string, id: MessageId): Promise<Gathered> {
  const got = [];
  let cursor: string | undefined;
  do {
    const page = await listDeliveries(table, id, { cursor });
    got.push(...page.items.filter(({ status }) => status === 'sent' || status === 'uncertain'));
    cursor = page.cursor;
  } while (cursor !== undefined);
  const counts = counted(
    got.map(({ district, channel = 'sms', language = 'ko' }) => ({ district, channel, language })),
  );
  return { ids: got.map(({ registration }) => registration).sort(), counts, optedOut: 0 };
}
