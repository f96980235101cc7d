import { describe, expect, it } from 'vitest';
import { printedCase } from '#rules/printed-case.ts';
import { OfficialCase } from '#schemas/api/official-case.ts';
import { at, dueAt, number } from '#test/functions/samples.ts';

const shown = (more: object = {}): OfficialCase =>
  OfficialCase.parse({
    number,
    version: 3,
    status: 'assigned',
    stage: 'answer',
    channel: 'phone',
    language: 'ko',
    title: '가로등 고장',
    text: '어둡습니다.\n\n  \n고쳐 주세요.',
    petitioner: { name: '홍길동', phone: '+821012345678' },
    receivedAt: at,
    deadline: { basis: 'statutory', dueAt, provisional: false },
    ledger: [],
    supplements: [{ askedAt: at, text: '어디입니까?', termDays: 10, given: { at: dueAt, text: '강남대로' } }],
    outsideTransfers: [],
    answers: [],
    needsApproval: false,
    round: 1,
    pastRounds: [],
    questions: [],
    earlierWords: [],
    hands: [],
    reasons: [],
    signals: [],
    asOf: at,
    ...more,
  });
const by = { by: 'official-water-1', kind: '민원', language: 'ko' } as const;

describe('a printed case', () => {
  it('says who, what and by when in Korean, and who printed it', () => {
    const { title, facts, sections, footer } = printedCase(shown({ district: 'gangnam' }), by);
    expect(title).toBe('민원 처리 기록');
    expect(Object.fromEntries(facts.map(({ name, value }) => [name, value]))).toEqual({
      번호: number,
      상태: '처리 중',
      '접수 경로': '전화',
      유형: '민원',
      자치구: '강남구',
      '접수 시각': '2026-11-23 09:00:00',
      '처리 기한': '2026-12-01 18:00',
      신청인: '홍길동, +821012345678',
    });
    expect(sections).toEqual([
      { heading: '신청 내용', paragraphs: ['가로등 고장', '어둡습니다.', '고쳐 주세요.'] },
      { heading: '보완', paragraphs: ['2026-11-23 09:00:00', '어디입니까?', '2026-12-01 18:00:00', '강남대로'] },
    ]);
    expect(footer).toBe('출력 2026-11-23 09:00:00 · official-water-1');
  });

  it('says the city’s own words in English when asked', () => {
    const { title, facts } = printedCase(shown({ district: 'gangnam' }), { ...by, kind: 'Complaint', language: 'en' });
    expect(title).toBe('Record of a complaint');
    const lines = facts.map(({ name, value }) => `${name}: ${value}`);
    expect(lines).toEqual(expect.arrayContaining(['Status: Assigned', 'District: Gangnam-gu']));
  });

  it('of whom the case does not show, shows nobody', () => {
    const { facts } = printedCase(shown({ petitioner: {} }), by);
    expect(facts.find(({ name }) => name === '신청인')?.value).toBe('표시하지 않음');
  });
});
