import * as z from 'zod';
import { absenceOperations } from '#schemas/api/absence.ts';
import { FiledAttachments } from '#schemas/api/attachment-shown.ts';
import { Kept, NumberParam } from '#schemas/api/citizen.ts';
import { InstitutionCase } from '#schemas/api/institution-case.ts';
import { ListedComplaint, OfficialCase } from '#schemas/api/official-case.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { PageQuery } from '#schemas/api/page.ts';
import { DepartmentId } from '#schemas/department.ts';
import { Instant } from '#schemas/instant.ts';
import { InstitutionId, InstitutionShown } from '#schemas/institution.ts';
import { KindId } from '#schemas/kind.ts';
import { Period } from '#schemas/period.ts';
import { TopicId } from '#schemas/topic.ts';

/** An answer to the petitioner, in words. */
export const AnswerBody = z.strictObject({
  text: z.string().trim().min(1).max(20_000),
  attachments: FiledAttachments.optional(),
});

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

/**
 * Passing a case on to another department, and why; at the adjudicating desk: who answers it. Or to an institution outside,
 * which has so many working days to accept it (5 unless said otherwise).
 */
export const TransferBody = z.union([
  z.strictObject({ department: DepartmentId, reason: z.string().trim().min(1).max(1000) }),
  z.strictObject({
    institution: InstitutionId,
    reason: z.string().trim().min(1).max(1000),
    termDays: z.int().min(1).max(20).optional(),
  }),
]);
export type TransferBody = z.infer<typeof TransferBody>;

/** Giving a case back to whoever passed it on, and why. */
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

const staff = ['official', 'lead', 'operator'] as const;
const staffAndInstitutions = [...staff, 'institution'] as const;

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
    groups: staffAndInstitutions,
    summary: 'A case of mine, whole, or one that waits for my institution; its ETag is the version to answer with',
    params: NumberParam,
    query: CaseQuery,
    reply: { status: 200, schema: z.union([OfficialCase, InstitutionCase]), description: 'The case' },
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
    summary:
      'Pass a case on to another department (the adjudicating desk decides with it who answers), or to an institution outside',
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
    groups: [...staff, 'institution'],
    summary:
      'Give a case back to who passed it on; the second time the adjudicating desk gets it. An institution refuses a transfer to it',
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
  {
    id: 'listInstitutions',
    method: 'GET',
    path: '/v1/institutions',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'The institutions outside that a case can be transferred to',
    reply: { status: 200, schema: z.object({ items: z.array(InstitutionShown) }), description: 'By id' },
  },
] as const satisfies readonly Operation[];
