import * as z from 'zod';
import type { Operation } from '#schemas/api/operation.ts';
import { PageQuery } from '#schemas/api/page.ts';
import { ExportBody, ExportRecord } from '#schemas/export.ts';
import { Instant } from '#schemas/instant.ts';

/** A month, like 2026-11, and which page of it. */
export const ExportsQuery = PageQuery.extend({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month like 2026-11'),
});

/** Taking lists out of the system, and seeing who did. */
export const exportOperations = [
  {
    id: 'exportList',
    method: 'POST',
    path: '/v1/exports',
    audience: 'export',
    access: 'token',
    groups: ['official', 'lead', 'director', 'operator', 'auditor', 'institution'],
    summary: 'Take a list that I may see as CSV or Excel file, at most 5,000 rows; who, what and why is recorded',
    body: ExportBody,
    reply: {
      status: 200,
      schema: z.string(),
      description: 'The file, as text/csv or as Excel has it; no cell of it is a formula',
      media: 'application/octet-stream',
    },
  },
  {
    id: 'listExports',
    method: 'GET',
    path: '/v1/exports',
    audience: 'export',
    access: 'token',
    groups: ['auditor'],
    summary: 'Which lists were taken out in a month, by whom and why',
    query: ExportsQuery,
    reply: {
      status: 200,
      schema: z.object({ items: z.array(ExportRecord), cursor: z.string().optional(), asOf: Instant }),
      description: 'In order',
    },
  },
] as const satisfies readonly Operation[];
