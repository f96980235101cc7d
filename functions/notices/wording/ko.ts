import type { Wording } from './wording.ts';

/** By when, or that the clock stands. */
const by = (due: string): string => (due === '' ? '보완을 받은 뒤' : `${due}까지`);
const on = (due: string): string => (due === '' ? '정지 중' : due);
/** A date inside a sentence that also stands without it. */
const dated = (due: string, particle = ''): string => (due === '' ? '' : ` ${due}${particle}`);

/** Notices in Korean, each within one SMS of 70 characters. */
export const ko: Wording = {
  reception: ({ number }) => `[대답] 민원 ${number} 접수되었습니다.`,
  assignment: ({ number, department, due, basis }) =>
    `[대답] ${number} 담당 ${department}, ${by(due)} 답변드립니다(${basis})`,
  result: ({ number, rateBy }) =>
    `[대답] ${number} 답변이 등록되었습니다. ${rateBy === '' ? '' : `${rateBy}까지 평가해 주세요.`}`.trimEnd(),
  extension: ({ number, due, reason }) =>
    `[대답] ${number} 처리기한${dated(due, '까지')} 연장. ${reason === '' ? '사유는 조회 화면에' : `사유: ${reason}`}`,
  'supplement-request': ({ number, until }) => `[대답] ${number} 보완이 필요합니다. ${until}까지 조회 화면에서 제출`,
  closure: ({ number, reason }) =>
    `[대답] ${number} 보완 없이 종결. 새로 신청하실 수 있습니다. ${reason === '' ? '' : `사유: ${reason}`}`.trimEnd(),
  'due-date-moved': ({ number, due }) => `[대답] ${number} 공휴일 변경으로 처리기한이${dated(due, '로')} 바뀌었습니다.`,
  'tell-progress': ({ number, department, due }) =>
    `[대답] ${number} ${department} 처리 중, ${due === '' ? '보완을 기다립니다' : `예정일 ${due}`}`,
  'transfer-outside': ({ number, institution, reference }) =>
    `[대답] ${number} ${institution} 이송, ${reference === '' ? '접수번호는 조회 화면에' : `접수번호 ${reference}`}`,
  'transfer-returned': ({ number, due }) => `[대답] ${number} 이송 반려·미회신, 처리기한 ${on(due)}`,
  'transfer-request': ({ number, acceptBy, page, code }) =>
    `[대답] 민원 ${number} 이송 요청. ${acceptBy}까지 수락 또는 반려해 주세요.\n${page}\n확인 코드 ${code}`,
  'classification-asked': ({ number }) => `[대답] ${number} 분류가 필요합니다.`,
  'new-case': ({ number, due }) => `[대답] ${number} 배정, 처리기한 ${on(due)}`,
  supplement: ({ number, due }) => `[대답] ${number} 보완 접수, 처리기한 ${on(due)}`,
  'supplement-term-1-ended': ({ number }) => `[대답] ${number} 1차 보완 기한 경과. 다시 요청할 수 있습니다.`,
  'supplement-term-2-ended': ({ number }) => `[대답] ${number} 2차 보완 기한 경과. 종결할 수 있습니다.`,
  reclassification: ({ number, due }) => `[대답] ${number} 분류 변경으로 처리기한이${dated(due, '로')} 바뀌었습니다.`,
  'ask-again': ({ number }) => `[대답] ${number} 답변이 부족하셨나요? 조회 화면에서 추가 답변을 요청하실 수 있습니다.`,
  'asked-again': ({ number, due }) => `[대답] ${number} 추가 답변 요청, 처리기한 ${on(due)}`,
  'case-returned': ({ number, due }) => `[대답] ${number} 이송 반려, 처리기한 ${on(due)}`,
  'adjudication-asked': ({ number }) => `[대답] ${number} 소관 조정이 필요합니다.`,
  'adjudication-ended': ({ number, due }) => `[대답] ${number} 소관 조정 기한 경과, 처리기한 ${on(due)}`,
  'approval-asked': ({ number, due }) => `[대답] ${number} 답변 결재 요청, 처리기한 ${on(due)}`,
  'draft-returned': ({ number, due }) => `[대답] ${number} 답변 결재 반려, 처리기한 ${on(due)}`,
  'remind-official-25': ({ number, due }) => `[대답] ${number} 처리기간 25% 경과, 기한 ${on(due)}`,
  'remind-official-50': ({ number, due }) => `[대답] ${number} 처리기간 50% 경과, 기한 ${on(due)}`,
  'remind-official-80': ({ number, due }) => `[대답] ${number} 처리기간 80% 경과, 기한 ${on(due)}`,
  'remind-official-16h': ({ number, due }) => `[대답] ${number} 오늘 처리 민원입니다(16시). 기한 ${on(due)}`,
  'remind-official-18h': ({ number, due }) => `[대답] ${number} 오늘 처리 민원입니다(18시). 기한 ${on(due)}`,
  'escalate-to-lead': ({ number, due }) => `[대답] ${number} 처리기한${dated(due)} 경과. 팀장 확인 요망`,
  'escalate-to-director': ({ number, due }) => `[대답] ${number} 처리기한${dated(due)} 1일 경과. 부서장 확인 요망`,
  'escalate-to-audit-office': ({ number, department, due }) =>
    `[대답] ${number} ${department} 처리기한${dated(due)} 3일 경과`,
};
