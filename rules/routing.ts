import type { Department } from '#schemas/department.ts';
import type { DistrictId } from '#schemas/district.ts';
import { CentralDeskMissing } from '#schemas/errors.ts';
import type { KindId } from '#schemas/kind.ts';
import type { Person } from '#schemas/person.ts';
import type { TopicId } from '#schemas/topic.ts';

/** The department that takes what no other does. */
export const centralDeskId = 'central-desk';

/** Why a complaint went where it went: by what its department was found. */
export type RoutingReason = 'topic-in-district' | 'topic' | 'kind-in-district' | 'kind' | 'central-desk';

/** Who takes a complaint. */
export type Route = {
  readonly departmentId: string;
  readonly personId: string;
  readonly leadId: string;
  readonly reason: RoutingReason;
};

const reasonFor = ({ topics, districts }: Department): Exclude<RoutingReason, 'central-desk'> => {
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
 * The department and the official that take a complaint; the same question always gives the same answer.
 *
 * A department matches if it takes the kind, the topic (an empty list takes every one) and the district. Of several, the closest takes it:
 * topic and district before topic, topic before kind alone; then the first by id. Where none matches: the central desk. Within the
 * department the complaint's number spreads the cases over its officials; a department without officials leaves them to its lead.
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
}: {
  number: string;
  kind: KindId;
  topic: TopicId;
  district?: DistrictId | undefined;
  departments: readonly Department[];
  people: readonly Person[];
}): Route => {
  const candidates = departments
    .filter(({ kinds }) => kinds.includes(kind))
    .filter(({ topics }) => topics.length === 0 || topics.includes(topic))
    .filter(({ districts }) => districts === undefined || (district !== undefined && districts.includes(district)))
    .filter(({ id }) => id !== centralDeskId)
    .toSorted(byId);
  const closest = preference
    .map((reason) => candidates.find((department) => reasonFor(department) === reason))
    .find((department) => department !== undefined);
  const department = closest ?? departments.find(({ id }) => id === centralDeskId);
  if (department === undefined) throw new CentralDeskMissing(centralDeskId);
  const officials = people
    .filter((person) => person.department === department.id && person.groups.includes('official'))
    .toSorted(byId);
  const official = officials[hashOf(number) % Math.max(1, officials.length)];
  return {
    departmentId: department.id,
    personId: official?.id ?? department.leadId,
    leadId: department.leadId,
    reason: closest === undefined ? 'central-desk' : reasonFor(closest),
  };
};
