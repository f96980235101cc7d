import * as z from 'zod';
import { Answer } from '#schemas/answer.ts';
import { Kept, NumberParam } from '#schemas/api/citizen.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { Classification } from '#schemas/classification.ts';
import { Assignment, Channel, ComplaintStatus, Stage } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Deadline, DeadlineClock, LedgerEntry } from '#schemas/deadline.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { Period } from '#schemas/period.ts';
import { TopicId } from '#schemas/topic.ts';

/** A line of an official's list: nothing in it is the petitioner's own. While its clock stands, since `pausedAt`, `dueAt` is the end of the petitioner's term. */
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

/** A case as the person named and their lead see it. */
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
    signals: z.array(
      z.object({
        signal: z.int(),
        kind: z.string(),
        at: Instant,
        by: z.string(),
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
    summary: 'My open complaints, the one due first on top; operators see the central desk’s',
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
    summary: 'Say what a complaint is that the words left unsure',
    needs: ['If-Match'],
    params: NumberParam,
    body: ClassificationBody,
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
] as const satisfies readonly Operation[];
