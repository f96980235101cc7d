import * as z from 'zod';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { toMillis } from '#rules/clock/instant.ts';
import { Instant } from '#schemas/instant.ts';

/**
 * What stands in the retry queue: a complaint to look at; not before an instant; with the send of one notice that had begun
 * when it was put there.
 */
export const LookAgain = z.object({
  number: z.string(),
  until: Instant.optional(),
  /** The send about which the channel app had time to say something. */
  silent: z.object({ order: z.int(), attempt: z.int() }).optional(),
  begun: z.object({ order: z.int(), attempt: z.int() }).optional(),
});
export type LookAgain = z.infer<typeof LookAgain>;

/** The longest that a queue holds a message back, seconds; one that has to wait longer is put there again. */
export const LONGEST_DELAY_SECONDS = 900;

/**
 * Has a complaint looked at after so many seconds.
 *
 * @throws TransientFault when the queue did not take it
 */
export const lookAfter = (queueUrl: string, seconds: number, again: LookAgain): Promise<void> =>
  enqueue(queueUrl, [JSON.stringify(again)], seconds);

/**
 * Has a complaint looked at at an instant.
 *
 * @throws TransientFault when the queue did not take it
 */
export const lookAt = (queueUrl: string, number: string, until: Instant, now: Instant): Promise<void> => {
  const seconds = Math.max(Math.ceil((toMillis(until) - toMillis(now)) / 1000), 1);
  return lookAfter(queueUrl, Math.min(seconds, LONGEST_DELAY_SECONDS), { number, until });
};
