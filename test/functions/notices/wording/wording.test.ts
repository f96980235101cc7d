import { describe, expect, it } from 'vitest';
import { en } from '#functions/notices/wording/en.ts';
import { ko } from '#functions/notices/wording/ko.ts';
import { seoulTime } from '#rules/seoul-time.ts';
import { Department } from '#schemas/department.ts';
import { Instant } from '#schemas/instant.ts';
import { NoticeStep } from '#schemas/notice.ts';
import departments from '../../../../city/departments.json' with { type: 'json' };

const longest = (texts: readonly string[]): string =>
  texts.reduce((before, text) => (text.length > before.length ? text : before), '');
const city = Department.array().parse(departments);
const time = seoulTime(Instant.parse('2026-12-31T15:00:00.000Z'));
const factsWith = (department: string) => ({ number: '20261231-7KQ4M2-X', department, due: time, rateBy: time });
const koFacts = factsWith(longest(city.map(({ name }) => name)));
const enFacts = factsWith(longest(city.map(({ nameEn }) => nameEn)));

const n = '20261231-7KQ4M2-X';
const texts: Record<NoticeStep, readonly [string, string]> = {
  reception: [`[대답] 민원 ${n} 접수되었습니다.`, `[Daedap] We received your complaint ${n}.`],
  assignment: [
    `[대답] ${n} 담당 응답소 중앙상담과, 12/31 24:00까지 답변드립니다.`,
    `[Daedap] ${n}: Resource Recycling Division will answer by 12/31 24:00.`,
  ],
  result: [
    `[대답] ${n} 답변이 등록되었습니다. 12/31 24:00까지 평가해 주세요.`,
    `[Daedap] ${n} is answered. Rate it by 12/31 24:00.`,
  ],
  'classification-asked': [`[대답] ${n} 분류가 필요합니다.`, `[Daedap] ${n} needs to be classified.`],
  'new-case': [`[대답] ${n} 배정, 처리기한 12/31 24:00`, `[Daedap] ${n} is yours, due 12/31 24:00.`],
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

/** GSM 03.38: what an SMS of 160 characters can hold; the brackets count twice. */
const GSM = /^[A-Za-z0-9 @£$¥!"#%&'()*+,\-./:;<=>?_[\]]*$/;
const septets = (text: string): number => [...text].length + [...text].filter((one) => '[]'.includes(one)).length;

describe('a notice in Korean', () => {
  it.each(NoticeStep.options)('%s says what happened and until when', (step) => {
    expect(ko[step](koFacts)).toBe(texts[step][0]);
  });

  it.each(NoticeStep.options)('%s fits one SMS of 70 UCS-2 characters with the longest department', (step) => {
    // `length` counts UTF-16 units, as an SMS does.
    expect(ko[step](koFacts).length).toBeLessThanOrEqual(70);
  });

  it('still fits one SMS with a department name of 20 characters', () => {
    const lengths = NoticeStep.options.map((step) => ko[step](factsWith('과'.repeat(20))).length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(70);
  });
});

describe('a notice in English', () => {
  it.each(NoticeStep.options)('%s says what happened and until when', (step) => {
    expect(en[step](enFacts)).toBe(texts[step][1]);
  });

  it.each(NoticeStep.options)('%s fits one SMS of 160 characters of its alphabet', (step) => {
    const text = en[step](enFacts);
    expect(text).toMatch(GSM);
    expect(septets(text)).toBeLessThanOrEqual(160);
  });
});
