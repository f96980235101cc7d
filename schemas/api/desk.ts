import * as z from 'zod';
import { NumberParam } from '#schemas/api/citizen.ts';
import { ListedComplaint } from '#schemas/api/official-case.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { PageQuery } from '#schemas/api/page.ts';
import { ComplaintStatus, Stage } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { DepartmentId } from '#schemas/department.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { TopicId } from '#schemas/topic.ts';

/** Which department's queue, and which page of it; left out: all departments that are the caller's. */
export const DepartmentQuery = PageQuery.extend({
  department: DepartmentId.optional(),
  // It holds a position in each department, and a director has many.
  cursor: z.string().max(6000).optional(),
});

/** What is looked for: all of it must hold. `from` and `to` are days of receipt, both included; `number` alone decides. */
export const SearchBody = z
  .strictObject({
    words: z.string().trim().min(1).max(100).optional(),
    number: z.string().trim().min(1).max(40).optional(),
    department: DepartmentId.optional(),
    district: DistrictId.optional(),
    status: ComplaintStatus.optional(),
    kind: KindId.optional(),
    topic: TopicId.optional(),
    from: SeoulDate.optional(),
    to: SeoulDate.optional(),
    limit: z.int().min(1).max(100).default(50),
    cursor: z.string().max(2000).optional(),
  })
  .meta({ id: 'Search' });
export type SearchBody = z.infer<typeof SearchBody>;

/** A complaint that a search found, open or not: nothing in it is the petitioner's own. */
export const FoundComplaint = ListedComplaint.omit({ for: true })
  .extend({ department: z.string().optional(), dueAt: Instant.optional(), closedAt: Instant.optional() })
  .meta({ id: 'FoundComplaint' });
export type FoundComplaint = z.infer<typeof FoundComplaint>;

/** The step up to which a case is known, as the last answer told it; 0 for none. */
export const ChangesQuery = z.object({ after: z.coerce.number().int().min(0).max(999_999).default(0) });

/** What has been done with a case since: each step with its number, and who did it; nobody's words. */
export const Changes = z
  .object({
    number: ComplaintNumber,
    version: z.int(),
    status: ComplaintStatus,
    stage: Stage,
    steps: z.array(z.object({ entry: z.int(), at: Instant, action: z.string(), by: z.string() })),
    last: z.int(),
    askAgainAfterMillis: z.int(),
    asOf: Instant,
  })
  .meta({ id: 'Changes' });
export type Changes = z.infer<typeof Changes>;

const everyone = ['official', 'lead', 'director', 'operator'] as const;

/** What whoever works at a desk sees beside their own cases. */
export const deskOperations = [
  {
    id: 'listDepartmentComplaints',
    method: 'GET',
    path: '/v1/officials/me/department/complaints',
    audience: 'official',
    access: 'token',
    groups: everyone,
    summary:
      'The open complaints of my department and of those I lead or direct, the one due first on top; operators name one',
    query: DepartmentQuery,
    reply: {
      status: 200,
      schema: z.object({ items: z.array(ListedComplaint), cursor: z.string().optional(), asOf: Instant }),
      description: 'Sorted by due instant',
    },
  },
  {
    id: 'searchComplaints',
    method: 'POST',
    path: '/v1/complaints/search',
    audience: 'official',
    access: 'token',
    groups: [...everyone, 'auditor'],
    summary:
      'Find complaints of my departments (operators and auditors: of all) by words, number, district, status, kind and days; no report by its words',
    body: SearchBody,
    reply: {
      status: 200,
      schema: z.object({
        items: z.array(FoundComplaint),
        cursor: z.string().optional(),
        searchedTo: Instant.optional(),
        asOf: Instant,
      }),
      description: 'The one received last on top; with a cursor there may be more before `searchedTo`',
    },
  },
  {
    id: 'readChanges',
    method: 'GET',
    path: '/v1/complaints/{number}/changes',
    audience: 'official',
    access: 'token',
    groups: everyone,
    summary:
      'What was done with a case of my department, or that I took down, since the step I know: an open page asks again and again',
    params: NumberParam,
    query: ChangesQuery,
    reply: { status: 200, schema: Changes, description: 'The steps since, at once; none is an answer, too' },
  },
] as const satisfies readonly Operation[];
