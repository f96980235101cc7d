import type { Complaint } from '#schemas/complaint.ts';
import type { DepartmentId } from '#schemas/department.ts';
import type { DistrictId } from '#schemas/district.ts';
import type { Instant } from '#schemas/instant.ts';
import type { KindId } from '#schemas/kind.ts';
import type { RoutingRule } from '#schemas/routing-rule.ts';
import type { TopicId } from '#schemas/topic.ts';

/** What a rule is found by: `complaint.noise.gangnam`; `city` where the complaint names no district. */
export const routingRuleId = (kind: KindId, topic: TopicId, district: DistrictId | undefined): string =>
  `${kind}.${topic}.${district ?? 'city'}`;

/** The rule that follows from the adjudicating desk's decision about a complaint; none for one that was never classified. */
export function ruleOfDecision(
  { number, classification, district }: Complaint,
  department: DepartmentId,
  decidedAt: Instant,
): RoutingRule | undefined {
  if (classification === undefined) return undefined;
  const { kind, topic } = classification;
  const id = routingRuleId(kind, topic, district);
  return {
    id,
    kind,
    topic,
    ...(district === undefined ? {} : { district }),
    department,
    decidedAt,
    complaint: number,
  };
}
