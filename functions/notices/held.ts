import type * as z from 'zod';
import { listHeld } from '#functions/aws/complaint-lists.ts';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import type { Instant } from '#schemas/instant.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import type { LookAgain } from './look-again.ts';

/**
 * Queues a look at every complaint of which the night held back a notice.
 *
 * @throws TransientFault when the table or the queue was busy
 */
export async function wakeHeld(settings: z.infer<typeof NoticeSettings>, at: Instant): Promise<void> {
  const justAfter = toInstant(toMillis(at) + 1);
  const numbers = await listHeld(settings.COMPLAINT_TABLE, justAfter);
  const bodies = numbers.map((number) => JSON.stringify({ number } satisfies LookAgain));
  await enqueue(settings.NOTICE_QUEUE_URL, bodies, 0);
}
