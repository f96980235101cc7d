import type { Carrying } from '#schemas/carrying.ts';
import type { Instant } from '#schemas/instant.ts';
import { openShards } from './complaint-items.ts';
import { enqueue } from './retry-queue.ts';

/**
 * Puts into the calendar's queue what is still to be told.
 *
 * @param delaySeconds 0 to 900
 * @throws TransientFault when the queue did not take them all
 */
export const carryOn = (queueUrl: string, carryings: readonly Carrying[], delaySeconds: number): Promise<void> =>
  enqueue(
    queueUrl,
    carryings.map((carrying) => JSON.stringify(carrying)),
    delaySeconds,
  );

/** Lets every open complaint be told what changed in the calendar at an instant, one part after the other; see carryOn. */
export const carryThroughAll = (queueUrl: string, at: Instant): Promise<void> =>
  carryOn(queueUrl, [{ at, shard: 0, andAll: true }], 0);

/** The same, all parts at once. */
export const carryToAll = (queueUrl: string, at: Instant, delaySeconds = 0): Promise<void> =>
  carryOn(
    queueUrl,
    Array.from({ length: openShards }, (_, shard) => ({ at, shard })),
    delaySeconds,
  );
