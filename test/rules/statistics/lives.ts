import fc from 'fast-check';
import { ledgerFrom, ledgerOf, withLedger } from '#rules/clock/deadline-moves.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { seoulDateOf, toInstant, toMillis } from '#rules/clock/instant.ts';
import { rateUntil } from '#rules/clock/rating-window.ts';
import { complaintNumber } from '#rules/complaint-number.ts';
import { hear } from '#rules/hearing.ts';
import { roundStart } from '#rules/under-way.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { Complaint as ComplaintSchema } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Said, Speaker } from '#schemas/signal.ts';

/*
 *   filed ─► classified ─► assigned ─► whatever people say next, by chance ─► … : by the rules that judge real complaints
 */

const calendar = cityCalendar([]);
const departments = ['water', 'parks', 'central-desk'] as const;
const HOUR = 3_600_000;

/** How a complaint begins. */
export const birth = fc.record({
  receivedAt: fc.integer({ min: Date.parse('2026-10-20T00:00:00Z'), max: Date.parse('2026-12-20T00:00:00Z') }),
  serial: fc.nat(2 ** 30 - 1),
  district: fc.constantFrom('gangnam', 'jongno', undefined),
  ward: fc.boolean(),
  channel: fc.constantFrom('web', 'phone', 'sms'),
});
export type Birth = typeof birth extends fc.Arbitrary<infer B> ? B : never;

const happenings = [
  'answer',
  'answer',
  'hollow-answer',
  'transfer',
  'refusal',
  'extension',
  'supplement-request',
  'supplement',
  'rating',
  'rating',
  'question',
  'withdrawal',
  'closed-in-vain',
  'closed-in-vain',
  'reclassify',
  'outside-transfer',
  'acceptance',
  'outside-refusal',
  'rung',
  'nothing',
] as const;

/** What can happen, and what such a happening is made of. */
type What = (typeof happenings)[number] | 'closure';

/** What happens next: so many hours later. */
export const happening = fc.record({
  hours: fc.integer({ min: 0, max: 80 }),
  what: fc.constantFrom(...happenings),
  score: fc.integer({ min: 1, max: 5 }),
  department: fc.constantFrom(...departments),
  kind: fc.constantFrom('complaint', 'inquiry', 'welfare', 'corruption'),
  topic: fc.constantFrom('water', 'parks', 'noise'),
});
type Chance = typeof happening extends fc.Arbitrary<infer H> ? H : never;
export type Happening = Omit<Chance, 'what'> & { readonly what: What };

/** A complaint as it is filed. */
export function born({ receivedAt: millis, serial, district, ward, channel }: Birth): Complaint {
  const receivedAt = toInstant(millis);
  const hasWard = ward && district === 'gangnam';
  return ComplaintSchema.parse({
    number: ComplaintNumber.parse(complaintNumber({ receivedOn: seoulDateOf(receivedAt), serial })),
    channel,
    channelApp: 'app-web',
    language: 'ko',
    identity: 'named',
    ...(district === undefined ? {} : { district }),
    ...(hasWard ? { ward: '역삼1동' } : {}),
    receivedAt,
    stage: 'receive',
    status: 'received',
    round: 1,
    rungs: [],
    rungsDone: [],
  });
}

/** Everything the machine does by itself until somebody has to say something. */
export function atRest(complaint: Complaint, at: Instant, { department, kind, topic }: Happening): Complaint[] {
  const lived: Complaint[] = [];
  let now = complaint;
  for (
    let next = step(now, at, { department, kind, topic });
    next !== undefined;
    next = step(now, at, { department, kind, topic })
  ) {
    now = next;
    lived.push(now);
  }
  return lived;
}

type Chosen = Pick<Happening, 'department' | 'kind' | 'topic'>;

function step(complaint: Complaint, at: Instant, chosen: Chosen): Complaint | undefined {
  const { stage } = complaint;
  switch (stage) {
    case 'receive':
      return { ...complaint, stage: 'classify' };
    case 'classify':
      return {
        ...complaint,
        stage: 'classified',
        classification: {
          kind: chosen.kind,
          topic: chosen.topic,
          isSimple: false,
          confidence: 1,
          isSure: true,
          terms: [],
        },
      };
    case 'classified':
    case 'assign':
      return assigned(complaint, at, chosen);
    case 'adjudicate':
      return inHand({ ...complaint, stage: 'adjudication' }, 'central-desk', undefined, at, 'adjudication');
    case 'respond':
      return { ...complaint, stage: 'rating', rateUntil: rateUntil(at) };
    case 'evaluate':
      return {
        ...complaint,
        stage: 'close',
        evaluation: { isLate: complaint.isLate ?? false, workingMinutes: 60, score: complaint.score, evaluatedAt: at },
      };
    case 'close': {
      const status =
        complaint.status === 'withdrawn' || complaint.status === 'transferred' ? complaint.status : 'closed';
      return { ...complaint, stage: 'closed', status, closedAt: at };
    }
    default:
      return undefined;
  }
}

