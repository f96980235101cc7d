import type { Absence } from '#schemas/absence.ts';
import type { RefusalCode } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Person, PersonId } from '#schemas/person.ts';
import { unfitness } from './absence.ts';

/** Whether somebody may record or end a person's absence: the person, the lead of their department, or an operator. */
export const mayRecordAbsence = (by: Person, person: PersonId, leadId: PersonId | undefined): boolean =>
  by.id === person || by.id === leadId || by.groups.includes('operator');

/** Why an absence is not recorded. */
export type AbsenceRefusal = { readonly code: RefusalCode; readonly message: string };

const refused = (code: RefusalCode, message: string): AbsenceRefusal => ({ code, message });

const overlap = (one: Absence, other: Absence): boolean => one.fromAt < other.untilAt && other.fromAt < one.untilAt;

/**
 * Why an absence cannot be recorded, `undefined` when it can.
 *
 * @param person   who is absent, as they are now
 * @param deputy   who is to stand in, `undefined` when the city knows nobody of that id
 * @param absences all of the city's; an earlier one of the same person does not count
 */
export function refusalOfAbsence(
  absence: Absence,
  {
    at,
    person,
    deputy,
    absences,
  }: { at: Instant; person: Person; deputy: Person | undefined; absences: readonly Absence[] },
): AbsenceRefusal | undefined {
  const { id, fromAt, untilAt } = absence;
  if (untilAt <= fromAt) {
    return refused('absence-without-time', `an absence from ${fromAt} until ${untilAt} ends before it begins`);
  }
  if (untilAt <= at) return refused('absence-over', `an absence until ${untilAt} has ended, it is ${at}`);
  if (deputy === undefined) return refused('deputy-unknown', `the city knows no person '${absence.deputy}'`);
  const unfit = unfitness(deputy, person);
  if (unfit !== undefined) return refused(unfit, unfitBecause(deputy, person));
  const meanwhile = absences.filter((other) => other.id !== id && overlap(absence, other));
  if (leadsBack(absence, meanwhile)) {
    return refused('deputy-circle', `'${deputy.id}' is absent in that time, and '${id}' stands in for them`);
  }
  const theirs = meanwhile.find((other) => other.id === deputy.id);
  if (theirs === undefined) return undefined;
  return refused('deputy-absent', `'${deputy.id}' is absent from ${theirs.fromAt} until ${theirs.untilAt}`);
}

const unfitBecause = (deputy: Person, person: Person): string =>
  `'${deputy.id}' (${deputy.groups.join(', ')} of ${deputy.department ?? 'no department'}) cannot stand in for ` +
  `'${person.id}' of ${person.department ?? 'no department'}`;

/** Whether the deputies of the deputy lead back to the person. */
function leadsBack({ id, deputy }: Absence, meanwhile: readonly Absence[]): boolean {
  const met = new Set<PersonId>();
  let next: PersonId | undefined = deputy;
  while (next !== undefined && next !== id && !met.has(next)) {
    met.add(next);
    const current: PersonId = next;
    next = meanwhile.find((other) => other.id === current)?.deputy;
  }
  return next === id;
}
