import type { Department } from '#schemas/department.ts';
import type { DistrictId } from '#schemas/district.ts';
import { CentralDeskMissing } from '#schemas/errors.ts';
import type { KindId } from '#schemas/kind.ts';
import type { Person } from '#schemas/person.ts';
import type { RoutingRule } from '#schemas/routing-rule.ts';
import type { TopicId } from '#schemas/topic.ts';
import { routingRuleId } from './routing-rule.ts';

/** The department that takes what no other does. */
export const centralDeskId = 'central-desk';

/** Why a complaint went where it went: by what its department was found. */
export type RoutingReason = 'decided' | 'topic-in-district' | 'topic' | 'kind-in-district' | 'kind' | 'central-desk';

/** Who takes a complaint. */
export type Route = {
  readonly departmentId: string;
  readonly personId: string;
  readonly leadId: string;
  readonly reason: RoutingReason;
};

const reasonFor = ({ topics, districts }: Department): Exclude<RoutingReason, 'decided' | 'central-desk'> => {
  if (topics.length > 0) return districts === undefined ? 'topic' : 'topic-in-district';
  return districts === undefined ? 'kind' : 'kind-in-district';
};

const preference = ['topic-in-district', 'topic', 'kind-in-district', 'kind'] as const;

/** FNV-1a over the characters: spreads numbers evenly, the same everywhere. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
};

const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);

/**
 * The official of a department who takes a complaint: its number spreads the cases over them. A department without officials
 * leaves them to its lead.
 */
export function officialOf({
  number,
  department,
  people,
}: {
  number: string;
  department: Department;
  people: readonly Person[];
}): string {
  const officials = people
    .filter((person) => person.department === department.id && person.groups.includes('official'))
    .toSorted(byId);
  return officials[hashOf(number) % Math.max(1, officials.length)]?.id ?? department.leadId;
}

/**
 * The department and the official that take a complaint; the same question always gives the same answer.
 *
 * What the adjudicating desk decided for the same kind, topic and district comes first. A department matches if it takes the kind, the topic (an empty list takes every one) and the district. Of several, the closest takes it:
 * topic and district before topic, topic before kind alone; then the first by id. Where none matches: the central desk.
 *
 * @throws CentralDeskMissing when nothing matches and there is no department `central-desk`
 */
export const routeComplaint = ({
  number,
  kind,
  topic,
  district,
  departments,
  people,
  rules = [],
}: {
  number: string;
  kind: KindId;
  topic: TopicId;
  district?: DistrictId | undefined;
  departments: readonly Department[];
  people: readonly Person[];
  rules?: readonly RoutingRule[];
}): Route => {
  const ruleId = routingRuleId(kind, topic, district);
  const rule = rules.find(({ id, endedAt }) => id === ruleId && endedAt === undefined);
  const decided = departments.find(({ id }) => id === rule?.department);
  const candidates = departments
    .filter(({ kinds }) => kinds.includes(kind))
    .filter(({ topics }) => topics.length === 0 || topics.includes(topic))
    .filter(({ districts }) => districts === undefined || (district !== undefined && districts.includes(district)))
    .filter(({ id }) => id !== centralDeskId)
    .toSorted(byId);
  const closest = preference
    .map((reason) => candidates.find((department) => reasonFor(department) === reason))
    .find((department) => department !== undefined);
  const department = decided ?? closest ?? departments.find(({ id }) => id === centralDeskId);
  if (department === undefined) throw new CentralDeskMissing(centralDeskId);
  const reason = decided ? 'decided' : closest ? reasonFor(closest) : 'central-desk';
  return {
    departmentId: department.id,
    personId: officialOf({ number, department, people }),
    leadId: department.leadId,
    reason,
  };
};
