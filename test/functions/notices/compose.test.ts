import { describe, expect, it } from 'vitest';
import { compose } from '#functions/notices/compose.ts';
import { smsPartsOf } from '#rules/notices/sms-parts.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { WordingIncomplete } from '#schemas/errors.ts';
import { NoticeStep } from '#schemas/notice.ts';
import { at, complaintAt, lead, noticeOf, number, official, outside, rateUntil } from '#test/functions/samples.ts';
import { fitsOneSms } from './wording/one-sms.ts';

/** What a petitioner or official can be told; an institution is asked by mail alone, with a code made for it. */
const steps = NoticeStep.options.filter((step) => step !== 'transfer-request');
const accepted = { ...outside, reference: '2026-12-0012345' };

const toPetitioner = (step: NoticeStep) => noticeOf(70, { step });

describe('the text of a notice', () => {
  it.each([
    ['ko', '[대답] 20261123-7KQ4M2-X 담당 상수도사업본부, 12/01 18:00까지 답변드립니다(법정 7일)'],
    ['en', '[Daedap] 20261123-7KQ4M2-X: Waterworks will answer by 12/01 18:00 (legal period of 7 days).'],
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
    const paused = complaintAt('answer', { pausedAt: at, supplement, outside: accepted });
    expect(compose(paused, toPetitioner('supplement-request'))).toContain('12/11 24:00까지');
    expect(compose(paused, toPetitioner('tell-progress'))).toBe(
      `[대답] ${number} 상수도사업본부 처리 중, 보완을 기다립니다`,
    );
    for (const step of steps) {
      if (step !== 'result') expect(compose(paused, toPetitioner(step)), step).not.toContain('12/01');
    }
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
      `[대답] ${number} 담당 응답소, 12/01 18:00까지 답변드립니다(법정 기간)`,
      `[대답] ${number} 응답소 처리 중, 예정일 12/01 18:00`,
    ],
    [
      'en',
      `[Daedap] ${number}: the city will answer by 12/01 18:00 (legal period).`,
      `[Daedap] ${number}: the city, expected 12/01 18:00.`,
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
  });

  it('is none where it names what the complaint does not have', () => {
    const filed = complaintAt('receive', { deadline: undefined, assignment: undefined });
    const whole = new Set<NoticeStep>([
      'reception',
      'closure',
      'classification-asked',
      'supplement-term-1-ended',
      'supplement-term-2-ended',
      'ask-again',
      'adjudication-asked',
    ]);
    for (const step of NoticeStep.options) {
      const composed = () => compose(filed, toPetitioner(step));
      if (whole.has(step)) expect(composed(), step).not.toContain('undefined');
      else expect(composed, step).toThrow(WordingIncomplete);
    }
    expect(() => compose(complaintAt('answer'), toPetitioner('result'))).toThrow(
      "the notice 'result' names 'rateBy', which the complaint does not have",
    );
  });

  it.each([
    [{ basis: 'same-day' }, '당일 약속', 'same-day promise'],
    [{ basis: 'next-working-day' }, '다음 근무일', 'promised for the next working day'],
    [{ period: { unit: 'working-hours', count: 8 } }, '법정 8시간', 'legal period of 8 working hours'],
    [{ period: { unit: 'days', count: 1 } }, '법정 1일', 'legal period of 1 day'],
    [{ period: { unit: 'months', count: 2 } }, '법정 2개월', 'legal period of 2 months'],
    [{ period: undefined }, '법정 기간', 'legal period'],
  ])('says why the answer is due then: %j', (changes, korean, english) => {
    const deadline = { ...complaintAt('answer').deadline, ...changes };
    const told = (language: 'ko' | 'en') =>
      compose(complaintAt('answer', { language, deadline }), toPetitioner('assignment'));
    expect([told('ko'), told('en')]).toEqual([
      expect.stringContaining(`(${korean})`),
      expect.stringContaining(`(${english})`),
    ]);
  });

  it.each(['protected', 'anonymous'])('of a complaint that is %s says nothing of what it is about', (identity) => {
    const supplement = { asked: 1, untilAt: '2026-12-11T15:00:00.000Z' };
    for (const language of ['ko', 'en']) {
      const complaint = complaintAt('answer', { identity, language, rateUntil, supplement, outside: accepted });
      for (const step of steps) {
        expect(compose(complaint, toPetitioner(step)), step).not.toMatch(/상수도|Waterworks|7일|7 days/);
      }
    }
    expect(compose(complaintAt('answer', { identity }), toPetitioner('assignment'))).toBe(
      `[대답] ${number} 담당 응답소, 12/01 18:00까지 답변드립니다(법정 기간)`,
    );
  });
});

