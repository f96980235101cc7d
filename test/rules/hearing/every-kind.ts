import type { Complaint, Stage } from '#schemas/complaint.ts';
import { DepartmentId } from '#schemas/department.ts';
import { SeoulDate } from '#schemas/instant.ts';
import type { Said, Speaker } from '#schemas/signal.ts';
import { at, complaintAt, outside, rateUntil } from '#test/functions/samples.ts';
import { byCalendar, byLead, byOfficial, byOperator, byPetitioner, byPolice, toPolice } from './spoken.ts';

const on = SeoulDate.parse('2026-11-27');
/** One thing of every kind that can be said. */
export const said = {
  answer: { kind: 'answer', text: '고쳤습니다' },
  rating: { kind: 'rating', score: 4, comment: '고맙습니다' },
  classification: { kind: 'classification', complaintKind: 'inquiry', topic: 'water', isSimple: true },
  withdrawal: { kind: 'withdrawal', reason: '해결됨' },
  extension: { kind: 'extension', period: { unit: 'days', count: 7 }, reason: '현장 조사' },
  'supplement-request': { kind: 'supplement-request', text: '주소를 알려 주세요', termDays: 10 },
  supplement: { kind: 'supplement', text: '강남대로 396' },
  closure: { kind: 'closure', reason: '보완되지 않음' },
  transfer: { kind: 'transfer', department: DepartmentId.parse('parks'), reason: '공원 소관' },
  refusal: { kind: 'refusal', reason: '소관 아님' },
  approval: { kind: 'approval', draft: 7 },
  'draft-return': { kind: 'draft-return', draft: 7, reason: '보완 필요' },
  correction: { kind: 'correction', words: { text: '바로잡습니다' } },
  question: { kind: 'question', text: '아직 고쳐지지 않았습니다' },
  'outside-transfer': toPolice,
  acceptance: { kind: 'acceptance', reference: '2026-123' },
  'outside-refusal': { kind: 'outside-refusal', reason: '서울시 소관' },
  'decreed-holiday': { kind: 'decreed-holiday', on, name: '임시공휴일', source: '국무회의', knownAt: at },
  'called-off-holiday': { kind: 'called-off-holiday', on },
} as const satisfies Record<Said['kind'], Said>;

/** The complaint as it truly stands at a stage: with a rating before it is evaluated, with a window once it is answered. */
export function standingAt(stage: Stage): Complaint {
  if (stage === 'classification' || stage === 'adjudication') {
    const { person: _person, ...assignment } = complaintAt('answer').assignment ?? {};
    return complaintAt(stage, { assignment });
  }
  if (stage === 'assign' || stage === 'adjudicate') return complaintAt(stage, { assignment: undefined });
  if (stage === 'respond') return complaintAt(stage, { answeredAt: at });
  if (stage === 'acceptance') return complaintAt(stage, { outside });
  if (stage === 'rating') return complaintAt(stage, { answeredAt: at, rateUntil });
  if (stage === 'evaluate') return complaintAt(stage, { answeredAt: at, rateUntil, score: 5, ratedAt: at });
  return complaintAt(stage);
}

/** The kinds of what can be said. */
export const everySaid = Object.keys(said) as (keyof typeof said)[];

/** Who says it in the usual way. */
export const speaker: Record<Said['kind'], Speaker> = {
  answer: byOfficial,
  rating: byPetitioner,
  classification: byOperator,
  withdrawal: byPetitioner,
  extension: byOfficial,
  'supplement-request': byOfficial,
  supplement: byPetitioner,
  closure: byOfficial,
  transfer: byOfficial,
  refusal: byOfficial,
  approval: byLead,
  'draft-return': byLead,
  correction: byPetitioner,
  question: byPetitioner,
  'outside-transfer': byOfficial,
  acceptance: byPolice,
  'outside-refusal': byPolice,
  'decreed-holiday': byCalendar,
  'called-off-holiday': byCalendar,
};
