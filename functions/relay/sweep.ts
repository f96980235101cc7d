import type * as z from 'zod';
import { listUnrelayed } from '#functions/aws/complaint-lists.ts';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import type { Instant } from '#schemas/instant.ts';
import type { SweepSettings } from '#schemas/settings.ts';

/** A complaint younger than this is still the relay's, 3_600_000 (1 hour). */
const PATIENCE_MS = 3_600_000;

const PAGE = 100;

/**
 * Finds what was lost on every other way: complaints that wait for a start or a hearing for more than an hour.
 *
 * @param scheduledAt when the sweep was due
 * @returns how many numbers it put into the relay's queue
 */
export async function sweep(settings: z.infer<typeof SweepSettings>, scheduledAt: Instant): Promise<number> {
  const before = toInstant(toMillis(scheduledAt) - PATIENCE_MS);
  let swept = 0;
  let cursor: string | undefined;
  do {
    const page = await listUnrelayed(settings.COMPLAINT_TABLE, before, { limit: PAGE, cursor });
    await enqueue(
      settings.RELAY_QUEUE_URL,
      page.items.map((number) => JSON.stringify({ number })),
      0,
    );
    swept += page.items.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return swept;
}
