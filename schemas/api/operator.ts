import * as z from 'zod';
import { NumberParam } from '#schemas/api/citizen.ts';
import { PageQuery } from '#schemas/api/official.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Department } from '#schemas/department.ts';
import { Instant } from '#schemas/instant.ts';
import { Kind } from '#schemas/kind.ts';
import { Need } from '#schemas/need.ts';
import { Person } from '#schemas/person.ts';

const IdParam = z.object({ id: z.string().min(1).max(60) });

const kept = (schema: z.ZodType) => ({ status: 200, schema, description: 'As it is kept now' }) as const;

/** What the city's operators can do. */
export const operatorOperations = [
  {
    id: 'putDepartment',
    method: 'PUT',
    path: '/v1/departments/{id}',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Keep a department and what it takes',
    params: IdParam,
    body: Department.omit({ id: true }),
    reply: kept(Department),
  },
  {
    id: 'putPerson',
    method: 'PUT',
    path: '/v1/people/{id}',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Keep a person or a channel app, who can then sign in',
    params: IdParam,
    body: Person.omit({ id: true }),
    reply: kept(Person),
  },
  {
    id: 'putKind',
    method: 'PUT',
    path: '/v1/kinds/{id}',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Keep a kind and its legal period',
    params: IdParam,
    body: Kind.omit({ id: true }),
    reply: kept(Kind),
  },
  {
    id: 'listQueue',
    method: 'GET',
    path: '/v1/operator/queue',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Complaints that no rule could bring on, the oldest first',
    query: PageQuery,
    reply: {
      status: 200,
      schema: z.object({ items: z.array(Need), cursor: z.string().optional(), asOf: Instant }),
      description: 'What needs a person',
    },
  },
  {
    id: 'resumeComplaint',
    method: 'POST',
    path: '/v1/operator/queue/{number}/resume',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Start the next execution of a complaint in the queue',
    params: NumberParam,
    reply: {
      status: 202,
      schema: z.object({ number: ComplaintNumber, execution: z.int() }),
      description: 'The next execution will start',
    },
  },
] as const satisfies readonly Operation[];
