import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';

/**
 * The desk of a complaint: where what people say is numbered, and what the execution has heard of it.
 *
 * - `version`: the ETag. Signals, and tasks that change what an official sees, raise it; tokens, reminders and notices never do.
 * - `said`, `heard`: numbers of the last signal kept and the last one applied or refused.
 * - `entries`: number of the last audit entry; every change writes one.
 * - `execution`: which execution should have the complaint, from 1; `started`: which one has taken it in hand.
 * - `owed`: the complaint's next step is the machine's, not a person's: an execution that waits all the same has to be woken.
 * - `halted`: no execution can go on until an operator resumes it; the relay leaves it alone.
 * - `tellsApp`: the app it was filed through had a subscription then, so every audit entry leads to a look at what that app
 *   is to be told; those of other complaints wake nobody.
 * - `work: 'relay'` stands while it is not started or not heard: the daily sweep looks there.
 */
export const Desk = z.object({
  version: z.int().min(1),
  open: z.boolean(),
  said: z.int().min(0),
  heard: z.int().min(0),
  entries: z.int().min(1),
  execution: z.int().min(1),
  started: z.int().min(0),
  owed: z.boolean(),
  halted: z.boolean(),
  tellsApp: z.literal(true).optional(),
  work: z.literal('relay').optional(),
  since: Instant.optional(),
});
export type Desk = z.infer<typeof Desk>;
