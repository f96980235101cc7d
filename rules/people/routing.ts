import type { Named } from '#schemas/complaint.ts';
import type { Department } from '#schemas/department.ts';
import type { DistrictId } from '#schemas/district.ts';
import { AllBarred, CentralDeskMissing } from '#schemas/errors.ts';
import type { KindId } from '#schemas/kind.ts';
import type { Person } from '#schemas/person.ts';
import type { RoutingRule } from '#schemas/routing-rule.ts';
import type { TopicId } from '#schemas/topic.ts';
import { nobody } from './named-people.ts';
import { routingRuleId } from './routing-rule.ts';

/** The department that takes what no other does. */
export const centralDeskId = 'central-desk';

/** The department that takes a report in which somebody of the central desk is named. */
export const auditOfficeId = 'audit-office';

/** Why a complaint went where it went: by what its department was found. */
export type RoutingReason =
  | 'decided'
  | 'topic-in-district'
  | 'topic'
  | 'kind-in-district'
  | 'kind'
  | 'central-desk'
  | 'audit-office';

/** Who takes a complaint. */
export type Route = {
  readonly departmentId: string;
  readonly personId: string;
  readonly leadId: string;
  readonly reason: RoutingReason;
};

const reasonFor = ({
  topics,
  districts,
}: Department): Exclude<RoutingReason, 'decided' | 'central-desk' | 'audit-office'> => {
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
 * The official of a department who takes a complaint: the number spreads the cases over those who are not barred. Without
 * any it is the lead; `undefined` when the lead, or the department, is barred.
 */
export const officialOf = ({
  number,
  department,
  people,
  barred = nobody,
}: {
  number: string;
  department: Pick<Department, 'id' | 'leadId'>;
  people: readonly Person[];
  barred?: Named;
}): string | undefined => {
  if (barred.departments.includes(department.id)) return undefined;
  const mayTake = (id: string): boolean => !barred.people.includes(id);
  const officials = people
    .filter((person) => person.department === department.id && person.groups.includes('official'))
    .filter(({ id }) => mayTake(id))
    .toSorted(byId);
  const official = officials[hashOf(number) % Math.max(1, officials.length)];
  return official?.id ?? (mayTake(department.leadId) ? department.leadId : undefined);
};

/**
 * Where a complaint goes that no other department takes: to the central desk or, if somebody there is named in it, to the
 * audit office.
 *
 * @throws CentralDeskMissing when there is no department `central-desk`; AllBarred when somebody of both is named
 */
export const routeToDesk = ({
  number,
  departments,
  people,
  barred = nobody,
}: {
  number: string;
  departments: readonly Department[];
  people: readonly Person[];
  barred?: Named;
}): Route => {
  if (!departments.some(({ id }) => id === centralDeskId)) throw new CentralDeskMissing(centralDeskId);
  for (const id of [centralDeskId, auditOfficeId] as const) {
    const department = departments.find((each) => each.id === id);
    const personId = department && officialOf({ number, department, people, barred });
    if (department !== undefined && personId !== undefined) {
      return { departmentId: id, personId, leadId: department.leadId, reason: id };
    }
  }
  throw new AllBarred(number);
};

/**
 * The department and the official that take a complaint; the same question always gives the same answer.
 *
 * What the adjudicating desk decided for the same kind, topic and district comes first. A department matches if it takes the
 * kind, the topic (an empty list takes every one) and the district, and may have it. Of several, the closest takes it: topic and
 * district before topic, topic before kind alone; then the first by id. Where none matches: the central desk.
 *
 * @param barred who may not have it, and which departments
 * @throws CentralDeskMissing, AllBarred as `routeToDesk`
 */
export const routeComplaint = ({
  number,
  kind,
  topic,
  district,
  departments,
  people,
  rules = [],
  barred = nobody,
}: {
  number: string;
  kind: KindId;
  topic: TopicId;
  district?: DistrictId | undefined;
  departments: readonly Department[];
  people: readonly Person[];
  rules?: readonly RoutingRule[];
  barred?: Named;
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
  const byRule = decided && officialOf({ number, department: decided, people, barred });
  if (decided !== undefined && byRule !== undefined) {
    return { departmentId: decided.id, personId: byRule, leadId: decided.leadId, reason: 'decided' };
  }
  for (const reason of preference) {
    for (const department of candidates.filter((each) => reasonFor(each) === reason)) {
      const personId = officialOf({ number, department, people, barred });
      if (personId !== undefined) {
        return { departmentId: department.id, personId, leadId: department.leadId, reason };
      }
    }
  }
  return routeToDesk({ number, departments, people, barred });
};
