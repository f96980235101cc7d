import * as z from 'zod';
import { Answer } from '#schemas/answer.ts';
import { absenceOperations } from '#schemas/api/absence.ts';
import { Kept, NumberParam } from '#schemas/api/citizen.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { Classification } from '#schemas/classification.ts';
import { Assignment, Channel, ComplaintStatus, EarlierWords, Hand, PastRound, Stage } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Deadline, DeadlineClock, LedgerEntry } from '#schemas/deadline.ts';
import { DepartmentId } from '#schemas/department.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { Period } from '#schemas/period.ts';
import { PersonId } from '#schemas/person.ts';
import { TopicId } from '#schemas/topic.ts';

/** A line of an official's list: nothing in it is the petitioner's own. While its clock stands, since `pausedAt`, `dueAt` is the end of the petitioner's term. `for`: the absent person for whom one stands in. */
export const ListedComplaint = z
  .object({
    number: ComplaintNumber,
    status: ComplaintStatus,
    stage: Stage,
    channel: Channel,
    kind: KindId.optional(),
    topic: TopicId.optional(),
    district: DistrictId.optional(),
    department: z.string(),
    receivedAt: Instant,
    dueAt: Instant,
    pausedAt: Instant.optional(),
    for: PersonId.optional(),
  })
  .meta({ id: 'ListedComplaint' });
export type ListedComplaint = z.infer<typeof ListedComplaint>;

/** A request for a supplement, until when it could be met, and what came of it. */
export const SupplementShown = z
  .object({
    askedAt: Instant,
    text: z.string(),
    termDays: z.int(),
    given: z.object({ at: Instant, text: z.string() }).optional(),
  })
  .meta({ id: 'Supplement' });
export type SupplementShown = z.infer<typeof SupplementShown>;

/** Why a case was passed on, given back, put off or closed, in the words of whoever did. */
export const ReasonShown = z
  .object({ at: Instant, by: z.string(), kind: z.string(), text: z.string() })
  .meta({ id: 'Reason' });

/** A case as the person named and their lead see it. `hands`: whose it was and is; `draft`: an answer that waits for the lead. */
export const OfficialCase = z
  .object({
    number: ComplaintNumber,
    version: z.int(),
    status: ComplaintStatus,
    stage: Stage,
    channel: Channel,
    language: z.string(),
    district: DistrictId.optional(),
    title: z.string(),
    text: z.string(),
    location: z.string().optional(),
    petitioner: z.object({ name: z.string().optional(), phone: z.string().optional(), email: z.string().optional() }),
    receivedAt: Instant,
    classification: Classification.optional(),
    assignment: Assignment.optional(),
    deadline: Deadline.optional(),
    ledger: z.array(LedgerEntry),
    clock: DeadlineClock.optional(),
    supplements: z.array(SupplementShown),
    answers: z.array(Answer),
    draft: z.object({ signal: z.int(), at: Instant, by: PersonId, text: z.string() }).optional(),
    needsApproval: z.boolean(),
    round: z.int(),
    pastRounds: z.array(PastRound),
    questions: z.array(z.object({ at: Instant, text: z.string() })),
    earlierWords: z.array(EarlierWords),
    hands: z.array(Hand),
    reasons: z.array(ReasonShown),
    decideUntil: Instant.optional(),
    signals: z.array(
      z.object({
        signal: z.int(),
        kind: z.string(),
        at: Instant,
        by: z.string(),
        for: PersonId.optional(),
        status: z.enum(['said', 'applied', 'refused']),
        code: z.string().optional(),
        reason: z.string().optional(),
      }),
    ),
    asOf: Instant,
  })
  .meta({ id: 'OfficialCase' });
export type OfficialCase = z.infer<typeof OfficialCase>;

/** An answer to the petitioner, in words. */
export const AnswerBody = z.strictObject({ text: z.string().trim().min(1).max(20_000) });

/** What a person says a complaint is. */
export const ClassificationBody = z.strictObject({
  kind: KindId,
  topic: TopicId,
  isSimple: z.boolean().default(false),
});

/** Putting a deadline off: by how much at most the period itself, and why; the petitioner is told both. */
export const ExtensionBody = z.strictObject({ period: Period, reason: z.string().trim().min(1).max(1000) });

