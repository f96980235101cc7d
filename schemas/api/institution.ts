import * as z from 'zod';
import { Kept, NumberParam } from '#schemas/api/citizen.ts';
import { InstitutionCase, ListedTransfer } from '#schemas/api/institution-case.ts';
import { RefusalBody } from '#schemas/api/official.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { PageQuery } from '#schemas/api/page.ts';
import { Instant } from '#schemas/instant.ts';

/** Taking a case, under the institution's own number. */
export const AcceptanceBody = z.strictObject({ reference: z.string().trim().min(1).max(60) });

/** A file that the page for institutions asked by mail is made of. */
export const TransferFileParam = z.object({ file: z.enum(['transfer.js']) });

/** What institutions outside the city can do, beside reading a case and refusing it, which they do by the officials' operations. */
export const institutionOperations = [
  {
    id: 'listMyTransfers',
    method: 'GET',
    path: '/v1/institutions/me/complaints',
    audience: 'institution',
    access: 'token',
    groups: ['institution'],
    summary: 'Complaints that wait for my institution to accept them, the one whose term ends first on top',
    query: PageQuery,
    reply: {
      status: 200,
      schema: z.object({ items: z.array(ListedTransfer), cursor: z.string().optional(), asOf: Instant }),
      description: 'Sorted by the end of the term',
    },
  },
  {
    id: 'acceptTransfer',
    method: 'POST',
    path: '/v1/complaints/{number}/acceptance',
    audience: 'institution',
    access: 'token',
    groups: ['institution'],
    summary: 'Accept a transfer under a number of our own; the petitioner is told both',
    needs: ['If-Match'],
    params: NumberParam,
    body: AcceptanceBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'readTransfer',
    method: 'GET',
    path: '/v1/transfers/{number}',
    audience: 'institution',
    access: 'transfer-code',
    summary: 'The case that an institution was asked by mail to take, until the term ends',
    params: NumberParam,
    reply: { status: 200, schema: InstitutionCase, description: 'The case' },
  },
  {
    id: 'acceptByCode',
    method: 'POST',
    path: '/v1/transfers/{number}/acceptance',
    audience: 'institution',
    access: 'transfer-code',
    summary: 'Accept a transfer that came by mail, under a number of our own',
    params: NumberParam,
    body: AcceptanceBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'refuseByCode',
    method: 'POST',
    path: '/v1/transfers/{number}/refusal',
    audience: 'institution',
    access: 'transfer-code',
    summary: 'Refuse a transfer that came by mail',
    params: NumberParam,
    body: RefusalBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'showTransferPage',
    method: 'GET',
    path: '/transfers',
    audience: 'institution',
    access: 'anyone',
    summary: 'The page that the mail leads to: number and code show the case',
    reply: { status: 200, schema: z.string(), description: 'A page', media: 'text/html' },
  },
  {
    id: 'readTransferFile',
    method: 'GET',
    path: '/transfers/{file}',
    audience: 'institution',
    access: 'anyone',
    summary: 'Script of that page',
    params: TransferFileParam,
    reply: { status: 200, schema: z.string(), description: 'The file', media: 'text/*' },
  },
] as const satisfies readonly Operation[];
