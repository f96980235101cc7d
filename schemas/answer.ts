import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';

/** An answer the petitioner was given, one a round: by whom and, where it was a draft first, who approved it. */
export const Answer = z.strictObject({
  round: z.int().min(1),
  text: z.string(),
  at: Instant,
  by: PersonId,
  approvedBy: PersonId.optional(),
  isLate: z.boolean(),
});
export type Answer = z.infer<typeof Answer>;
