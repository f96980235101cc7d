import { seoulTime } from '#rules/clock/seoul-time.ts';
import { fitsOneSms } from '#rules/notices/sms-parts.ts';
import { hasPetitionersRights, livesApart } from '#rules/people/protection.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { WordingIncomplete } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Notice } from '#schemas/notice.ts';
import { basisOf, elsewhere, office } from './wording/basis.ts';
import { en } from './wording/en.ts';
import { ko } from './wording/ko.ts';
import type { NoticeFacts } from './wording/wording.ts';

/** What is known of a complaint. */
type Known = { readonly [Fact in keyof NoticeFacts]: NoticeFacts[Fact] | undefined };

/** What of it is shortened where a text is too long. */
type Words = Pick<Known, 'department' | 'institution' | 'reference' | 'reason'>;

/** What a mail to an institution leads to: the page, and the code that opens it there. */
export type Door = { readonly page: string; readonly code: string };

/**
 * The text of a notice, in the petitioner's language or, to the city's own people, in Korean.
 *
 * Where it has to fit one SMS, the reason is shortened, then the names; a number and a date never. A complaint whose
 * petitioner lives apart names neither the department nor the period of its kind, and an anonymous one is not invited to rate.
 *
 * @param reason in the official's words; its whole stands on the petitioner's page
 * @param door   only of a notice that asks an institution to take the case
 * @throws WordingIncomplete when the text names something that the complaint does not have
 */
export function compose(complaint: Complaint, { step, to }: Notice, reason = '', isSms = true, door?: Door): string {
  const language = to.role === 'petitioner' ? complaint.language : 'ko';
  const isNamed = !livesApart(complaint);
  const { assignment, deadline, outside } = complaint;
  const name = language === 'ko' ? assignment?.departmentName : assignment?.departmentNameEn;
  const whole: Words = {
    department: assignment && (isNamed ? name : office[language]),
    institution: language === 'ko' ? outside?.name : outside?.nameEn,
    reference: outside?.reference,
    reason,
  };
  const say = (words: Words): string =>
    (language === 'ko' ? ko : en)[step](
      neededFor(step, {
        ...timesOf(complaint),
        ...words,
        number: complaint.number,
        basis: deadline && basisOf(deadline, language, isNamed),
        page: door?.page,
        code: door?.code,
      }),
    );
  const text = say(whole);
  if (!isSms || fitsOneSms(text)) return text;
  const unreasoned = { ...whole, reason: '' };
  const tries = [
    ...beginnings(reason).map((beginning) => ({ ...whole, reason: beginning })),
    unreasoned,
    ...beginnings(whole.department ?? '').map((beginning) => ({ ...unreasoned, department: beginning })),
    ...beginnings(whole.institution ?? '').map((beginning) => ({ ...unreasoned, institution: beginning })),
  ];
  const nameless = {
    ...unreasoned,
    department: assignment && office[language],
    institution: outside && elsewhere[language],
  };
  // A number that is too long for any message stands on the petitioner's page; it is never cut.
  const last = [nameless, { ...nameless, reference: outside?.reference && '' }];
  return [...tries, ...last].map(say).find(fitsOneSms) ?? say(nameless);
}

/** The beginnings of a text, the longest first; an ellipsis of one character is not of the plain alphabet of SMS. */
function beginnings(text: string): string[] {
  const characters = [...text];
  return characters.flatMap((_, left) => {
    const beginning = characters.slice(0, characters.length - 1 - left).join('');
    return beginning === '' ? [] : [`${beginning}...`, `${beginning}…`];
  });
}

const timeOf = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : seoulTime(at));

/** While its clock stands a complaint has no date to tell. */
const timesOf = (complaint: Complaint) => {
  const { deadline, pausedAt, rateUntil, supplement, outside } = complaint;
  return {
    due: pausedAt === undefined ? timeOf(deadline?.dueAt) : '',
    rateBy: hasPetitionersRights(complaint) ? timeOf(rateUntil) : '',
    until: timeOf(supplement?.untilAt),
    acceptBy: timeOf(outside?.untilAt),
  };
};

/** The facts, of which none may be missing that a text names. */
const neededFor = (step: Notice['step'], facts: Known): NoticeFacts =>
  new Proxy(facts as NoticeFacts, {
    get: (known, fact: keyof NoticeFacts) => {
      const value = known[fact];
      if (value === undefined) throw new WordingIncomplete(step, fact);
      return value;
    },
  });
