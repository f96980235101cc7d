import * as z from 'zod';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { DepartmentId } from '#schemas/department.ts';
import { Instant } from '#schemas/instant.ts';
import { Lack } from '#schemas/lack.ts';
import { PersonId } from '#schemas/person.ts';
import { Month } from '#schemas/statistics.ts';

/** The parts of a department's score, the heaviest first. */
export const PART_IDS = ['speed', 'fidelity', 'cooperation', 'special'] as const;
export type PartId = (typeof PART_IDS)[number];

/** The id of a special result: its month, and chance. */
export const SpecialResultId = z.string().regex(/^\d{4}-\d{2}-[0-9a-z]{8,40}$/, 'the id that proposing it gave');
export type SpecialResultId = z.infer<typeof SpecialResultId>;

/**
 * Something a department did beyond what the parts measure, for one of its cases. It counts once a second person confirmed it,
 * within the month in which it was proposed.
 */
export const SpecialResult = z
  .object({
    id: SpecialResultId,
    month: Month,
    department: DepartmentId,
    number: ComplaintNumber,
    reason: z.string(),
    proposedBy: PersonId,
    proposedAt: Instant,
    status: z.enum(['proposed', 'confirmed', 'declined']),
    decidedBy: PersonId.optional(),
    decidedAt: Instant.optional(),
  })
  .meta({ id: 'SpecialResult' });
export type SpecialResult = z.infer<typeof SpecialResult>;

/** What one round of a case gives to the parts of its department's score, 0 to 100; not there: it does not count in that part. */
export const CaseValue = z.object({
  number: ComplaintNumber,
  round: z.int(),
  person: PersonId.optional(),
  dueAt: Instant,
  answeredAt: Instant.optional(),
  lacks: Lack.optional(),
  stars: z.int().optional(),
  speed: z.number().optional(),
  fidelity: z.number().optional(),
  cooperation: z.number().optional(),
});
export type CaseValue = z.infer<typeof CaseValue>;
