import type * as z from 'zod';
import { seoulDueText, seoulText } from '#rules/clock/seoul-time.ts';
import { channelWords, dimensionWords, measureWords, statusWords } from '#rules/export-words.ts';
import type { Cell } from '#rules/spreadsheet-cell.ts';
import type { FoundComplaint } from '#schemas/api/desk.ts';
import type { ListedMessage } from '#schemas/api/emergency.ts';
import type { ListedTransfer } from '#schemas/api/institution-case.ts';
import type { ListedComplaint } from '#schemas/api/official-case.ts';
import type { UndeliveredNotice } from '#schemas/api/operator.ts';
import type { CountedCaseShown, StatisticsRow } from '#schemas/api/statistics.ts';
import type { AuditEntry } from '#schemas/audit-entry.ts';
import type { DecreedHoliday } from '#schemas/calendar.ts';
import type { Language } from '#schemas/complaint.ts';
import type { Delivery } from '#schemas/delivery.ts';
import type { ExportRecord } from '#schemas/export.ts';
import type { Instant } from '#schemas/instant.ts';
import type { InstitutionShown } from '#schemas/institution.ts';
import type { Kind } from '#schemas/kind.ts';
import type { Need } from '#schemas/need.ts';
import type { RoutingRule } from '#schemas/routing-rule.ts';
import { Measure } from '#schemas/statistics.ts';

/** What the city calls its kinds and departments, by id, in the language of the file. */
export type Names = {
  readonly language: Language;
  readonly kinds: ReadonlyMap<string, string>;
  readonly departments: ReadonlyMap<string, string>;
};

/** One column of a file: its heading, and what it says of a row. */
export type Column<R> = {
  readonly ko: string;
  readonly en: string;
  readonly of: (row: R, names: Names) => Cell;
};

const column = <R>(ko: string, en: string, of: Column<R>['of']): Column<R> => ({ ko, en, of });
const time = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : seoulText(at));
const named = (names: ReadonlyMap<string, string>, id: string | undefined): string | undefined =>
  id === undefined ? undefined : (names.get(id) ?? id);

type Line = Omit<FoundComplaint, 'closedAt'>;

const lineColumns: readonly Column<Line>[] = [
  column('번호', 'Number', ({ number }) => number),
  column('상태', 'Status', ({ status }, { language }) => statusWords[status][language]),
  column('단계', 'Stage', ({ stage }) => stage),
  column('유형', 'Kind', ({ kind }, { kinds }) => named(kinds, kind)),
  column('분야', 'Field', ({ topic }) => topic),
  column('자치구', 'District', ({ district }) => district),
  column('부서', 'Department', ({ department }, { departments }) => named(departments, department)),
  column('접수 경로', 'Channel', ({ channel }, { language }) => channelWords[channel][language]),
  column('접수 시각', 'Received', ({ receivedAt }) => time(receivedAt)),
  column('처리 기한', 'Due', ({ dueAt }) => (dueAt === undefined ? undefined : seoulDueText(dueAt))),
  column('남은 근무 시간(분)', 'Working minutes left', ({ remainingMinutes }) => remainingMinutes),
  column('시계 정지', 'Paused since', ({ pausedAt }) => time(pausedAt)),
];

/** Open cases of somebody, or of a department. */
export const openColumns: readonly Column<ListedComplaint>[] = [
  ...lineColumns,
  column('대행 대상', 'In place of', ({ for: absent }) => absent),
];

/** What a search found. */
export const foundColumns: readonly Column<FoundComplaint>[] = [
  ...lineColumns,
  column('종결 시각', 'Closed', ({ closedAt }) => time(closedAt)),
];

/** What needs a person. */
export const needColumns: readonly Column<Need>[] = [
  column('번호', 'Number', ({ number }) => number),
  column('대기 시작', 'Since', ({ since }) => time(since)),
  column('실행', 'Execution', ({ execution }) => execution),
  column('상태', 'State', ({ state }) => state),
  column('오류', 'Error', ({ error }) => error),
];

/** Notices that nobody could be told. */
export const undeliveredColumns: readonly Column<UndeliveredNotice>[] = [
  column('번호', 'Number', ({ number }) => number),
  column('알림 순번', 'Notice', ({ order }) => order),
  column('알림', 'Step', ({ step }) => step),
  column('받는 사람', 'To', ({ to }) => ('id' in to ? `${to.role} ${to.id}` : to.role)),
  column('상태', 'Status', ({ status }) => status),
  column('보낸 방법', 'Channel', ({ channel }) => channel),
  column('시도', 'Attempts', ({ attempt }) => attempt),
  column('사유', 'Failure', ({ failure }) => failure),
  column('미전달 시각', 'Undelivered since', ({ undeliveredAt }) => time(undeliveredAt)),
];

/** What the adjudicating desk decided. */
export const ruleColumns: readonly Column<RoutingRule>[] = [
  column('규칙', 'Rule', ({ id }) => id),
  column('유형', 'Kind', ({ kind }, { kinds }) => named(kinds, kind)),
  column('분야', 'Field', ({ topic }) => topic),
  column('자치구', 'District', ({ district }) => district),
  column('부서', 'Department', ({ department }, { departments }) => named(departments, department)),
  column('결정 시각', 'Decided', ({ decidedAt }) => time(decidedAt)),
  column('민원 번호', 'Complaint', ({ complaint }) => complaint),
  column('종료 시각', 'Ended', ({ endedAt }) => time(endedAt)),
];

/** Institutions outside the city. */
export const institutionColumns: readonly Column<z.infer<typeof InstitutionShown>>[] = [
  column('기관', 'Institution', ({ id }) => id),
  column('이름', 'Name', ({ name, nameEn }, { language }) => (language === 'ko' ? name : nameEn)),
  column('분야', 'Fields', ({ fields }) => fields.join(', ')),
  column('주소', 'Address', ({ address }) => address),
  column('요청 방법', 'Asked by', ({ contact }) => contact),
];

