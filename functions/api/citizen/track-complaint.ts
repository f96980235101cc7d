import type * as z from 'zod';
import { readHolidays } from '#functions/aws/city-table.ts';
import type { Case } from '#functions/aws/complaint-items.ts';
import { readCase } from '#functions/aws/complaint-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { givenAttachments, shownAttachments } from '#rules/attachments.ts';
import { deadlineClock } from '#rules/clock/deadline-clock.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { canAskUntil } from '#rules/rounds.ts';
import { questionsOf } from '#rules/said-words.ts';
import { supplementsOf } from '#rules/supplements.ts';
import { type citizenOperations, TrackedComplaint } from '#schemas/api/citizen.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { AuditEntry } from '#schemas/audit-entry.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import type { CitizenApiSettings } from '#schemas/settings.ts';
import type { Signal } from '#schemas/signal.ts';
import { asPetitioner } from '../petitioner-door.ts';

type Request = ApiRequest<ById<typeof citizenOperations, 'trackComplaint'>>;

/** What of the audit trail is the petitioner's to see, and in which words. */
export const told: Readonly<Record<string, { ko: string; en: string }>> = {
  filed: { ko: '접수되었습니다', en: 'Received' },
  classified: { ko: '분류되었습니다', en: 'Classified' },
  'classification-asked': { ko: '담당자가 분류하고 있습니다', en: 'A person is classifying it' },
  assigned: { ko: '담당 부서가 지정되었습니다', en: 'Assigned to a department' },
  'passed-on': { ko: '담당 부서가 변경되었습니다', en: 'Passed on to another department' },
  'adjudication-asked': { ko: '소관 부서를 조정하고 있습니다', en: 'It is being decided which department answers' },
  reclassified: { ko: '분류가 변경되었습니다', en: 'Classified anew' },
  responded: { ko: '답변이 등록되었습니다', en: 'Answered' },
  'rating-said': { ko: '평가하셨습니다', en: 'You rated the answer' },
  'correction-said': { ko: '내용을 정정하셨습니다', en: 'You corrected your words' },
  'question-said': { ko: '추가 답변을 요청하셨습니다', en: 'You asked again' },
  'withdrawal-said': { ko: '취하하셨습니다', en: 'You took it back' },
  'extension-said': { ko: '처리기한을 연장하였습니다', en: 'The deadline was extended' },
  'supplement-request-said': { ko: '보완을 요청하였습니다', en: 'You were asked for a supplement' },
  'supplement-said': { ko: '보완하셨습니다', en: 'You gave what was asked for' },
  'decreed-holiday-said': { ko: '임시공휴일로 처리기한이 조정됩니다', en: 'A decreed holiday is taken into account' },
  'called-off-holiday-said': { ko: '임시공휴일 취소로 처리기한이 조정됩니다', en: 'A holiday was called off' },
  'closure-said': { ko: '보완되지 않아 종결합니다', en: 'Closed, because nothing was supplemented' },
  'acceptance-said': { ko: '다른 기관으로 이송되었습니다', en: 'Transferred to another institution' },
  closed: { ko: '종결되었습니다', en: 'Closed' },
};

/** Shows the petitioner where the complaint stands. */
export async function trackComplaint(
  { COMPLAINT_TABLE, CITY_TABLE }: z.infer<typeof CitizenApiSettings>,
  { at, params, accessCode }: Request,
): Promise<Reply> {
  const found = await asPetitioner(COMPLAINT_TABLE, { number: params.number, accessCode, at }, readCase);
  const calendar = cityCalendar(await readHolidays(CITY_TABLE));
  const clock = deadlineClock(found.complaint, at, calendar);
  return { body: TrackedComplaint.parse({ ...trackedOf(found, at), clock }) };
}

function trackedOf({ complaint, answers, signals, audit, attachments }: Case, asOf: Instant): object {
  const { number, status, channel, district, receivedAt, classification, assignment, deadline, language } = complaint;
  const { score, rateUntil } = complaint;
  const name = language === 'ko' ? assignment?.departmentName : assignment?.departmentNameEn;
  return {
    number,
    status,
    channel,
    kind: classification?.kind ?? complaint.kindChosen,
    district,
    department: assignment === undefined ? undefined : { id: assignment.department, name },
    institution: institutionOf(complaint),
    receivedAt,
    // While the clock stands, no date is promised.
    dueAt: complaint.pausedAt === undefined ? deadline?.dueAt : undefined,
    due: deadline,
    timeline: audit.flatMap((entry) => lineOf(entry, language)),
    supplements: supplementsOf(signals).map(({ askedAt, text, given }, index, all) => ({
      askedAt,
      text,
      untilAt: index === all.length - 1 ? complaint.supplement?.untilAt : undefined,
      givenAt: given?.at,
    })),
    reasons: signals.flatMap(reasonOf),
    answers: answers.map(({ round, at, text, isLate }) => ({
      round,
      at,
      text,
      isLate,
      score: scoreOf(complaint, round),
    })),
    questions: questionsOf(signals),
    attachments: shownAttachments(complaint, givenAttachments(attachments, { signals, answers })),
    mayAskUntil: canAskUntil(complaint),
    rating: score === undefined && rateUntil === undefined ? undefined : { score, until: rateUntil },
    signals: signals
      .filter(({ by }) => by.role === 'petitioner')
      .map((signal) => ({
        signal: signal.number,
        kind: signal.said.kind,
        status: signal.status,
        code: signal.refusal?.code,
      })),
    asOf,
  };
}

const scoreOf = ({ round: current, score, pastRounds = [] }: Complaint, round: number): number | undefined =>
  round === current ? score : pastRounds.find((past) => past.round === round)?.score;
/** Who has taken the case outside the city, once they have: of a transfer that waits the petitioner learns nothing. */
function institutionOf({ outside, language }: Case['complaint']): { name: string; reference: string } | undefined {
  if (outside?.reference === undefined) return undefined;
  return { name: language === 'ko' ? outside.name : outside.nameEn, reference: outside.reference };
}

/** Why a deadline was put off, or the case closed, in the official's words. */
function reasonOf({ said, at, status }: Signal): { at: Instant; event: string; text: string }[] {
  if (status !== 'applied' || (said.kind !== 'extension' && said.kind !== 'closure')) return [];
  return [{ at, event: said.kind, text: said.reason }];
}

function lineOf({ at, action }: AuditEntry, language: 'ko' | 'en'): { at: Instant; event: string; text: string }[] {
  const text = told[action]?.[language];
  return text === undefined ? [] : [{ at, event: action, text }];
}
