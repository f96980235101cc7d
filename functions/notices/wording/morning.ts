import type { Workload } from '#rules/people/workload.ts';
import type { SeoulDate } from '#schemas/instant.ts';

const dayOf = (on: SeoulDate): string => on.slice(5).replace('-', '/');

/** What a lead reads each working morning, within one SMS. */
export const leadsMorning = (on: SeoulDate, { open, dueToday, overdue }: Workload): string =>
  `[대답] ${dayOf(on)} 부서 민원: 처리 중 ${open}건, 오늘 기한 ${dueToday}건, 기한 경과 ${overdue}건`;

/** What the operators' topic carries each working morning on which something waits for them. */
export const operatorsMorning = (
  on: SeoulDate,
  { undelivered, needs }: { readonly undelivered: number; readonly needs: number },
): string => `[대답] ${dayOf(on)} 운영자 확인: 미전달 통지 ${undelivered}건, 사람이 필요한 민원 ${needs}건`;

/** What the duty lead's topic carries at night, when a case of the day was not answered. */
export const dutyCall = (number: string): string => `[대답] ${number} 야간 기한 경과. 당직 책임자 확인 요망`;
