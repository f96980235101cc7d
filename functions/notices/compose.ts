import { hasPetitionersRights, livesApart } from '#rules/protection.ts';
import { seoulTime } from '#rules/seoul-time.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Notice } from '#schemas/notice.ts';
import { en } from './wording/en.ts';
import { ko } from './wording/ko.ts';

/** The plain alphabet of SMS as far as it is ASCII: all but the backtick. */
const PLAIN = /^[\x20-\x5f\x61-\x7e]*$/;
/** What of it counts twice. */
const DOUBLE = /[[\\\]^{|}~]/g;

/** Whether a text fits one SMS: 160 of the plain alphabet, else 70 of any. */
const fitsOneSms = (text: string): boolean =>
  PLAIN.test(text) ? text.length + (text.match(DOUBLE) ?? []).length <= 160 : text.length <= 70;

const timeOf = (at: Instant | undefined): string => (at === undefined ? '' : seoulTime(at));

/** A department without its name, which would tell what a protected reporter's complaint is about. */
const someDepartment = { ko: '부서', en: 'the department in charge' } as const;
/** What a mail to an institution leads to: the page, and the code that opens it there. */
export type Door = { readonly page: string; readonly code: string };

/**
 * The text of a notice, in the petitioner's language or, to the city's own people, in Korean.
 *
 * Of a complaint whose petitioner lives apart it names no department, and an anonymous one is not invited to rate.
 *
 * @param reason in the official's words; shortened where the text is to fit one SMS, its whole stands on the petitioner's page
 * @param door   only of a notice that asks an institution to take the case
 */
export function compose(
  complaint: Complaint,
  { step, to }: Notice,
  reason = '',
  isSms = true,
  door: Door = { page: '', code: '' },
): string {
  const { number, language, assignment, deadline, pausedAt, rateUntil, supplement, outside } = complaint;
  const isKorean = to.role !== 'petitioner' || language === 'ko';
  const name = isKorean ? assignment?.departmentName : assignment?.departmentNameEn;
  const say = (why: string): string =>
    (isKorean ? ko : en)[step]({
      number,
      department: livesApart(complaint) ? someDepartment[isKorean ? 'ko' : 'en'] : (name ?? ''),
      due: pausedAt === undefined ? timeOf(deadline?.dueAt) : '',
      rateBy: hasPetitionersRights(complaint) ? timeOf(rateUntil) : '',
      until: timeOf(supplement?.untilAt),
      reason: why,
      institution: (isKorean ? outside?.name : outside?.nameEn) ?? '',
      reference: outside?.reference ?? '',
      acceptBy: timeOf(outside?.untilAt),
      ...door,
    });
  const whole = say(reason);
  return !isSms || reason === '' || fitsOneSms(whole) ? whole : shortened(say, reason);
}

/** The text with as much of the reason as one SMS holds. */
function shortened(say: (why: string) => string, reason: string): string {
  const characters = [...reason];
  for (let kept = characters.length - 1; kept > 0; kept -= 1) {
    const beginning = characters.slice(0, kept).join('');
    // An ellipsis of one character is not of the plain alphabet.
    const text = [say(`${beginning}...`), say(`${beginning}…`)].find(fitsOneSms);
    if (text !== undefined) return text;
  }
  return say('');
}
