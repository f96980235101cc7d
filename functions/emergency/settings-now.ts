import { readEmergencySettings, readSpendings } from '#functions/aws/emergency-sums.ts';
import { seoulDateOf } from '#rules/clock/instant.ts';
import type { Spent } from '#rules/emergency/dry-run.ts';
import { defaultSettings } from '#rules/emergency/settings.ts';
import type { MessageId } from '#schemas/emergency-message.ts';
import type { EmergencySettings } from '#schemas/emergency-settings.ts';
import type { Instant } from '#schemas/instant.ts';

/** What sending may cost and how fast it may go, as it holds now. */
export async function settingsNow(table: string): Promise<EmergencySettings> {
  return (await readEmergencySettings(table)) ?? defaultSettings;
}

/** What this month's and today's other messages have used or laid aside. */
export async function spentByOthers(table: string, id: MessageId, at: Instant): Promise<Spent> {
  const today = seoulDateOf(at);
  const others = (await readSpendings(table, today.slice(0, 7))).filter((spending) => spending.id !== id);
  return {
    smsParts: others.reduce((sum, { smsParts }) => sum + smsParts, 0),
    mailsToday: others.reduce((sum, { mails, on }) => sum + (on === today ? mails : 0), 0),
    costUsd: others.reduce((sum, { costUsd }) => sum + costUsd, 0),
  };
}
