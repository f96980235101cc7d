import * as z from 'zod';
import { ComplaintNumber } from '#schemas/complaint-number.ts';

/**
 * What stands in the queue for an institution's machine: which transfer of which complaint, the how-manieth try it is, and the
 * token under which the machine said it would give its number.
 */
export const Asking = z.object({
  number: ComplaintNumber,
  asked: z.int().min(1),
  attempt: z.int().min(1),
  token: z.string().optional(),
});
export type Asking = z.infer<typeof Asking>;
