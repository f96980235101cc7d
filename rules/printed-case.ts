import type { OfficialCase } from '#schemas/api/official-case.ts';
import type { Language } from '#schemas/complaint.ts';
import { seoulDueText, seoulText } from './clock/seoul-time.ts';
import { districtNames } from './district-names.ts';
import { channelWords, statusWords } from './export-words.ts';

/** A case as it is laid out on paper: a title, facts by their names, and sections of paragraphs. All of it plain text. */
export type PrintedCase = {
  readonly language: Language;
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly sections: readonly { readonly heading: string; readonly paragraphs: readonly string[] }[];
  readonly footer: string;
};

/** What the parts of a printed case are called. */
const words = {
  ko: {
    title: '민원 처리 기록',
    number: '번호',
    status: '상태',
    channel: '접수 경로',
    kind: '유형',
    district: '자치구',
    department: '담당 부서',
    person: '담당자',
    receivedAt: '접수 시각',
    dueAt: '처리 기한',
    petitioner: '신청인',
    hidden: '표시하지 않음',
    location: '위치',
    text: '신청 내용',
    attachments: '첨부',
    supplements: '보완',
    questions: '추가 질문',
    answers: '답변',
    reasons: '처리 사유',
    printed: (at: string, by: string) => `출력 ${at} · ${by}`,
  },
  en: {
    title: 'Record of a complaint',
    number: 'Number',
    status: 'Status',
    channel: 'Channel',
    kind: 'Kind',
    district: 'District',
    department: 'Department',
    person: 'Handled by',
    receivedAt: 'Received',
    dueAt: 'Due',
    petitioner: 'Petitioner',
    hidden: 'not shown',
    location: 'Place',
    text: 'What was said',
    attachments: 'Attachments',
    supplements: 'Supplements',
    questions: 'Asked again',
    answers: 'Answers',
    reasons: 'Reasons',
    printed: (at: string, by: string) => `Printed ${at} · ${by}`,
  },
} as const;

/**
 * A case as it is printed for who may see it. Nothing is in it that the case does not show: of a protected or anonymous
 * reporter it shows nobody, and so does the paper.
 *
 * @param printed when, by whom, and what the kind is called
 */
export function printedCase(
  shown: OfficialCase,
  printed: { readonly by: string; readonly kind: string | undefined; readonly language: Language },
): PrintedCase {
  const { language } = printed;
  const said = words[language];
  const { name, phone, email } = shown.petitioner;
  const petitioner = [name, phone, email].filter((part) => part !== undefined).join(', ');
  const facts = [
    { name: said.number, value: shown.number },
    { name: said.status, value: statusWords[shown.status][language] },
    { name: said.channel, value: channelWords[shown.channel][language] },
    { name: said.kind, value: printed.kind },
    { name: said.district, value: shown.district && districtNames[shown.district][language === 'ko' ? 0 : 1] },
    {
      name: said.department,
      value: language === 'ko' ? shown.assignment?.departmentName : shown.assignment?.departmentNameEn,
    },
    { name: said.person, value: shown.assignment?.person },
    { name: said.receivedAt, value: seoulText(shown.receivedAt) },
    { name: said.dueAt, value: shown.deadline === undefined ? undefined : seoulDueText(shown.deadline.dueAt) },
    { name: said.petitioner, value: petitioner === '' ? said.hidden : petitioner },
    { name: said.location, value: shown.location },
  ];
  const sections = [
    { heading: said.text, paragraphs: [shown.title, ...lines(shown.text)] },
    { heading: said.attachments, paragraphs: (shown.attachments ?? []).map(({ name: file }) => file) },
    {
      heading: said.supplements,
      paragraphs: shown.supplements.flatMap(({ askedAt, text, given }) => [
        ...dated(askedAt, text),
        ...(given === undefined ? [] : dated(given.at, given.text)),
      ]),
    },
    { heading: said.questions, paragraphs: shown.questions.flatMap(({ at, text }) => dated(at, text)) },
    { heading: said.answers, paragraphs: shown.answers.flatMap(({ at, text }) => dated(at, text)) },
    { heading: said.reasons, paragraphs: shown.reasons.flatMap(({ at, text }) => dated(at, text)) },
  ];
  return {
    language,
    title: said.title,
    facts: facts.flatMap(({ name: fact, value }) => (value === undefined ? [] : [{ name: fact, value }])),
    sections: sections.filter(({ paragraphs }) => paragraphs.length > 0),
    footer: said.printed(seoulText(shown.asOf), printed.by),
  };
}

const lines = (text: string): string[] => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');

const dated = (at: OfficialCase['asOf'], text: string): string[] => [seoulText(at), ...lines(text)];
