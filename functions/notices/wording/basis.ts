import type { Language } from '#schemas/complaint.ts';
import type { Deadline } from '#schemas/deadline.ts';
import type { Period } from '#schemas/period.ts';

const unitsKo: Readonly<Record<Period['unit'], string>> = {
  'working-hours': '시간',
  days: '일',
  months: '개월',
  years: '년',
};

const unitsEn: Readonly<Record<Period['unit'], string>> = {
  'working-hours': 'working hour',
  days: 'day',
  months: 'month',
  years: 'year',
};

const inEnglish = ({ unit, count }: Period): string => `${count} ${unitsEn[unit]}${count === 1 ? '' : 's'}`;

/**
 * Why an answer is due when it is: the city's own promise, or the legal period of its kind.
 *
 * @param isNamed without it the period stays untold: it would tell a protected reporter's kind of report
 */
export function basisOf({ basis, period }: Deadline, language: Language, isNamed: boolean): string {
  const told = isNamed ? period : undefined;
  if (basis === 'same-day') return language === 'ko' ? '당일 약속' : 'same-day promise';
  if (basis === 'next-working-day') return language === 'ko' ? '다음 근무일' : 'promised for the next working day';
  if (language === 'ko') return told === undefined ? '법정 기간' : `법정 ${told.count}${unitsKo[told.unit]}`;
  return told === undefined ? 'legal period' : `legal period of ${inEnglish(told)}`;
}

/** Who speaks where the department is not to be named: its name would say what a protected reporter's case is about. */
export const office: Readonly<Record<Language, string>> = { ko: '응답소', en: 'the city' };

/** Who took a case, where the institution's name is too long for a message. */
export const elsewhere: Readonly<Record<Language, string>> = { ko: '다른 기관', en: 'another institution' };
