import * as z from 'zod';
import { NumberParam } from '#schemas/api/citizen.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { PageQuery } from '#schemas/api/page.ts';
import { DecreedHoliday } from '#schemas/calendar.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Department } from '#schemas/department.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { Institution, InstitutionShown } from '#schemas/institution.ts';
import { Kind } from '#schemas/kind.ts';
import { Need } from '#schemas/need.ts';
import { Notice } from '#schemas/notice.ts';
import { Person } from '#schemas/person.ts';
import { RoutingRule } from '#schemas/routing-rule.ts';

const IdParam = z.object({ id: z.string().min(1).max(60) });

const RuleParam = z.object({ id: z.string().min(1).max(120) });

const DateParam = z.object({ date: SeoulDate });

/** A day off that the city decrees or that was decreed for it: its name, and where that stands. */
export const HolidayBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  source: z.string().trim().min(1).max(500),
});

/** Which notice of a complaint: its order in the ledger. */
const NoticeParam = NumberParam.extend({ order: z.coerce.number().int().min(1) });

/** A notice that could not be delivered, as the ledger has it; its recipient by role and id, never an address or a word. */
export const UndeliveredNotice = Notice.extend({ number: ComplaintNumber }).meta({ id: 'UndeliveredNotice' });
export type UndeliveredNotice = z.infer<typeof UndeliveredNotice>;

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
    id: 'listRoutingRules',
    method: 'GET',
    path: '/v1/routing-rules',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'What the adjudicating desk has decided: rules that route the same kind, topic and district',
    reply: {
      status: 200,
      schema: z.object({ items: z.array(RoutingRule), asOf: Instant }),
      description: 'By kind, topic and district; those that ended say since when',
    },
  },
  {
    id: 'endRoutingRule',
    method: 'DELETE',
    path: '/v1/routing-rules/{id}',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'End a rule: complaints are routed by the departments’ own fields again',
    params: RuleParam,
    reply: kept(RoutingRule),
  },
  {
    id: 'putInstitution',
    method: 'PUT',
    path: '/v1/institutions/{id}',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Keep an institution outside that cases can be transferred to, and how it is asked',
    params: IdParam,
    body: Institution.omit({ id: true }),
    reply: kept(InstitutionShown),
  },
  {
    id: 'putHoliday',
    method: 'PUT',
    path: '/v1/calendar/{date}',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Make a day to come a day off: every open deadline it touches moves, and its petitioner is told',
    params: DateParam,
    body: HolidayBody,
    reply: kept(DecreedHoliday),
  },
  {
    id: 'callOffHoliday',
    method: 'DELETE',
    path: '/v1/calendar/{date}',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Call a decreed day off again before it begins; the deadlines move back',
    params: DateParam,
    reply: kept(DecreedHoliday),
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
  {
    id: 'listUndelivered',
    method: 'GET',
    path: '/v1/operator/undelivered',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Notices that failed, that may not have arrived, or whose recipient has no address, the oldest first',
    query: PageQuery,
    reply: {
      status: 200,
      schema: z.object({ items: z.array(UndeliveredNotice), cursor: z.string().optional(), asOf: Instant }),
      description: 'What was not delivered; `planned` is still tried, `uncertain` may have arrived',
    },
  },
  {
    id: 'resendNotice',
    method: 'POST',
    path: '/v1/operator/undelivered/{number}/{order}/resend',
    audience: 'operator',
    access: 'token',
    groups: ['operator'],
    summary: 'Send an undelivered notice anew; one that is uncertain may then arrive twice',
    params: NoticeParam,
    reply: {
      status: 202,
      schema: z.object({ number: ComplaintNumber, order: z.int() }),
      description: 'It is planned again',
    },
  },
] as const satisfies readonly Operation[];