/** Asking the petitioner for what is missing, within so many days (10 unless said otherwise). */
export const SupplementRequestBody = z.strictObject({
  text: z.string().trim().min(1).max(5000),
  termDays: z.int().min(1).max(60).optional(),
});

/** Ending a case without an answer, and why; the petitioner is told, and how to file again. */
export const ClosureBody = z.strictObject({ reason: z.string().trim().min(1).max(1000) });

/** Passing a case on to another department, and why; at the adjudicating desk: who answers it. */
export const TransferBody = z.strictObject({ department: DepartmentId, reason: z.string().trim().min(1).max(1000) });

/** Giving a case back to the department that passed it on, and why. */
export const RefusalBody = z.strictObject({ reason: z.string().trim().min(1).max(1000) });

/** Approving the draft of an answer, or giving it back with the reason; `draft` is its signal, as the case shows it. */
export const ApprovalBody = z.discriminatedUnion('approved', [
  z.strictObject({ approved: z.literal(true), draft: z.int().min(1) }),
  z.strictObject({
    approved: z.literal(false),
    draft: z.int().min(1),
    reason: z.string().trim().min(1).max(1000),
  }),
]);

/** What a case is asked for beside itself: `counted=true` gives the days that make up its deadline. */
export const CaseQuery = z.object({ counted: z.enum(['true', 'false']).optional() });

/** A page of a list: how many, and from where. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(2000).optional(),
});

const staff = ['official', 'lead', 'operator'] as const;

/** What officials can do. */
export const officialOperations = [
  {
    id: 'listMyComplaints',
    method: 'GET',
    path: '/v1/officials/me/complaints',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary:
      'My open complaints and those of whom I stand in for, the one due first on top; operators see the central desk’s',
    query: PageQuery,
    reply: {
      status: 200,
      schema: z.object({ items: z.array(ListedComplaint), cursor: z.string().optional(), asOf: Instant }),
      description: 'Sorted by due instant',
    },
  },
  {
    id: 'readCase',
    method: 'GET',
    path: '/v1/complaints/{number}/case',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'A case of mine, whole; its ETag is the version to answer with',
    params: NumberParam,
    query: CaseQuery,
    reply: { status: 200, schema: OfficialCase, description: 'The case' },
  },
  {
    id: 'answerComplaint',
    method: 'POST',
    path: '/v1/complaints/{number}/answer',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'Answer the petitioner',
    needs: ['If-Match'],
    params: NumberParam,
    body: AnswerBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'classifyComplaint',
    method: 'POST',
    path: '/v1/complaints/{number}/classification',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'Say what a complaint is that the words left unsure, or that was taken for something else',
    needs: ['If-Match'],
    params: NumberParam,
    body: ClassificationBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'transferComplaint',
    method: 'POST',
    path: '/v1/complaints/{number}/transfer',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'Pass a case on to another department; the adjudicating desk decides with it who answers',
    needs: ['If-Match'],
    params: NumberParam,
    body: TransferBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'refuseTransfer',
    method: 'POST',
    path: '/v1/complaints/{number}/refusal',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'Give a case back to the department that passed it on; the second time the adjudicating desk gets it',
    needs: ['If-Match'],
    params: NumberParam,
    body: RefusalBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'approveAnswer',
    method: 'POST',
    path: '/v1/complaints/{number}/approval',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'Approve the draft of an answer, or give it back; for the lead of the case',
    needs: ['If-Match'],
    params: NumberParam,
    body: ApprovalBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'extendDeadline',
    method: 'POST',
    path: '/v1/complaints/{number}/extension',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'Put the deadline off, once and at most by the period itself',
    needs: ['If-Match'],
    params: NumberParam,
    body: ExtensionBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'requestSupplement',
    method: 'POST',
    path: '/v1/complaints/{number}/supplement-request',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'Ask the petitioner for what is missing; the clock stands meanwhile',
    needs: ['If-Match'],
    params: NumberParam,
    body: SupplementRequestBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'closeComplaint',
    method: 'POST',
    path: '/v1/complaints/{number}/closure',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'End a case without an answer, after two requests for a supplement in vain',
    needs: ['If-Match'],
    params: NumberParam,
    body: ClosureBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  ...absenceOperations,
] as const satisfies readonly Operation[];
