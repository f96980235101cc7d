import type * as z from 'zod';
import { keepTransferCode } from '#functions/aws/complaint-access.ts';
import { hashSecretCode, newSecretCode } from '#functions/middleware/secret-code.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import type { Door } from './compose.ts';

/**
 * Makes the code that a mail to an institution brings, and keeps its hash; the code itself stands in that mail alone.
 *
 * Each send makes its own and voids the one before: whatever was sent before was refused by the provider, and reached nobody.
 *
 * @throws TransientFault when the table was busy
 */
export async function openDoor(
  { COMPLAINT_TABLE, PUBLIC_URL }: z.infer<typeof NoticeSettings>,
  { number, outside }: Complaint,
): Promise<Door> {
  const code = newSecretCode();
  await keepTransferCode(COMPLAINT_TABLE, number, { ...hashSecretCode(code), asked: outside?.asked ?? 1 });
  // What follows the hash is never sent to a server.
  return { page: `${PUBLIC_URL}/transfers#${number}`, code };
}

/** Whether an institution is still asked to take the case: a mail about a transfer that has ended would only mislead. */
export const isStillAsked = ({ stage, outside }: Complaint, institution: string): boolean =>
  stage === 'acceptance' && outside?.institution === institution;
