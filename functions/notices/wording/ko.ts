import type { Wording } from './wording.ts';

/** Notices in Korean, each within one SMS of 70 characters. */
export const ko: Wording = {
  reception: ({ number }) => `[대답] 민원 ${number} 접수되었습니다.`,
  assignment: ({ number, department, due }) => `[대답] ${number} 담당 ${department}, ${due}까지 답변드립니다.`,
  result: ({ number, rateBy }) => `[대답] ${number} 답변이 등록되었습니다. ${rateBy}까지 평가해 주세요.`,
  'classification-asked': ({ number }) => `[대답] ${number} 분류가 필요합니다.`,
  'new-case': ({ number, due }) => `[대답] ${number} 배정, 처리기한 ${due}`,
  'remind-official-50': ({ number, due }) => `[대답] ${number} 처리기간 50% 경과, 기한 ${due}`,
  'remind-official-80': ({ number, due }) => `[대답] ${number} 처리기간 80% 경과, 기한 ${due}`,
  'remind-official-16h': ({ number, due }) => `[대답] ${number} 오늘 처리 민원입니다(16시). 기한 ${due}`,
  'remind-official-18h': ({ number, due }) => `[대답] ${number} 오늘 처리 민원입니다(18시). 기한 ${due}`,
  'escalate-to-lead': ({ number, due }) => `[대답] ${number} 처리기한 ${due} 경과. 팀장 확인 요망`,
  'escalate-to-director': ({ number, due }) => `[대답] ${number} 처리기한 ${due} 1일 경과. 부서장 확인 요망`,
  'escalate-to-audit-office': ({ number, department, due }) =>
    `[대답] ${number} ${department} 처리기한 ${due} 3일 경과`,
};
