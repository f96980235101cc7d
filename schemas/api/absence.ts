import * as z from 'zod';
import { Absence } from '#schemas/absence.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';

/** Who stands in, from when (left out: from now) and until when; the reason is shown to whoever records it and to the person. */
export const AbsenceBody = z.strictObject({
  deputy: PersonId,
  fromAt: Instant.optional(),
  untilAt: Instant,
  reason: z.string().trim().min(1).max(500).optional(),
});

/** My absence, present or to come, and the absences of those I stand in for now. */
export const MyAbsence = z
  .object({ absence: Absence.optional(), standsInFor: z.array(Absence.omit({ reason: true })), asOf: Instant })
  .meta({ id: 'MyAbsence' });

const PersonParam = z.object({ id: PersonId });

const staff = ['official', 'lead', 'operator'] as const;

/** What officials, their leads and operators can do about absences. */
export const absenceOperations = [
  {
    id: 'putAbsence',
    method: 'PUT',
    path: '/v1/people/{id}/absence',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary:
      'Name the deputy who stands in for a person while they are absent: one’s own, by their lead or an operator',
    params: PersonParam,
    body: AbsenceBody,
    reply: { status: 200, schema: Absence, description: 'As it is kept now' },
  },
  {
    id: 'endAbsence',
    method: 'DELETE',
    path: '/v1/people/{id}/absence',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'End an absence now: the deputy stands in no longer',
    params: PersonParam,
    reply: { status: 200, schema: Absence, description: 'As it is kept now' },
  },
  {
    id: 'readMyAbsence',
    method: 'GET',
    path: '/v1/officials/me/absence',
    audience: 'official',
    access: 'token',
    groups: staff,
    summary: 'My absence, and for whom I stand in now',
    reply: { status: 200, schema: MyAbsence, description: 'Mine, and theirs' },
  },
] as const satisfies readonly Operation[];
