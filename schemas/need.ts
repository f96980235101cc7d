import * as z from 'zod';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Instant } from '#schemas/instant.ts';

/** Why a complaint stands in the operator's queue: which execution could not go on, at which state, with which error. */
export const Need = z.strictObject({
  number: ComplaintNumber,
  since: Instant,
  execution: z.string(),
  state: z.string(),
  error: z.string(),
});
export type Need = z.infer<typeof Need>;
