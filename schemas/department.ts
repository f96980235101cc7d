import * as z from 'zod';
import { DistrictId } from '#schemas/district.ts';
import { KindId } from '#schemas/kind.ts';
import { TopicId } from '#schemas/topic.ts';

/** The id of a department: `water`, `road-gangnam`. */
export const DepartmentId = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'an id is lower-case words joined by hyphens')
  .max(40);
export type DepartmentId = z.infer<typeof DepartmentId>;

/**
 * A department and what it takes: complaints of one of its `kinds` about one of its `topics`, in one of its `districts`
 * (without `districts`: in the whole city). An empty list of topics means every topic; an empty list of kinds takes nothing by rule.
 */
export const Department = z.strictObject({
  id: DepartmentId,
  name: z.string().min(1).max(80),
  nameEn: z.string().min(1).max(80),
  districts: z.array(DistrictId).min(1).optional(),
  kinds: z.array(KindId),
  topics: z.array(TopicId),
  leadId: z.string().min(1).max(60),
  directorId: z.string().min(1).max(60),
});
export type Department = z.infer<typeof Department>;
