import * as z from 'zod';
import { AttachmentShown } from '#schemas/api/attachment-shown.ts';
import { NumberParam } from '#schemas/api/citizen.ts';
import { CaseQuery } from '#schemas/api/official.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { AuditEntry } from '#schemas/audit-entry.ts';
import { Complaint } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { DeadlineClock, LedgerEntry } from '#schemas/deadline.ts';
import { Instant } from '#schemas/instant.ts';
import { Notice } from '#schemas/notice.ts';

/** A complaint's whole history, without anyone's words or addresses. */
export const History = z
  .object({
    number: ComplaintNumber,
    complaint: Complaint,
    executions: z.array(z.string()),
    entries: z.array(AuditEntry),
    ledger: z.array(LedgerEntry),
    clock: DeadlineClock.optional(),
    notices: z.array(Notice),
    attachments: z.array(AttachmentShown).optional(),
    signals: z.array(
      z.object({
        signal: z.int(),
        kind: z.string(),
        at: Instant,
        by: z.string(),
        for: z.string().optional(),
        status: z.string(),
      }),
    ),
    asOf: Instant,
  })
  .meta({ id: 'History' });
export type History = z.infer<typeof History>;

/** What auditors can do. */
export const auditorOperations = [
  {
    id: 'readHistory',
    method: 'GET',
    path: '/v1/complaints/{number}/history',
    audience: 'auditor',
    access: 'token',
    groups: ['auditor'],
    summary: 'Everything that happened to a complaint; this look is itself recorded',
    params: NumberParam,
    query: CaseQuery,
    reply: { status: 200, schema: History, description: 'In order' },
  },
] as const satisfies readonly Operation[];
