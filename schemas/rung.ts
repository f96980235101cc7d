import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';

/** The steps of the workflow that a rung can lead to. */
export const RungStep = z.enum([
  'RemindOfficial',
  'EscalateToLead',
  'EscalateToDirector',
  'EscalateToAuditOffice',
  'TellProgress',
  'TakeBack',
]);
export type RungStep = z.infer<typeof RungStep>;

/** The rungs of all ladders by name. */
export const RungId = z.enum([
  'remind-official-25',
  'remind-official-50',
  'remind-official-80',
  'remind-official-16h',
  'remind-official-18h',
  'escalate-to-lead',
  'escalate-to-director',
  'escalate-to-audit-office',
  'tell-progress',
  'supplement-term-1-ended',
  'supplement-term-2-ended',
  'adjudication-ended',
  'acceptance-term-ended',
]);
export type RungId = z.infer<typeof RungId>;

/** One rung of a complaint's ladder: who hears of it, and when. */
export const Rung = z.strictObject({ id: RungId, step: RungStep, at: Instant });
export type Rung = z.infer<typeof Rung>;

/** When a rung stands, relative to the deadline. */
export const RungTime = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('share'), percent: z.number().gt(0).lt(100) }),
  z.strictObject({ by: z.literal('due-day'), time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
  z.strictObject({ by: z.literal('due') }),
  z.strictObject({ by: z.literal('working-days-after'), count: z.int().min(1) }),
  z.strictObject({ by: z.literal('days-after-receipt'), count: z.int().min(1) }),
]);
export type RungTime = z.infer<typeof RungTime>;

/** The rungs for one basis of deadlines, lowest first. What is not `urgent` waits for working hours. */
export const Ladder = z
  .array(z.strictObject({ id: RungId, step: RungStep, urgent: z.boolean().optional(), when: RungTime }))
  .min(1);
export type Ladder = z.infer<typeof Ladder>;
