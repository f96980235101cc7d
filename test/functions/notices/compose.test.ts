import { describe, expect, it } from 'vitest';
import { compose } from '#functions/notices/compose.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { NoticeStep } from '#schemas/notice.ts';
import { at, complaintAt, lead, noticeOf, number, official, rateUntil } from '#test/functions/samples.ts';
import { fitsOneSms } from './wording/one-sms.ts';

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

  it('says until when a supplement can be given, and promises no date while the clock stands', () => {
    const supplement = { asked: 1, untilAt: '2026-12-11T15:00:00.000Z' };
    const paused = complaintAt('answer', { pausedAt: at, supplement });
    expect(compose(paused, toPetitioner('supplement-request'))).toContain('12/11 24:00까지');
    expect(compose(paused, toPetitioner('tell-progress'))).toBe(
      `[대답] ${number} 상수도사업본부 처리 중, 보완을 기다립니다`,
    );
    for (const step of NoticeStep.options) expect(compose(paused, toPetitioner(step)), step).not.toContain('12/01');
  });

  it.each([[{ role: 'official', id: official }], [{ role: 'lead', id: lead }], [{ role: 'audit-office' }]] as const)(
    'to the city’s own people is in Korean, whatever the petitioner speaks: %j',
    (to) => {
      const text = compose(complaintAt('answer', { language: 'en' }), noticeOf(70, { step: 'new-case', to }));
      expect(text).toBe(`[대답] ${number} 배정, 처리기한 12/01 18:00`);
    },
  );

  it.each([
    [
      'ko',
      `[대답] ${number} 담당 부서, 12/01 18:00까지 답변드립니다.`,
      `[대답] ${number} 부서 처리 중, 예정일 12/01 18:00`,
    ],
    [
      'en',
      `[Daedap] ${number}: the department in charge will answer by 12/01 18:00.`,
      `[Daedap] ${number}: the department in charge, expected 12/01 18:00.`,
    ],
  ])('about a protected reporter’s complaint names no department: %s', (language, assignment, progress) => {
    const complaint = complaintAt('answer', { language, identity: 'protected' });
    expect(compose(complaint, toPetitioner('assignment'))).toBe(assignment);
    expect(compose(complaint, toPetitioner('tell-progress'))).toBe(progress);
    const toAuditOffice = noticeOf(70, { step: 'escalate-to-audit-office', to: { role: 'audit-office' } });
    expect(compose(complaint, toAuditOffice)).not.toContain('상수도');
  });

  it('to an anonymous petitioner does not ask for what they have no right to give', () => {
    const complaint = complaintAt('rating', { rateUntil, identity: 'anonymous' });
    expect(compose(complaint, toPetitioner('result'))).toBe(`[대답] ${number} 답변이 등록되었습니다.`);
    const english = { ...complaint, language: 'en' as const };
    expect(compose(english, toPetitioner('result'))).toBe(`[Daedap] ${number} is answered.`);
  });

  it('of a complaint that has no deadline yet tells none', () => {
    const filed = complaintAt('receive', { deadline: undefined, assignment: undefined });
    expect(compose(filed, toPetitioner('reception'))).toBe(`[대답] 민원 ${number} 접수되었습니다.`);
    for (const step of NoticeStep.options) expect(compose(filed, toPetitioner(step))).not.toContain('undefined');
  });
});

describe('the reason in a notice', () => {
  const complaint = (language: 'ko' | 'en'): Complaint => complaintAt('answer', { language });
  const told = (language: 'ko' | 'en', reason: string, step: NoticeStep = 'extension'): string =>
    compose(complaint(language), toPetitioner(step), reason);

  it.each([
    ['ko', '현장 조사', `[대답] ${number} 처리기한 12/01 18:00까지 연장. 사유: 현장 조사`],
    ['en', 'A visit is needed.', `[Daedap] ${number}: put off to 12/01 18:00. Reason: A visit is needed.`],
    ['en', '현장 조사', `[Daedap] ${number}: put off to 12/01 18:00. Reason: 현장 조사`],
  ] as const)('stands there whole where it fits: %s %s', (language, reason, text) => {
    expect(told(language, reason)).toBe(text);
  });

  it.each([
    ['ko', '가', 70],
    ['en', 'a', 160],
  ] as const)('in %s is shortened a character after it fills the message', (language, character, places) => {
    const before = told(language, character).length - 1;
    // The two brackets count twice where 160 characters fit.
    const most = places - before - (language === 'en' ? 2 : 0);
    const whole = told(language, character.repeat(most));
    expect(whole.endsWith(character)).toBe(true);
    expect(fitsOneSms(whole)).toBe(true);
    const shortened = told(language, character.repeat(most + 1));
    expect(shortened).toMatch(/[가a](…|\.\.\.)$/);
    expect(fitsOneSms(shortened)).toBe(true);
    expect(fitsOneSms(`${shortened}${character}`)).toBe(false);
  });

  const reasons = [
    ['long Korean', '가나다라 '.repeat(200)],
    ['long English', 'abc def, '.repeat(110)],
    ['English with signs that count twice', '[a] {b} ^c~ '.repeat(80)],
    ['English with a backtick at its end', `${'a'.repeat(96)}\``],
    ['English with a Korean word after a hundred characters', `${'a'.repeat(100)} 현장 조사`],
    ['symbols of two units', '🚧'.repeat(500)],
    ['lines', 'a\nb\n'.repeat(250)],
  ] as const;

  it.each(reasons)('never makes two messages of one: %s', (_, reason) => {
    for (const language of ['ko', 'en'] as const) {
      for (const step of NoticeStep.options) {
        const text = told(language, reason, step);
        expect(fitsOneSms(text), `${language} ${step}: ${text}`).toBe(true);
        // Half a symbol would be shown as a box.
        expect(text.isWellFormed(), text).toBe(true);
      }
    }
  });

  it('keeps as much of an English reason as 160 places hold, though it ends in Korean', () => {
    expect(told('en', `${'a'.repeat(100)} 현장 조사`)).toMatch(/Reason: a{90,}\.\.\.$/);
  });

  it('stands whole in a mail, however long it is', () => {
    const reason = '가'.repeat(1000);
    expect(compose(complaint('ko'), toPetitioner('extension'), reason, false)).toContain(reason);
  });
});
