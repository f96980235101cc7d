import * as z from 'zod';
import { Period } from '#schemas/period.ts';

/** The eight kinds of complaint the city takes. */
export const KindId = z.enum([
  'complaint',
  'proposal',
  'inquiry',
  'corruption',
  'public-interest',
  'human-rights',
  'welfare',
  'budget-waste',
]);
export type KindId = z.infer<typeof KindId>;

/** A kind of complaint, with the period the law sets for it and where it says so; `needsApproval`: a lead approves each answer. */
export const Kind = z.strictObject({
  id: KindId,
  name: z.string().min(1).max(50),
  nameEn: z.string().min(1).max(50),
  period: Period,
  source: z.string().min(1).max(500),
  needsApproval: z.boolean().optional(),
});
export type Kind = z.infer<typeof Kind>;
