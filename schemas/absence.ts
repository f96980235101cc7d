import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';

/**
 * Somebody's absence, from `fromAt` until just before `untilAt`, and the deputy who stands in for them meanwhile. One that
 * is ended early keeps that instant as `untilAt`; called off before it began, it never was.
 */
export const Absence = z
  .strictObject({
    id: PersonId,
    deputy: PersonId,
    fromAt: Instant,
    untilAt: Instant,
    reason: z.string().min(1).max(500).optional(),
  })
  .meta({ id: 'Absence' });
export type Absence = z.infer<typeof Absence>;
