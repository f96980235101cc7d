import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';

/** An answer the petitioner was given, one a round. */
export const Answer = z.strictObject({
  round: z.int().min(1),
  text: z.string(),
  at: Instant,
  by: PersonId,
  isLate: z.boolean(),
});
export type Answer = z.infer<typeof Answer>;
