import * as z from 'zod';
import { Answer } from '#schemas/answer.ts';
import { Kept, NumberParam } from '#schemas/api/citizen.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { Classification } from '#schemas/classification.ts';
import { Assignment, Channel, ComplaintStatus, Stage } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Deadline, LedgerEntry } from '#schemas/deadline.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { TopicId } from '#schemas/topic.ts';

/** A line of an official's list: nothing in it is the petitioner's own. */
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
  })
  .meta({ id: 'ListedComplaint' });
export type ListedComplaint = z.infer<typeof ListedComplaint>;

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
] as const satisfies readonly Operation[];
