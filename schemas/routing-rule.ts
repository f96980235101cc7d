import * as z from 'zod';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { DepartmentId } from '#schemas/department.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { TopicId } from '#schemas/topic.ts';

/**
 * What the adjudicating desk decided once and for all: complaints of this kind about this topic in this district (without one:
 * those that name none) are this department's. It stands since `decidedAt` and came of the complaint named, until `endedAt`.
 */
export const RoutingRule = z
  .strictObject({
    id: z.string().min(1).max(120),
    kind: KindId,
    topic: TopicId,
    district: DistrictId.optional(),
    department: DepartmentId,
    decidedAt: Instant,
    complaint: ComplaintNumber,
    endedAt: Instant.optional(),
  })
  .meta({ id: 'RoutingRule' });
export type RoutingRule = z.infer<typeof RoutingRule>;
