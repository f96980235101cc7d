import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Tally } from '#schemas/delivery.ts';
import type { MessageId } from '#schemas/emergency-message.ts';
import { EmergencySettings } from '#schemas/emergency-settings.ts';
import { asTransient, dynamo } from './dynamo.ts';
import { messageKey, queryPrefix } from './emergency-table.ts';

const SETTINGS = { pk: 'settings', sk: 'settings' } as const;

/** What one message has used, or has laid aside while it is under way: of a month's parts and money, of a day's mails. */
export const Spending = z.strictObject({
  id: z.string(),
  on: z.string(),
  smsParts: z.int(),
  mails: z.int(),
  costUsd: z.number(),
});
export type Spending = z.infer<typeof Spending>;

/** What the operators set, `undefined` before they did. */
export async function readEmergencySettings(table: string): Promise<EmergencySettings | undefined> {
  try {
    const { Item: item } = await dynamo.send(new GetCommand({ TableName: table, Key: SETTINGS, ConsistentRead: true }));
    return item === undefined ? undefined : EmergencySettings.parse(item.settings);
  } catch (error) {
    throw asTransient(error, 'reading the settings of messages');
  }
}

/** Keeps what the operators set. */
export async function keepEmergencySettings(
  table: string,
  settings: EmergencySettings,
  told: { by: string; at: string },
): Promise<void> {
  await put(table, { ...SETTINGS, settings, ...told }, 'keeping the settings of messages');
}

/** Writes what became of one batch, instead of what was written of it before. `batch`: its first registration. */
export async function keepTally(table: string, id: MessageId, batch: string, tallies: readonly Tally[]): Promise<void> {
  await put(table, { pk: messageKey(id), sk: `tally#${batch}`, tallies }, `counting a batch of message ${id}`);
}

/** The tallies of every batch so far. */
export async function readTallies(table: string, id: MessageId): Promise<Tally[]> {
  const items = await queryPrefix(table, messageKey(id), 'tally#');
  return items.flatMap(({ tallies }) => z.array(Tally).parse(tallies));
}

/** Writes what a message uses, instead of what was laid aside for it before. `on`: a day in Seoul. */
export async function keepSpending(table: string, spending: Spending): Promise<void> {
  const pk = `spent#${spending.on.slice(0, 7)}`;
  await put(table, { pk, sk: `message#${spending.id}`, spending }, `laying aside for message ${spending.id}`);
}

/** What all messages of a month used. @param month `2026-11` */
export async function readSpendings(table: string, month: string): Promise<Spending[]> {
  const items = await queryPrefix(table, `spent#${month}`, 'message#');
  return items.map(({ spending }) => Spending.parse(spending));
}

async function put(table: string, item: Record<string, unknown>, what: string): Promise<void> {
  try {
    await dynamo.send(new PutCommand({ TableName: table, Item: item }));
  } catch (error) {
    throw asTransient(error, what);
  }
}
