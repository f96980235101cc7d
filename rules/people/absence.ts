import type { Absence } from '#schemas/absence.ts';
import type { RefusalCode } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Recipient } from '#schemas/notice.ts';
import type { Person, PersonId } from '#schemas/person.ts';

/** Whether somebody is absent at an instant: from `fromAt` on, no more at `untilAt`. */
export const isAbsentAt = ({ fromAt, untilAt }: Pick<Absence, 'fromAt' | 'untilAt'>, at: Instant): boolean =>
  fromAt <= at && at < untilAt;

/**
 * Why somebody cannot stand in for a person; `undefined` when they can: another official or lead of the same department, or
 * for a director another director.
 */
export function unfitness(deputy: Person, person: Person): RefusalCode | undefined {
  if (deputy.id === person.id) return 'deputy-self';
  if (deputy.department !== person.department) return 'deputy-of-another-department';
  const isFit = deputy.groups.some(
    (group) => group === 'official' || group === 'lead' || (group === 'director' && person.groups.includes(group)),
  );
  return isFit ? undefined : 'deputy-no-official';
}

/** The absences whose deputy may stand in as the people are now: who has left, or changed department since, does not. */
export const validAbsences = (absences: readonly Absence[], people: readonly Person[]): readonly Absence[] =>
  absences.filter(({ id, deputy: deputyId }) => {
    const [deputy, person] = [deputyId, id].map((one) => people.find((known) => known.id === one));
    return deputy !== undefined && person !== undefined && unfitness(deputy, person) === undefined;
  });

/**
 * Who has a person's cases at an instant: they themselves, or the deputy while they are absent.
 *
 * A deputy who is absent too is stood in for by theirs. Where that leads round in a circle nobody stands in: the person
 * named is told as ever, and the rungs go on to their lead.
 *
 * @param absences those that are valid, see validAbsences
 */
export function deputyOf(person: PersonId, absences: readonly Absence[], at: Instant): PersonId {
  const met = new Set<PersonId>();
  let id = person;
  for (;;) {
    if (met.has(id)) return person;
    met.add(id);
    const absence = absences.find((one) => one.id === id && isAbsentAt(one, at));
    if (absence === undefined) return id;
    id = absence.deputy;
  }
}

/** The absent persons whose cases somebody has at an instant; see deputyOf. */
export const standsInFor = (deputy: PersonId, absences: readonly Absence[], at: Instant): PersonId[] =>
  absences.map(({ id }) => id).filter((id) => id !== deputy && deputyOf(id, absences, at) === deputy);

/** Whom a notice goes to that is planned at an instant: the deputy of an absent recipient, with the one it is meant for. */
export function recipientAt(to: Recipient, absences: readonly Absence[], at: Instant): Recipient {
  if (!('id' in to) || to.role === 'institution') return to;
  const id = deputyOf(to.id, absences, at);
  return id === to.id ? to : { ...to, id, for: to.id };
}
