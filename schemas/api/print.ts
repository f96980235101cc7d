import * as z from 'zod';
import { NumberParam } from '#schemas/api/citizen.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { Language } from '#schemas/complaint.ts';

/** In which language what is the city's own is printed. */
export const PrintQuery = z.object({ language: Language.default('ko') });

/** Putting a case on paper. */
export const printOperations = [
  {
    id: 'printCase',
    method: 'GET',
    path: '/v1/complaints/{number}/case/print',
    audience: 'print',
    access: 'token',
    groups: ['official', 'lead', 'operator'],
    summary:
      'A case of mine as a page ready for the printer; a report without who filed it. That it was printed is recorded',
    params: NumberParam,
    query: PrintQuery,
    reply: { status: 200, schema: z.string(), description: 'A page that loads nothing', media: 'text/html' },
  },
  {
    id: 'printCaseAsHwpx',
    method: 'GET',
    path: '/v1/complaints/{number}/case/hwpx',
    audience: 'print',
    access: 'token',
    groups: ['official', 'lead', 'operator'],
    summary: 'The same as an HWPX file',
    params: NumberParam,
    query: PrintQuery,
    reply: { status: 200, schema: z.string(), description: 'The file', media: 'application/hwp+zip' },
  },
] as const satisfies readonly Operation[];
