import { keepEmergencySettings, readEmergencySettings } from '#functions/aws/emergency-sums.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { defaultSettings } from '#rules/emergency/settings.ts';
import type { emergencyOperations } from '#schemas/api/emergency.ts';
import type { ById } from '#schemas/api/operation.ts';

/** What sending to many may cost and how fast it may go. */
export async function readSettings(table: string): Promise<Reply> {
  return { body: (await readEmergencySettings(table)) ?? defaultSettings };
}

/** Keeps what the operators set; a message that is being sent goes on by it with its next batch. */
export async function putSettings(
  table: string,
  { at, caller, body }: ApiRequest<ById<typeof emergencyOperations, 'putEmergencySettings'>>,
): Promise<Reply> {
  await keepEmergencySettings(table, body, { by: caller.id, at });
  return { body };
}
