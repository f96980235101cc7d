import { describe, expect, it } from 'vitest';
import { digestHeading, digestText } from '#functions/notices/wording/digest.ts';
import { en } from '#functions/notices/wording/en.ts';
import { ko } from '#functions/notices/wording/ko.ts';
import type { NoticeFacts } from '#functions/notices/wording/wording.ts';
import { seoulTime } from '#rules/clock/seoul-time.ts';
import { Department } from '#schemas/department.ts';
import { Instant } from '#schemas/instant.ts';
import { NoticeStep } from '#schemas/notice.ts';
import { RungId } from '#schemas/rung.ts';
import departments from '../../../../city/departments.json' with { type: 'json' };
import { isGsm, septets } from './one-sms.ts';

const longest = (texts: readonly string[]): string =>
  texts.reduce((before, text) => (text.length > before.length ? text : before), '');
const city = Department.array().parse(departments);
const time = seoulTime(Instant.parse('2026-12-31T15:00:00.000Z'));
const factsWith = (department: string, basis: string): NoticeFacts => ({
  number: '20261231-7KQ4M2-X',
  department,
  due: time,
  basis,
  rateBy: time,
  until: time,
  reason: '',
  institution: '',
  reference: '',
  acceptBy: '',
  page: '',
  code: '',
});
/** What is sent as SMS too: an institution is asked by mail alone. */
const bySms = NoticeStep.options.filter((step) => step !== 'transfer-request');
const koFacts = factsWith(longest(city.map(({ name }) => name)), '법정 60일');
const enFacts = factsWith(longest(city.map(({ nameEn }) => nameEn)), 'legal period of 60 days');

