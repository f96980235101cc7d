import * as z from 'zod';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Instant } from '#schemas/instant.ts';

/**
 * What stands in the calendar's queue: a part of the open complaints, from a cursor on; or one complaint that could not be
 * told with the others. `at`: when the calendar changed. `andAll`: the parts after this one follow.
 */
export const Carrying = z.union([
  z.strictObject({ at: Instant, shard: z.int().min(0), cursor: z.string().optional(), andAll: z.boolean().optional() }),
  z.strictObject({ at: Instant, number: ComplaintNumber }),
]);
export type Carrying = z.infer<typeof Carrying>;
