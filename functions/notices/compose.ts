import { seoulTime } from '#rules/seoul-time.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Notice } from '#schemas/notice.ts';
import { en } from './wording/en.ts';
import { ko } from './wording/ko.ts';

/** The text of a notice, in the petitioner's language or, to the city's own people, in Korean. */
export function compose(complaint: Complaint, { step, to }: Notice): string {
  const { number, language, assignment, deadline, rateUntil } = complaint;
  const isKorean = to.role !== 'petitioner' || language === 'ko';
  const wording = isKorean ? ko : en;
  return wording[step]({
    number,
    department: (isKorean ? assignment?.departmentName : assignment?.departmentNameEn) ?? '',
    due: deadline === undefined ? '' : seoulTime(deadline.dueAt),
    rateBy: rateUntil === undefined ? '' : seoulTime(rateUntil),
  });
}