const n = '20261231-7KQ4M2-X';
const texts: Record<NoticeStep, readonly [string, string]> = {
  reception: [`[대답] 민원 ${n} 접수되었습니다.`, `[Daedap] We received your complaint ${n}.`],
  assignment: [
    `[대답] ${n} 담당 응답소 중앙상담과, 12/31 24:00까지 답변드립니다(법정 60일)`,
    `[Daedap] ${n}: Resource Recycling Division will answer by 12/31 24:00 (legal period of 60 days).`,
  ],
  result: [
    `[대답] ${n} 답변이 등록되었습니다. 12/31 24:00까지 평가해 주세요.`,
    `[Daedap] ${n} is answered. Rate it by 12/31 24:00.`,
  ],
  extension: [
    `[대답] ${n} 처리기한 12/31 24:00까지 연장. 사유는 조회 화면에`,
    `[Daedap] ${n}: put off to 12/31 24:00. See your page for the reason.`,
  ],
  'supplement-request': [
    `[대답] ${n} 보완이 필요합니다. 12/31 24:00까지 조회 화면에서 제출`,
    `[Daedap] ${n}: we need more from you by 12/31 24:00. See your page.`,
  ],
  closure: [
    `[대답] ${n} 보완 없이 종결. 새로 신청하실 수 있습니다.`,
    `[Daedap] ${n} is closed without a supplement. You can file again.`,
  ],
  'due-date-moved': [
    `[대답] ${n} 공휴일 변경으로 처리기한이 12/31 24:00로 바뀌었습니다.`,
    `[Daedap] ${n}: a holiday was changed, now due 12/31 24:00.`,
  ],
  'tell-progress': [
    `[대답] ${n} 응답소 중앙상담과 처리 중, 예정일 12/31 24:00`,
    `[Daedap] ${n}: Resource Recycling Division, expected 12/31 24:00.`,
  ],
  reclassification: [
    `[대답] ${n} 분류 변경으로 처리기한이 12/31 24:00로 바뀌었습니다.`,
    `[Daedap] ${n}: classified anew, now due 12/31 24:00.`,
  ],
  'ask-again': [
    `[대답] ${n} 답변이 부족하셨나요? 조회 화면에서 추가 답변을 요청하실 수 있습니다.`,
    `[Daedap] ${n}: was the answer not enough? You can ask again on your page.`,
  ],
  'asked-again': [`[대답] ${n} 추가 답변 요청, 처리기한 12/31 24:00`, `[Daedap] ${n}: asked again, due 12/31 24:00.`],
  'case-returned': [
    `[대답] ${n} 이송 반려, 처리기한 12/31 24:00`,
    `[Daedap] ${n} was given back to you, due 12/31 24:00.`,
  ],
  'adjudication-asked': [
    `[대답] ${n} 소관 조정이 필요합니다.`,
    `[Daedap] ${n}: departments disagree, please decide whose it is.`,
  ],
  'adjudication-ended': [
    `[대답] ${n} 소관 조정 기한 경과, 처리기한 12/31 24:00`,
    `[Daedap] ${n}: not decided in time whose it is, due 12/31 24:00.`,
  ],
  'approval-asked': [
    `[대답] ${n} 답변 결재 요청, 처리기한 12/31 24:00`,
    `[Daedap] ${n}: an answer waits for your approval, due 12/31 24:00.`,
  ],
  'draft-returned': [
    `[대답] ${n} 답변 결재 반려, 처리기한 12/31 24:00`,
    `[Daedap] ${n}: your draft was given back, due 12/31 24:00.`,
  ],
  'transfer-outside': [
    `[대답] ${n}  이송, 접수번호는 조회 화면에`,
    `[Daedap] ${n} is now with , see your page for their number.`,
  ],
  'transfer-returned': [
    `[대답] ${n} 이송 반려·미회신, 처리기한 12/31 24:00`,
    `[Daedap] ${n} came back from its transfer, due 12/31 24:00.`,
  ],
  'transfer-request': [
    `[대답] 민원 ${n} 이송 요청. 까지 수락 또는 반려해 주세요.\n\n확인 코드 `,
    `[Daedap] ${n}: please accept or refuse it by .\n\nCode `,
  ],
  'classification-asked': [`[대답] ${n} 분류가 필요합니다.`, `[Daedap] ${n} needs to be classified.`],
  'new-case': [`[대답] ${n} 배정, 처리기한 12/31 24:00`, `[Daedap] ${n} is yours, due 12/31 24:00.`],
  supplement: [`[대답] ${n} 보완 접수, 처리기한 12/31 24:00`, `[Daedap] ${n}: the supplement came, due 12/31 24:00.`],
  'supplement-term-1-ended': [
    `[대답] ${n} 1차 보완 기한 경과. 다시 요청할 수 있습니다.`,
    `[Daedap] ${n}: the first term has ended. You may ask again.`,
  ],
  'supplement-term-2-ended': [
    `[대답] ${n} 2차 보완 기한 경과. 종결할 수 있습니다.`,
    `[Daedap] ${n}: the second term has ended. You may close it.`,
  ],
  'remind-official-25': [
    `[대답] ${n} 처리기간 25% 경과, 기한 12/31 24:00`,
    `[Daedap] ${n}: 25% of the time is gone, due 12/31 24:00.`,
  ],
  'remind-official-50': [
    `[대답] ${n} 처리기간 50% 경과, 기한 12/31 24:00`,
    `[Daedap] ${n}: 50% of the time is gone, due 12/31 24:00.`,
  ],
  'remind-official-80': [
    `[대답] ${n} 처리기간 80% 경과, 기한 12/31 24:00`,
    `[Daedap] ${n}: 80% of the time is gone, due 12/31 24:00.`,
  ],
  'remind-official-16h': [
    `[대답] ${n} 오늘 처리 민원입니다(16시). 기한 12/31 24:00`,
    `[Daedap] ${n} is for today (16:00), due 12/31 24:00.`,
  ],
  'remind-official-18h': [
    `[대답] ${n} 오늘 처리 민원입니다(18시). 기한 12/31 24:00`,
    `[Daedap] ${n} is for today (18:00), due 12/31 24:00.`,
  ],
  'escalate-to-lead': [
    `[대답] ${n} 처리기한 12/31 24:00 경과. 팀장 확인 요망`,
    `[Daedap] ${n} is overdue since 12/31 24:00.`,
  ],
  'escalate-to-director': [
    `[대답] ${n} 처리기한 12/31 24:00 1일 경과. 부서장 확인 요망`,
    `[Daedap] ${n} is a day overdue since 12/31 24:00.`,
  ],
  'escalate-to-audit-office': [
    `[대답] ${n} 응답소 중앙상담과 처리기한 12/31 24:00 3일 경과`,
    `[Daedap] ${n}, Resource Recycling Division: 3 days overdue since 12/31 24:00.`,
  ],
};

