import { describe, expect, it } from 'vitest';
import { compose } from '#functions/notices/compose.ts';
import { NoticeStep } from '#schemas/notice.ts';
import { complaintAt, lead, noticeOf, number, official, rateUntil } from '#test/functions/samples.ts';

const toPetitioner = (step: NoticeStep) => noticeOf(70, { step });

describe('the text of a notice', () => {
  it.each([
    ['ko', '[대답] 20261123-7KQ4M2-X 담당 상수도사업본부, 12/01 18:00까지 답변드립니다.'],
    ['en', '[Daedap] 20261123-7KQ4M2-X: Waterworks will answer by 12/01 18:00.'],
  ])('to the petitioner is in their language: %s', (language, text) => {
    expect(compose(complaintAt('answer', { language }), toPetitioner('assignment'))).toBe(text);
  });

  it('says in Seoul time until when the answer can be rated', () => {
    expect(compose(complaintAt('rating', { rateUntil }), toPetitioner('result'))).toBe(
      `[대답] ${number} 답변이 등록되었습니다. 12/15 18:00까지 평가해 주세요.`,
    );
  });

  it.each([[{ role: 'official', id: official }], [{ role: 'lead', id: lead }], [{ role: 'audit-office' }]] as const)(
    'to the city’s own people is in Korean, whatever the petitioner speaks: %j',
    (to) => {
      const text = compose(complaintAt('answer', { language: 'en' }), noticeOf(70, { step: 'new-case', to }));
      expect(text).toBe(`[대답] ${number} 배정, 처리기한 12/01 18:00`);
    },
  );

  it('of a complaint that has no deadline yet tells none', () => {
    const filed = complaintAt('receive', { deadline: undefined, assignment: undefined });
    expect(compose(filed, toPetitioner('reception'))).toBe(`[대답] 민원 ${number} 접수되었습니다.`);
    for (const step of NoticeStep.options) expect(compose(filed, toPetitioner(step))).not.toContain('undefined');
  });
});