describe('a name of a department or an institution', () => {
  const supplement = { asked: 1, untilAt: '2026-12-11T15:00:00.000Z' };
  const period = { unit: 'working-hours', count: 1000 };
  const deadline = { basis: 'statutory', dueAt: '2026-12-31T15:00:00.000Z', period, provisional: false };
  const called = (departmentName: string, departmentNameEn: string, language: string): Complaint => {
    const assignment = { ...complaintAt('answer').assignment, departmentName, departmentNameEn };
    const institution = { ...accepted, name: departmentName, nameEn: departmentNameEn };
    return complaintAt('answer', { language, assignment, deadline, rateUntil, supplement, outside: institution });
  };

  it.each([
    ['the longest', '과'.repeat(80), 'W'.repeat(80)],
    ['the longest of signs that count twice', '[과]'.repeat(26), '[W]'.repeat(26)],
    ['Korean in English', '상수도사업본부', '상수도사업본부'.repeat(11)],
    ['symbols', '🚧'.repeat(40), '🚧'.repeat(40)],
  ])('makes no second part of any notice, and costs it neither number nor date: %s', (_, korean, english) => {
    for (const language of ['ko', 'en']) {
      for (const step of steps) {
        for (const reason of ['', '사유 '.repeat(300), 'reason '.repeat(140)]) {
          const text = compose(called(korean, english, language), toPetitioner(step), reason);
          expect(fitsOneSms(text), `${language} ${step}: ${text}`).toBe(true);
          expect(smsPartsOf(text)).toBe(1);
          expect(text.isWellFormed(), text).toBe(true);
          expect(text).toContain(number);
        }
      }
      expect(compose(called(korean, english, language), toPetitioner('assignment'))).toContain('12/31 24:00');
    }
  });

  it('is shortened no more than it must be, after the reason', () => {
    const text = compose(called('가'.repeat(30), 'W', 'ko'), toPetitioner('assignment'));
    expect(text).toMatch(/^\[대답\] \S+ 담당 가+…, 12\/31 24:00까지 답변드립니다\(법정 1000시간\)$/);
    expect(text).toHaveLength(70);
  });

  it('gives way where the number at an institution is long, and the number where nothing else is left; it is never cut', () => {
    const reference = `2026-${'1'.repeat(40)}`;
    const told = (language: 'ko' | 'en') =>
      compose(
        complaintAt('close', { language, outside: { ...accepted, reference } }),
        toPetitioner('transfer-outside'),
      );
    expect(told('ko')).toBe(`[대답] ${number} 다른 기관 이송, 접수번호는 조회 화면에`);
    expect(told('en')).toBe(`[Daedap] ${number} is now with Seoul Metropolitan Police, their number ${reference}.`);
  });

  it('stands whole in a mail', () => {
    const name = '가'.repeat(80);
    expect(compose(called(name, name, 'ko'), toPetitioner('assignment'), '', false)).toContain(name);
  });
});

describe('the reason in a notice', () => {
  const supplement = { asked: 1, untilAt: '2026-12-11T15:00:00.000Z' };
  const complaint = (language: 'ko' | 'en'): Complaint =>
    complaintAt('answer', { language, rateUntil, supplement, outside: accepted });
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
      for (const step of steps) {
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