/** The notices that say more, or less, by what is known: with a reason, while the clock stands, of an institution. */
const more: readonly (readonly [NoticeStep, Partial<NoticeFacts>, ko: string, en: string])[] = [
  [
    'extension',
    { reason: '!' },
    `[대답] ${n} 처리기한 12/31 24:00까지 연장. 사유: !`,
    `[Daedap] ${n}: put off to 12/31 24:00. Reason: !`,
  ],
  [
    'closure',
    { reason: '!' },
    `[대답] ${n} 보완 없이 종결. 새로 신청하실 수 있습니다. 사유: !`,
    `[Daedap] ${n} is closed without a supplement. You can file again. Reason: !`,
  ],
  [
    'tell-progress',
    { due: '' },
    `[대답] ${n} 응답소 중앙상담과 처리 중, 보완을 기다립니다`,
    `[Daedap] ${n}: Resource Recycling Division, waiting for your supplement.`,
  ],
  [
    'transfer-outside',
    { institution: '한강유역관리청', reference: '2026-12-0012345' },
    `[대답] ${n} 한강유역관리청 이송, 접수번호 2026-12-0012345`,
    `[Daedap] ${n} is now with 한강유역관리청, their number 2026-12-0012345.`,
  ],
  [
    'assignment',
    { due: '' },
    `[대답] ${n} 담당 응답소 중앙상담과, 보완을 받은 뒤 답변드립니다(법정 60일)`,
    `[Daedap] ${n}: Resource Recycling Division will answer after your supplement (legal period of 60 days).`,
  ],
  [
    'extension',
    { due: '' },
    `[대답] ${n} 처리기한 연장. 사유는 조회 화면에`,
    `[Daedap] ${n}: put off. See your page for the reason.`,
  ],
  [
    'due-date-moved',
    { due: '' },
    `[대답] ${n} 공휴일 변경으로 처리기한이 바뀌었습니다.`,
    `[Daedap] ${n}: a holiday was changed, now on hold.`,
  ],
  ['new-case', { due: '' }, `[대답] ${n} 배정, 처리기한 정지 중`, `[Daedap] ${n} is yours, on hold.`],
  ['escalate-to-lead', { due: '' }, `[대답] ${n} 처리기한 경과. 팀장 확인 요망`, `[Daedap] ${n} is overdue.`],
];

describe('a notice in Korean', () => {
  it.each(NoticeStep.options)('%s says what happened and until when', (step) => {
    expect(ko[step](koFacts)).toBe(texts[step][0]);
  });

  it.each(bySms)('%s fits one SMS of 70 UCS-2 characters with the longest department', (step) => {
    // `length` counts UTF-16 units, as an SMS does.
    expect(ko[step](koFacts).length).toBeLessThanOrEqual(70);
  });
});

describe('a notice in English', () => {
  it.each(NoticeStep.options)('%s says what happened and until when', (step) => {
    expect(en[step](enFacts)).toBe(texts[step][1]);
  });

  it.each(bySms)('%s fits one SMS of 160 characters of its alphabet', (step) => {
    const text = en[step](enFacts);
    expect(isGsm(text)).toBe(true);
    expect(septets(text)).toBeLessThanOrEqual(160);
  });
});

describe('a notice that says more by what is known', () => {
  it.each(more)('%s with %j', (step, known, korean, english) => {
    expect(ko[step]({ ...koFacts, ...known })).toBe(korean);
    expect(en[step]({ ...enFacts, ...known })).toBe(english);
    expect(korean.length).toBeLessThanOrEqual(70);
    expect(septets(english)).toBeLessThanOrEqual(160);
  });
});

describe('a digest', () => {
  const line = (step: NoticeStep) => ({ number: n, step, missedAt: Instant.parse('2026-12-31T15:00:00.000Z') });

  it('says how much was missed within one SMS, however much it is', () => {
    const heading = digestHeading(Array.from({ length: 9_999 }, () => line('escalate-to-lead')));
    expect(heading).toBe('[대답] 제때 알리지 못한 알림 9999건. 민원 목록을 확인해 주세요.');
    expect(heading.length).toBeLessThanOrEqual(70);
  });

  it('names every rung that was missed, in order and in Korean', () => {
    expect(digestText([line('remind-official-50'), line('escalate-to-audit-office')])).toBe(
      [
        '[대답] 제때 알리지 못한 알림 2건. 민원 목록을 확인해 주세요.',
        '',
        `12/31 24:00  ${n}  처리기간 50% 경과`,
        `12/31 24:00  ${n}  처리기한 3일 경과`,
      ].join('\n'),
    );
  });

  it.each(RungId.exclude(['tell-progress', 'acceptance-term-ended']).options)('has a name for %s', (step) => {
    expect(digestText([line(step)])).not.toContain(step);
  });
});