/** The kinds of complaint with their legal periods. */
export const kindColumns: readonly Column<Kind>[] = [
  column('유형', 'Kind', ({ id }) => id),
  column('이름', 'Name', ({ name, nameEn }, { language }) => (language === 'ko' ? name : nameEn)),
  column('기간', 'Period', ({ period: { count } }) => count),
  column('단위', 'Unit', ({ period: { unit } }) => unit),
  column('근거', 'Source', ({ source }) => source),
];

/** The days off that were decreed. */
export const holidayColumns: readonly Column<DecreedHoliday>[] = [
  column('날짜', 'Day', ({ on }) => on),
  column('이름', 'Name', ({ name }) => name),
  column('근거', 'Source', ({ source }) => source),
  column('알려진 시각', 'Known since', ({ knownAt }) => time(knownAt)),
  column('취소 시각', 'Called off', ({ calledOffAt }) => time(calledOffAt)),
];

/** What waits for an institution. */
export const transferColumns: readonly Column<ListedTransfer>[] = [
  column('번호', 'Number', ({ number }) => number),
  column('유형', 'Kind', ({ kind }, { kinds }) => named(kinds, kind)),
  column('분야', 'Field', ({ topic }) => topic),
  column('자치구', 'District', ({ district }) => district),
  column('접수 경로', 'Channel', ({ channel }, { language }) => channelWords[channel][language]),
  column('접수 시각', 'Received', ({ receivedAt }) => time(receivedAt)),
  column('이송 시각', 'Asked', ({ askedAt }) => time(askedAt)),
  column('수락 기한', 'Accept until', ({ dueAt }) => seoulDueText(dueAt)),
];

/** Messages to many. */
export const messageColumns: readonly Column<ListedMessage>[] = [
  column('메시지', 'Message', ({ id }) => id),
  column('종류', 'Kind', ({ kind }) => kind),
  column('단계', 'Stage', ({ stage }) => stage),
  column('목적', 'Purpose', ({ purpose }) => purpose),
  column('작성 시각', 'Posted', ({ postedAt }) => time(postedAt)),
];

/** What became of a message for each registration. */
export const deliveryColumns: readonly Column<Delivery>[] = [
  column('등록', 'Registration', ({ registration }) => registration),
  column('자치구', 'District', ({ district }) => district),
  column('보낸 방법', 'Channel', ({ channel }) => channel),
  column('언어', 'Language', ({ language }) => language),
  column('상태', 'Status', ({ status }) => status),
  column('시도', 'Attempts', ({ attempt }) => attempt),
  column('사유', 'Reason', ({ reason }) => reason),
  column('시각', 'At', ({ at }) => time(at)),
];

/** Exact numbers, and at the end their sums; a heading for each measure, in the words of the statistics' own names. */
export const statisticsColumns: readonly Column<StatisticsRow>[] = [
  column('구분', 'Of', ({ key }, { kinds, departments, language }) =>
    key === '' ? { ko: '합계', en: 'Total' }[language] : (kinds.get(key) ?? departments.get(key) ?? key),
  ),
  ...Measure.options.map((measure) =>
    column<StatisticsRow>(measureWords[measure].ko, measureWords[measure].en, ({ measures }) => measures[measure] ?? 0),
  ),
  column('기한 내 비율', 'On-time rate', ({ onTimeRate }) => onTimeRate),
  column('평균 처리 시간(분)', 'Mean working minutes', ({ meanWorkingMinutes }) => meanWorkingMinutes),
  column('평균 정지 시간(분)', 'Mean paused minutes', ({ meanPausedMinutes }) => meanPausedMinutes),
  column('평균 별점', 'Mean stars', ({ meanStars }) => meanStars),
];

/** The cases behind a number. */
export const countedColumns: readonly Column<CountedCaseShown>[] = [
  column('번호', 'Number', ({ number }) => number),
  ...(['district', 'ward', 'field', 'department', 'channel', 'kind', 'day'] as const).map((dimension) =>
    column<CountedCaseShown>(
      dimensionWords[dimension].ko,
      dimensionWords[dimension].en,
      ({ cell }, { kinds, departments }) =>
        named(dimension === 'kind' ? kinds : dimension === 'department' ? departments : new Map(), cell[dimension]),
    ),
  ),
  column('처리 기한', 'Due', ({ dueAt }) => (dueAt === undefined ? undefined : seoulDueText(dueAt))),
  column('답변 시각', 'Answered', ({ answeredAt }) => time(answeredAt)),
];

/** The audit trail of a case. */
export const entryColumns: readonly Column<AuditEntry>[] = [
  column('순번', 'Entry', ({ entry }) => entry),
  column('시각', 'At', ({ at }) => time(at)),
  column('행위자', 'Actor', ({ actor }) => ('id' in actor ? `${actor.kind} ${actor.id}` : actor.kind)),
  column('행위', 'Action', ({ action }) => action),
  column('사실', 'Facts', ({ facts }) => JSON.stringify(facts)),
];

/** Lists that were taken out. */
export const exportColumns: readonly Column<ExportRecord>[] = [
  column('시각', 'At', ({ at }) => time(at)),
  column('사람', 'By', ({ by }) => by),
  column('목록', 'List', ({ of }) => of.list),
  column('조건', 'Filter', ({ of: { list: _list, ...filter } }) => JSON.stringify(filter)),
  column('형식', 'Format', ({ format }) => format),
  column('건수', 'Rows', ({ rows }) => rows),
  column('사유', 'Reason', ({ reason }) => reason),
];