function inHand(
  complaint: Complaint,
  department: string,
  person: string | undefined,
  at: Instant,
  reason: string,
): Complaint {
  const who = { department, ...(person === undefined ? {} : { person }), reason };
  return ComplaintSchema.parse(
    JSON.parse(
      JSON.stringify({
        ...complaint,
        assignment: {
          ...who,
          departmentName: '과',
          departmentNameEn: 'Division',
          lead: `lead-${department}`,
          director: 'director-1',
          assignedAt: at,
        },
        hands: [...(complaint.hands ?? []), { ...who, at }],
      }),
    ),
  );
}

function assigned(complaint: Complaint, at: Instant, { department: chosen }: Chosen): Complaint {
  const { passing, assignment } = complaint;
  const department = passing?.to?.department ?? assignment?.department ?? chosen;
  const { to, ...rest } = passing ?? { refusals: 0 };
  const moved: Complaint = {
    ...complaint,
    stage: 'answer',
    status: complaint.pausedAt === undefined ? 'assigned' : 'awaiting-supplement',
    ...(passing === undefined ? {} : { passing: rest }),
  };
  const held = inHand(moved, department, `official-${department}-1`, at, to?.why ?? 'topic');
  const deadline = {
    basis: 'statutory' as const,
    dueAt: at,
    period: { unit: 'days' as const, count: 3 },
    provisional: false,
  };
  if (complaint.ledger !== undefined) return withLedger(held, ledgerOf(complaint), calendar);
  return withLedger({ ...held, deadline }, ledgerFrom(roundStart(complaint), deadline, at, calendar), calendar);
}

/** The complaint after something happened to it, if the rules let it; what a person says is said by whoever may. */
export function after(complaint: Complaint, at: Instant, happened: Happening): Complaint {
  if (happened.what === 'nothing') return complaint;
  if (happened.what === 'closed-in-vain') return closedInVain(complaint, at, happened);
  if (happened.what === 'rung') {
    const isDue = complaint.deadline !== undefined && at > complaint.deadline.dueAt && complaint.pausedAt === undefined;
    const isClimbed = complaint.rungsDone.includes('escalate-to-lead');
    if (!isDue || isClimbed || complaint.stage !== 'answer') return complaint;
    return { ...complaint, rungsDone: [...complaint.rungsDone, 'escalate-to-lead'] };
  }
  const heard = hear(complaint, saidOf(happened), { at, by: speakerOf(complaint, happened), signal: 1, calendar });
  if (heard.outcome === 'refused') return complaint;
  return happened.what === 'hollow-answer' ? { ...heard.complaint, lacks: 'too-short' } : heard.complaint;
}

/** Asked twice in vain, and closed. */
function closedInVain(complaint: Complaint, at: Instant, happened: Happening): Complaint {
  const acts = ['supplement-request', 'supplement-request', 'closure'] as const;
  return acts.reduce((now, what, index) => after(now, later(at, index * 240), { ...happened, what }), complaint);
}

function speakerOf({ assignment, outside }: Complaint, { what }: Happening): Speaker {
  if (['supplement', 'rating', 'question', 'withdrawal'].includes(what)) return { role: 'petitioner' };
  if (what === 'acceptance' || what === 'outside-refusal') {
    return { role: 'institution', institution: outside?.institution ?? 'seoul-police' };
  }
  if (assignment?.person === undefined) return { role: 'operator', id: 'operator-1' };
  return { role: 'official', id: assignment.person };
}

function saidOf({ what, score, department, kind, topic }: Happening): Said {
  const reason = '소관';
  switch (what) {
    case 'rating':
      return { kind: 'rating', score };
    case 'question':
      return { kind: 'question', text: '아직 그대로입니다' };
    case 'transfer':
      return { kind: 'transfer', department, reason };
    case 'refusal':
      return { kind: 'refusal', reason };
    case 'extension':
      return { kind: 'extension', period: { unit: 'days', count: 2 }, reason };
    case 'supplement-request':
      return { kind: 'supplement-request', text: '주소', termDays: 1 };
    case 'supplement':
      return { kind: 'supplement', text: '강남대로 396' };
    case 'withdrawal':
      return { kind: 'withdrawal' };
    case 'closure':
      return { kind: 'closure', reason };
    case 'reclassify':
      return { kind: 'classification', complaintKind: kind as 'complaint', topic: topic as 'water', isSimple: false };
    case 'outside-transfer':
      return {
        kind: 'outside-transfer',
        institution: 'seoul-police',
        name: '경찰',
        nameEn: 'Police',
        contact: 'sign-in',
        reason,
        termDays: 5,
      };
    case 'acceptance':
      return { kind: 'acceptance', reference: '1' };
    case 'outside-refusal':
      return { kind: 'outside-refusal', reason };
    default:
      return { kind: 'answer', text: '수리하였습니다.' };
  }
}

/** So many hours later. */
export const later = (at: Instant, hours: number): Instant => toInstant(toMillis(at) + hours * HOUR);
