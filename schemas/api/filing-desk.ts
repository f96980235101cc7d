import * as z from 'zod';
import { Filing, Receipt } from '#schemas/api/citizen.ts';
import type { Operation } from '#schemas/api/operation.ts';

/** Where an official takes down what somebody says: on the phone, at a desk, on the spot. */
export const CallerChannel = z.enum(['phone', 'visit', 'on-site']);

/** What an official writes down for a caller; `petitioner` is the caller. */
export const CallerFiling = Filing.extend({ channel: CallerChannel }).meta({ id: 'CallerFiling' });

/**
 * What the desks can do that file for others. It is the function's of citizens and channel apps, the only one that keeps
 * identities: the functions in which officials work with cases know of none.
 */
export const filingDeskOperations = [
  {
    id: 'fileForCaller',
    method: 'POST',
    path: '/v1/officials/me/filings',
    audience: 'citizen',
    access: 'token',
    groups: ['official', 'lead', 'operator'],
    summary: 'File what somebody says on the phone, at a desk or on the spot: they are the petitioner, I am on record',
    needs: ['Idempotency-Key'],
    body: CallerFiling,
    reply: { status: 201, schema: Receipt, description: 'Kept; read number and access code to the caller' },
  },
] as const satisfies readonly Operation[];
