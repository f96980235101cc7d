import type { Case } from '#functions/aws/complaint-items.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { type citizenOperations, TrackedComplaint } from '#schemas/api/citizen.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { AuditEntry } from '#schemas/audit-entry.ts';
import type { Instant } from '#schemas/instant.ts';
import { asPetitioner } from '../petitioner-door.ts';

type Request = ApiRequest<ById<typeof citizenOperations, 'trackComplaint'>>;

/** What of the audit trail is the petitioner's to see, and in which words. */
const told: Readonly<Record<string, { ko: string; en: string }>> = {
  filed: { ko: '접수되었습니다', en: 'Received' },
  classified: { ko: '분류되었습니다', en: 'Classified' },
  'classification-asked': { ko: '담당자가 분류하고 있습니다', en: 'A person is classifying it' },
  assigned: { ko: '담당 부서가 지정되었습니다', en: 'Assigned to a department' },
  responded: { ko: '답변이 등록되었습니다', en: 'Answered' },
  'rating-said': { ko: '평가하셨습니다', en: 'You rated the answer' },
  'withdrawal-said': { ko: '취하하셨습니다', en: 'You took it back' },
  closed: { ko: '종결되었습니다', en: 'Closed' },
};

/** Shows the petitioner where the complaint stands. */
export async function trackComplaint(table: string, { at, params, accessCode }: Request): Promise<Reply> {
  const found = await asPetitioner(table, { number: params.number, accessCode, at });
  return { body: TrackedComplaint.parse(trackedOf(found, at)) };
}

function trackedOf({ complaint, answers, signals, audit }: Case, asOf: Instant): unknown {
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
    receivedAt,
    dueAt: deadline?.dueAt,
    due: deadline,
    timeline: audit.flatMap((entry) => lineOf(entry, language)),
    answers: answers.map(({ round, at, text, isLate }) => ({ round, at, text, isLate })),
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

function lineOf({ at, action }: AuditEntry, language: 'ko' | 'en'): { at: Instant; event: string; text: string }[] {
  const text = told[action]?.[language];
  return text === undefined ? [] : [{ at, event: action, text }];
}
