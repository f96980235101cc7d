import type { Complaint, Named, Words } from '#schemas/complaint.ts';
import type { Department } from '#schemas/department.ts';
import type { Person, PersonId } from '#schemas/person.ts';
import { livesApart, protectsReporter } from './protection.ts';

/** Nobody is named. */
export const nobody: Named = { people: [], departments: [] };

/** As it is compared: composed syllables, plain letters, nothing invisible in between. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '');

/**
 * Finds a name as people write it: Korean names with what is appended to them, and with a space after the family name;
 * others as whole words. A Korean name of two syllables is found only where a word begins: too many words hold two.
 */
const patternOf = (name: string): RegExp | undefined => {
  const syllables = name.replaceAll(/\s/g, '');
  if (/^[가-힣]{2}$/.test(syllables)) return new RegExp(`(?<![가-힣])${syllables}`);
  // 남궁 민수: a family name has one syllable or two.
  const [, first, second, rest] = /^([가-힣])([가-힣])([가-힣]+)$/.exec(syllables) ?? [];
  if (first !== undefined) return new RegExp(`${first}\\s?${second}\\s?${rest}`);
  if (syllables.length < 2) return undefined;
  const words = name.trim().split(/\s+/).map(RegExp.escape).join('\\s+');
  return new RegExp(`(?<![\\p{Script=Latin}\\p{N}])${words}(?![\\p{Script=Latin}\\p{N}])`, 'iu');
};

/**
 * Which of the city's people a complaint names, and the departments they belong to, lead or direct; `undefined` when none.
 *
 * By full name in title and text: two people of one name are both meant, and a word that happens to be a name names its
 * bearer. To bar one too many costs a way round; to bar one too few hands a report to the accused.
 */
export const namedIn = (
  { title, text }: Pick<Words, 'title' | 'text'>,
  { people, departments }: { people: readonly Person[]; departments: readonly Department[] },
): Named | undefined => {
  const said = plain(`${title}\n${text}`);
  const found = people
    .filter(({ groups }) => groups.some((group) => group !== 'channel-app'))
    .filter(({ name }) => patternOf(plain(name))?.test(said));
  if (found.length === 0) return undefined;
  const ids = new Set(found.map(({ id }) => id));
  const theirs = [
    ...found.flatMap(({ department }) => department ?? []),
    ...departments.filter(({ leadId, directorId }) => ids.has(leadId) || ids.has(directorId)).map(({ id }) => id),
  ];
  return { people: [...ids].toSorted(), departments: [...new Set(theirs)].toSorted() };
};

/** Somebody, or a department, that a case could go to or be seen by. */
export type Taker = { readonly person?: string | undefined; readonly department?: string | undefined };

/** Whether a taker is among those named. */
export const isAmong = ({ people, departments }: Named, { person, department }: Taker): boolean =>
  people.some((id) => id === person) || departments.some((id) => id === department);

/** Whether those a complaint names are barred from it: its reporter asked for protection, or its kind gives it. */
export const isReport = (complaint: Complaint): boolean => {
  const kind = complaint.classification?.kind ?? complaint.kindChosen;
  return livesApart(complaint) || (kind !== undefined && protectsReporter(kind));
};

/** Who may not have the case: those named in it and their departments, if it protects its reporter; else nobody. */
export const barredBy = (complaint: Complaint): Named => (isReport(complaint) ? (complaint.named ?? nobody) : nobody);

/** Whether an auditor must not look at a complaint: one who is named in a report looks at it as little as any other; their colleagues do. */
export const isHiddenFromAuditor = (complaint: Complaint, auditor: PersonId): boolean =>
  isAmong(barredBy(complaint), { person: auditor });

/** Whether nobody has looked yet who is named in it. */
export const isUnread = ({ stage }: Pick<Complaint, 'stage'>): boolean => stage === 'receive' || stage === 'classify';

/**
 * Whether somebody, or a department, may neither have nor see the case; with both given, either is enough.
 *
 * Before a report is classified nobody knows who is named in it: until then everybody is barred.
 */
export const isBarred = (complaint: Complaint, taker: Taker): boolean => {
  if (!isReport(complaint)) return false;
  return isUnread(complaint) || isAmong(barredBy(complaint), taker);
};
